"""Reading capacity: sums of what was told of late, and the nearest with places free."""

import pytest

from data.facilities import queries, taking
from tests import beds, cast


@pytest.fixture
def told(write):
    rows = [beds.row("full", (0.6, 0.5), free=0), beds.row("tight", (1.5, 0.5), free=5),
            beds.row("free", (3.5, 0.5)), beds.row("old", (0.5, 0.5), as_of="2026-03-18T08:30:00+08:00"),
            beds.row("car", (0.5, 0.6), kind="parking", total=20, free=20)]
    with write() as visit:
        taking.store(visit, [taking.read_row(one, cast.NOW) for one in rows], cast.index_of(visit))


def test_sums_count_what_was_told_within_the_hour_and_name_what_was_not(read, told):
    with read(scope=cast.ALICE) as visit:
        found = {one.kind: one for one in queries.sums(visit, queries.listed(visit, "9901"))}
    assert {kind: (one.facilities, one.stale, one.total, one.free) for kind, one in found.items()} == {
        "beds": (4, 1, 300, 45), "parking": (1, 0, 20, 20)}


def test_the_nearest_has_places_free_and_was_told_of_late(read, told):
    with read(scope=cast.ALICE) as visit:
        near = queries.nearest_free(visit, *cast.at(0.5, 0.5))
    assert [(one.facility.facility_id, one.state) for one in near] == [("car", "free"), ("tight", "tight")]
    assert near[1].distance_m == pytest.approx(963, abs=5)


def test_an_area_a_kind_and_a_box_narrow_the_list_and_a_scope_bounds_it(read, told):
    def ids(scope=cast.ALICE, area="9901", **more):
        with read(scope=scope) as visit:
            return sorted(one.facility_id for one in queries.listed(visit, area, **more))

    assert ids(kind="parking") == ["car"]
    assert ids(area=cast.EAST_DISTRICT) == ids(box=(120.03, 30.0, 120.04, 30.01)) == ["free"]
    assert "free" not in ids(scope=cast.BO)
    assert len(ids(limit=2)) == 2
