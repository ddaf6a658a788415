"""Block grids are unions of base grids: one that cuts a grid is refused, with what it cuts."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.errors import CityError, Conflict, NotAllowed, NotFound
from data.ledger import overlays
from data.ledger.overlays import NewBlock
from data.scope import ROLES, Scope
from tests import cast

ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])


def box(west, south, east, north):
    return shapely.box(*cast.at(west, south), *cast.at(east, north))


def test_a_block_of_communities_is_the_union_of_their_grids(write):
    with write(scope=ADMIN) as visit:
        overlays.lay(visit, "police", "警务网格", [
            NewBlock(code="P1", name="一警区", areas=(cast.COMMUNITY, "990101001002")),
            NewBlock(code="P2", name="二警区", areas=(cast.GRIDS[2, 0],))], department="clean")
        found = {block.code: grids for block, grids in overlays.blocks_of(visit, "police")}
        assert found == {"P1": sorted(cast.GRIDS[c, r] for c in (0, 1) for r in (0, 1)), "P2": [cast.GRIDS[2, 0]]}
        block = overlays.blocks_of(visit, "police")[0][0]
        assert shapely.from_wkb(block.geometry).equals(box(0, 0, 2, 2))
        assert [(one.code, block.code) for one, block in overlays.blocks_at(visit, cast.GRIDS[0, 0])] == [
            ("police", "P1")]


def test_a_polygon_that_follows_grid_borders_takes_the_grids_inside(write):
    with write(scope=ADMIN) as visit:
        overlays.lay(visit, "fire", "消防网格", [NewBlock(code="F", name="东", polygon=box(2, 0, 4, 4))])
        assert len(overlays.blocks_of(visit, "fire")[0][1]) == 8


def test_a_polygon_that_cuts_grids_is_refused_with_the_list_and_areas(write, read):
    with pytest.raises(Conflict) as refused, write(scope=ADMIN) as visit:
        overlays.lay(visit, "fire", "消防网格", [NewBlock(code="F", name="半", polygon=box(0, 0, 1.25, 1))])
    assert (refused.value.code, refused.value.values["n"]) == ("overlay_cuts", 1)
    said = refused.value.values["cuts"][0]
    assert said.startswith(f"{cast.GRIDS[1, 0]} (F: ")
    inside, outside = (float(part.replace(",", "")) for part in said.split(": ")[1].removesuffix(" m²)").split(" / "))
    assert inside == pytest.approx(cast.GRID_M2 / 4, rel=0.01)
    assert outside == pytest.approx(cast.GRID_M2 * 3 / 4, rel=0.01)
    with read() as visit:
        assert overlays.overlays(visit) == []


@given(st.floats(0.02, 3.98), st.floats(0.02, 3.98))
def test_whatever_box_is_drawn_its_blocks_are_whole_grids_or_it_is_refused(write, east, north):
    drawn, refused = box(0, 0, east, north), ""
    try:
        with write(scope=ADMIN) as visit:
            overlays.lay(visit, "any", "任意", [NewBlock(code="A", name="A", polygon=drawn)])
            union = shapely.from_wkb(overlays.blocks_of(visit, "any")[0][0].geometry)
    except CityError as error:
        refused = error.code
    if refused:
        assert refused in ("overlay_cuts", "block_empty")
    else:
        assert union.symmetric_difference(drawn).area < 0.03 * drawn.area


@pytest.mark.parametrize(("blocks", "code"), [
    ([NewBlock(code="A", name="A", areas=(cast.COMMUNITY,)), NewBlock(code="B", name="B", areas=(cast.GRIDS[0, 0],))],
     "overlay_overlaps"),
    ([NewBlock(code="A", name="A", areas=("12",))], "area_not_found"),
    ([NewBlock(code="A", name="A", areas=(cast.COMMUNITY[:10],))], "area_not_found"),
    ([NewBlock(code="A", name="A")], "block_empty"), ([], "overlay_blocks"),
    ([NewBlock(code="", name="A", areas=(cast.COMMUNITY,))], "block_twice"),
    ([NewBlock(code="A", name="A", areas=(cast.COMMUNITY,))] * 2, "block_twice"),
    ([NewBlock(code="A", name="A", polygon=shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))], "broken_block"),
    ([NewBlock(code="A", name="A", polygon=shapely.box(0, 0, 1, 1))], "block_empty"),
])
def test_blocks_that_cannot_be_are_refused(write, blocks, code):
    with pytest.raises(CityError) as refused, write(scope=ADMIN) as visit:
        overlays.lay(visit, "x", "X", blocks)
    assert refused.value.code == code


def test_laying_it_anew_replaces_it_and_removing_leaves_the_grids(write):
    with write(scope=ADMIN) as visit:
        for areas in ((cast.COMMUNITY,), (cast.GRIDS[3, 3],)):
            overlays.lay(visit, "x", "X", [NewBlock(code="A", name="A", areas=areas)])
        assert [grids for _, grids in overlays.blocks_of(visit, "x")] == [[cast.GRIDS[3, 3]]]
        overlays.remove(visit, "x")
        assert overlays.overlays(visit) == []
        with pytest.raises(NotFound):
            overlays.remove(visit, "x")


def test_somebody_sees_the_blocks_of_their_own_grids_only(write, read):
    with write(scope=ADMIN) as visit:
        overlays.lay(visit, "x", "X", [NewBlock(code="W", name="W", areas=(cast.WEST_DISTRICT,)),
                                       NewBlock(code="E", name="E", areas=(cast.EAST_DISTRICT,))])
    with read(scope=cast.CHEN) as visit:
        assert [(block.code, len(grids)) for block, grids in overlays.blocks_of(visit, "x")] == [("W", 2)]
        assert overlays.blocks_at(visit, cast.GRIDS[3, 3]) == []


def test_strangers_lay_and_remove_nothing(write):
    for who in (cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY):
        for call in (lambda v: overlays.lay(v, "x", "X", [NewBlock(code="A", name="A", areas=(cast.COMMUNITY,))]),
                     lambda v: overlays.remove(v, "x")):
            with pytest.raises(NotAllowed), write(scope=who) as visit:
                call(visit)
