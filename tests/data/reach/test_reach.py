"""Reach over the toy city: minutes by stated speeds, people covered, shares of areas, and what nobody could know."""

import pytest
from sqlalchemy import update

from data.errors import NotAllowed
from data.models.area import Area
from data.models.unit import Place, Unit
from data.reach.reach import MINUTES, reach, shares
from data.reach.subjects import read_subject
from tests import cast


def put(write, *squares, kind="school"):
    with write() as visit:
        for number, square in enumerate(squares):
            lon, lat = cast.at(*square)
            visit.session.add(Place(area_code=cast.grid_code(min(3, int(square[0])), min(3, int(square[1]))),
                                    source="t", source_id=str(number), kind=kind, name="校", name_en="School",
                                    lon=lon, lat=lat))


def test_a_grid_is_reached_by_the_stated_speed(write, read):
    put(write, (0.5, 0.5))
    with read() as visit:
        found = reach(visit, "9901", read_subject("education"))
    own = found.ground.codes.index(cast.grid_code(0, 0))
    beside = found.ground.codes.index(cast.grid_code(1, 0))
    assert found.minutes[own] < 1
    assert found.minutes[beside] == pytest.approx(963 * 1.35 / 80, rel=0.01)
    assert found.reached().sum() == 1


def test_people_are_covered_or_not_and_sites_are_counted_for_each_ten_thousand(write, read):
    put(write, (0.5, 0.5), (2.5, 2.5))
    with read() as visit:
        city, west, east = shares(visit, "9901", reach(visit, "9901", read_subject("education")))
    assert city.covered == cast.population(0, 0) + cast.population(2, 2)
    assert city.covered + city.uncovered == sum(cast.population(*square) for square in cast.GRIDS)
    assert (city.sites, west.sites, east.sites) == (2, 1, 1)
    assert city.per_people() == pytest.approx(2 / (city.covered + city.uncovered) * 10_000)


def test_a_school_beyond_the_border_of_an_area_reaches_into_it(write, read):
    put(write, (2.05, 0.5))
    with read() as visit:
        found = reach(visit, cast.WEST_DISTRICT, read_subject("education"))
        whole, *_ = shares(visit, cast.WEST_DISTRICT, found)
    assert whole.covered == cast.population(1, 0)
    assert whole.sites == 0


def test_a_facility_outside_of_the_city_counts_for_nobody_and_it_is_said(write, read):
    put(write, (0.5, 9.5))
    with read() as visit:
        found = reach(visit, "9901", read_subject("education"))
    assert not found.reached().any()
    assert {"outside", "no_sites"} <= set(found.unknown)


def test_a_unit_without_a_position_is_left_out_and_it_is_said(write, read):
    with write() as visit:
        visit.session.execute(update(Unit).where(Unit.kind == "fire").values(home_lon=float("inf")))
    with read() as visit:
        found = reach(visit, "9901", read_subject("unit.fire"))
    assert {"no_position", "no_sites"} <= set(found.unknown)
    assert not found.reached().any()


def test_without_people_grids_are_counted_and_it_is_said(write, read):
    put(write, (0.5, 0.5))
    with write() as visit:
        visit.session.execute(update(Area).values(population=None))
    with read() as visit:
        found = reach(visit, "9901", read_subject("education"))
        whole, *_ = shares(visit, "9901", found)
    assert "no_people" in found.unknown
    assert (whole.covered, whole.uncovered, whole.covered_grids, whole.per_people()) == (None, None, 1, None)


def test_somebody_of_another_area_is_refused(read):
    with read(scope=cast.CHEN) as visit, pytest.raises(NotAllowed):
        reach(visit, "9901", read_subject("education"))
    assert MINUTES == 15
