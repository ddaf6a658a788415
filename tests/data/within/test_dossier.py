"""A dossier tells what lies inside a shape, the most urgent first, and nothing that is not the visitor's."""

import pytest
from sqlalchemy import update

from data.cases.only import Only
from data.models.case import Case
from data.models.unit import Place
from data.within import dossier
from data.within.dossier import open_dossier
from data.within.shape import read_shape
from tests import cast


def circle(column: float, row: float, metres: int):
    lon, lat = cast.at(column, row)
    return read_shape(f"circle:{lat:.6f},{lon:.6f},{metres}")


def fill_city(write) -> None:
    with write() as visit:
        cast.open_case(visit, "garbage", (0.5, 0.5), category="0101")
        cast.open_case(visit, "fire", (0.6, 0.6), category="0201")
        cast.open_case(visit, "corner", (0.99, 0.99), category="0101")
        cast.open_case(visit, "far", (3.5, 3.5), category="0202")
        for number, (kind, spot) in enumerate((("school", (0.4, 0.4)), ("park", (2.5, 2.5)))):
            lon, lat = cast.at(*spot)
            visit.session.add(Place(source="t", source_id=str(number), kind=kind, name=kind, name_en=kind,
                                    area_code=cast.grid_code(int(spot[0]), int(spot[1])), lon=lon, lat=lat))


def test_what_lies_inside_is_told_and_what_lies_in_the_box_around_it_alone_is_not(read, write):
    fill_city(write)
    with read(scope=cast.ALICE) as visit:
        # The corner of the square lies in the circle's box, some 680 m from its middle.
        found = open_dossier(visit, "9901", circle(0.5, 0.5, 520))
        assert [case.class_code for case in found.cases] == ["0201", "0101"]
        assert (found.open, found.by_priority, found.by_class, found.waiting) == (
            2, {1: 1, 3: 1}, {"0101": 1, "0201": 1}, 2)
        assert {one.unit.id for one in found.units} == {cast.OFFICER}
        assert [place.kind for place in found.places] == ["school"]
        assert found.places_by_kind == {"school": 1}


def test_areas_are_told_with_the_share_that_lies_inside_and_people_are_estimated_by_it(read, write):
    lon, lat = cast.at(0, 0)
    half = read_shape(f"box:{lat},{lon},{lat + cast.HIGH},{lon + cast.WIDE * 1.5}")
    with read(scope=cast.ALICE) as visit:
        found = open_dossier(visit, "9901", half)
        assert [(one.area.area_code, round(one.share, 2)) for one in found.areas] == [
            (cast.GRIDS[0, 0], 1.0), (cast.GRIDS[1, 0], 0.5)]
        expected = cast.population(0, 0) + cast.population(1, 0) / 2
        assert found.people is not None
        assert abs(found.people - expected) <= 5
        assert found.people % 10 == 0


def test_a_filter_narrows_the_cases_and_leaves_the_forces(read, write):
    fill_city(write)
    with read(scope=cast.ALICE) as visit:
        found = open_dossier(visit, "9901", circle(0.5, 0.5, 520), Only(priorities=(1,)))
        assert [case.class_code for case in found.cases] == ["0201"]
        assert len(found.units) == 1


def test_where_nothing_lies_there_is_nothing(read, write):
    fill_city(write)
    with read(scope=cast.ALICE) as visit:
        found = open_dossier(visit, "9901", read_shape("circle:0,0,500"))
        assert (found.open, found.units, found.places, found.areas, found.people) == (0, (), (), (), None)


def test_late_cases_come_before_those_of_the_same_priority(read, write):
    fill_city(write)
    with write() as visit:
        late = cast.open_case(visit, "late", (0.5, 0.55), category="0101")
        visit.session.execute(update(Case).where(Case.case_no == late).values(due_at=cast.NOW.replace(year=2025)))
    with read(scope=cast.ALICE) as visit:
        found = open_dossier(visit, "9901", circle(0.5, 0.5, 520))
        assert found.cases[1].case_no == late
        assert found.overdue == 1


def test_a_stranger_is_told_only_what_is_theirs(read, write):
    fill_city(write)
    everything = circle(2, 2, 5_000)
    with read(scope=cast.BO) as visit:
        found = open_dossier(visit, "9901", everything)
        assert found.open == 3
        assert all(one.area.area_code.startswith(cast.WEST_DISTRICT) for one in found.areas)
        assert {place.kind for place in found.places} == {"school"}
    with read(scope=cast.NOBODY) as visit:
        found = open_dossier(visit, "9901", everything)
        assert (found.open, found.units, found.places, found.areas) == (0, (), (), ())


def test_more_than_can_be_counted_is_said(read, write, monkeypatch: pytest.MonkeyPatch):
    fill_city(write)
    monkeypatch.setattr(dossier, "MOST_COUNTED", 2)
    with read(scope=cast.ALICE) as visit:
        assert open_dossier(visit, "9901", circle(2, 2, 5_000)).is_cut
