"""Geometry as stored: the rows that the floor above makes frames of."""

import pytest
import shapely
from sqlalchemy import select

from data.areas import shapes
from data.models.area import Backdrop
from data.models.unit import Place
from tests import cast, pile

ROAD = shapely.LineString([cast.at(0, 2), cast.at(4, 2)])


def place(number: int, kind: str, area_code: str) -> Place:
    lon, lat = cast.at(0.5, 0.5)
    name = f"{kind}{number}"
    return Place(source="t", source_id=name, kind=kind, name=name, name_en="", lon=lon, lat=lat, area_code=area_code)


def test_area_rows_hold_the_shape_and_what_is_told_of_it(read):
    with read() as visit:
        rows = shapes.area_rows(visit, cast.COMMUNITY, 5)
    assert [row["area_code"] for row in rows] == [cast.GRIDS[0, 0], cast.GRIDS[1, 0]]
    assert shapely.from_wkb(rows[0]["geometry"]).equals(shapely.box(*cast.at(0, 0), *cast.at(1, 1)))
    assert rows[0]["population"] == cast.population(0, 0)
    assert rows[0]["level"] == 5


@pytest.mark.parametrize(("scope", "seen"), [(cast.ALICE, 16), (cast.BO, 8), (cast.CHEN, 2), (cast.NOBODY, 0)])
def test_area_rows_end_where_the_scope_ends(read, scope, seen):
    with read(scope=scope) as visit:
        assert len(shapes.area_rows(visit, "9901", 5)) == seen


def test_the_backdrop_is_drawn_from_the_thin_to_the_wide(write):
    with write() as visit:
        visit.session.add_all([Backdrop(kind="road", rank=rank, name=name, geometry=ROAD.wkb)
                               for rank, name in ((1, "大道"), (3, "小路"), (1, "大街"))])
    with write(scope=cast.NOBODY) as visit:
        rows = shapes.backdrop_rows(visit)
    assert [row["name"] for row in rows] == ["小路", "大道", "大街"]
    assert shapely.from_wkb(rows[0]["geometry"]).equals(ROAD)


def test_places_come_by_kind_and_name_and_end_at_the_limit_and_the_scope(write):
    with write() as visit:
        visit.session.add_all([place(2, "school", cast.GRIDS[0, 0]), place(1, "school", cast.GRIDS[0, 0]),
                               place(1, "hospital", cast.GRIDS[0, 1]), place(3, "park", cast.GRIDS[3, 3])])
    with write() as visit:
        everything = [row["name"] for row in shapes.place_rows(visit, "9901", 9)]
        assert everything == ["hospital1", "park3", "school1", "school2"]
        assert [row["name"] for row in shapes.place_rows(visit, "9901", 2)] == everything[:2]
        assert [row["name"] for row in shapes.place_rows(visit, cast.COMMUNITY, 9)] == ["school1", "school2"]
    with write(scope=cast.CHEN) as visit:
        assert len(shapes.place_rows(visit, "9901", 9)) == 2


def test_places_in_a_box_are_chosen_before_they_are_cut_off(write):
    with write() as visit:
        visit.session.add_all([place(1, "airport", pile.HERE), place(2, "school", pile.HERE)])
        visit.session.flush()
        visit.session.scalars(select(Place).where(Place.kind == "airport")).one().lon += 0.02
        visit.session.flush()
        lon, lat = cast.at(0.5, 0.5)
        box = (lon - 0.001, lat - 0.001, lon, lat)
        assert [row["kind"] for row in shapes.place_rows(visit, "9901", 1, box=box)] == ["school"]
