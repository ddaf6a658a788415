"""One case by itself: what speaks for a unit, what stops one, and why nobody can go."""

from sqlalchemy import select

from data.allocation import one_case
from data.cases import workflow
from data.models.unit import Unit
from tests import cast

EVERYBODY = (cast.SWEEPERS, cast.FAR_SWEEPERS, cast.REPAIR, cast.ENGINE)


def why(read, number, asked=EVERYBODY):
    with read(scope=cast.ALICE) as visit:
        return one_case.why(visit, workflow.find(visit, number), asked)


def test_the_nearest_of_the_right_kind_is_told_so_and_others_what_stops_them(read, write):
    with write() as visit:
        number = cast.open_case(visit)
    told = why(read, number)
    assert [one.key for one in told.reasons[cast.SWEEPERS]][:2] == ["nearest", "right_kind"]
    assert "nearest" not in [one.key for one in told.reasons[cast.FAR_SWEEPERS]]
    assert told.hurdles == {cast.REPAIR: "no_unit", cast.ENGINE: "no_unit"}
    assert told.shortfall is None


def test_where_nobody_can_go_it_says_what_stops_them(read, write):
    with write() as visit:
        number = cast.open_case(visit)
        for unit in visit.session.scalars(select(Unit)):
            unit.status = "off_duty"
    told = why(read, number)
    assert (told.shortfall.reason, told.shortfall.values["n"]) == ("off_shift", 2)
    assert told.reasons == {}


def test_only_units_that_are_asked_of_are_told_of(read, write):
    with write() as visit:
        number = cast.open_case(visit)
    told = why(read, number, [cast.SWEEPERS])
    assert set(told.reasons) | set(told.hurdles) == {cast.SWEEPERS}


def test_a_city_without_units_says_that_there_are_none(read, write):
    with write() as visit:
        number = cast.open_case(visit)
        for unit in visit.session.scalars(select(Unit)):
            visit.session.delete(unit)
    assert why(read, number).shortfall.reason == "no_unit"
