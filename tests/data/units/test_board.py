"""The board of units: state, since when, on which case; stale, silent and over its time; strangers see their own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import workflow
from data.models.case import Case
from data.models.unit import Unit
from data.units import assignment, board
from tests import cast

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stand(read):
    """Return stand(minutes after, scope=...): {unit: how it stands}."""
    def found(minutes: float = 0, *, scope=cast.ALICE, prefix: str = "9901") -> dict[str, board.Standing]:
        with read(scope=scope, now=cast.NOW + minutes * MINUTE) as visit:
            return {one.unit.id: one for one in board.standings(visit, prefix, 50)}

    return found


@pytest.fixture
def number(write) -> str:
    """Return the number of a case to which the sweepers were sent, version 2."""
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
    return number


def report(write, number: str, minutes: float, what: str) -> None:
    with write(now=cast.NOW + minutes * MINUTE) as visit:
        case = visit.session.scalars(select(Case).where(Case.case_no == number)).one()
        [dispatch] = assignment.open_dispatches(visit, case)
        getattr(assignment, what)(visit, dispatch)


def test_a_unit_says_since_when_it_is_in_its_state_and_on_which_case(write, stand, number):
    one = stand(5)[cast.SWEEPERS]
    assert (one.state, one.since, one.case.case_no) == ("dispatched", cast.NOW, number)
    report(write, number, 6, "report_under_way")
    assert (stand(8)[cast.SWEEPERS].state, stand(8)[cast.SWEEPERS].since) == ("under_way", cast.NOW + 6 * MINUTE)
    report(write, number, 20, "report_arrival")
    assert (stand(21)[cast.SWEEPERS].state, stand(21)[cast.SWEEPERS].since) == ("on_scene", cast.NOW + 20 * MINUTE)
    with write(now=cast.NOW + 22 * MINUTE) as visit:
        workflow.move(visit, number, "start", version=2)
    assert stand(23)[cast.SWEEPERS].state == "handling"


def test_a_unit_that_is_free_again_says_since_when(write, stand, number):
    with write(now=cast.NOW + 30 * MINUTE) as visit:
        workflow.move(visit, number, "recall", version=2)
    one = stand(40)[cast.SWEEPERS]
    assert (one.state, one.since, one.case) == ("available", cast.NOW + 30 * MINUTE, None)
    assert stand()[cast.ENGINE].since is None, "nobody noted it"


def test_over_time_is_who_does_not_set_out_or_stays_on_a_case_past_its_deadline(write, stand, number):
    assert not stand(10)[cast.SWEEPERS].is_over
    assert stand(11)[cast.SWEEPERS].is_over
    report(write, number, 12, "report_under_way")
    assert not stand(50)[cast.SWEEPERS].is_over
    assert stand(58)[cast.SWEEPERS].is_over
    report(write, number, 60, "report_arrival")
    assert not stand(61)[cast.SWEEPERS].is_over
    assert stand(5 * 60)[cast.SWEEPERS].is_over, "garbage is handled within four hours"


def test_who_was_not_heard_of_is_stale_and_then_silent_but_not_at_the_base(write, stand, number):
    repair = stand()[cast.REPAIR]
    assert (repair.is_stale, repair.is_silent) == (True, True), "two hours away from its base"
    engine = stand(120)[cast.ENGINE]
    assert (engine.is_stale, engine.is_silent) == (False, False)
    assert stand(120)[cast.SWEEPERS].is_silent, "sent out from its base and not heard of"
    with write() as visit:
        cast.unit(visit, cast.REPAIR).status = "off_duty"
    assert not stand()[cast.REPAIR].needs_a_look()


def test_units_stand_by_state_those_out_first(stand, number):
    assert [one.state for one in stand().values()] == ["dispatched", *["available"] * 4, "off_duty"]


def test_when_any_unit_was_last_heard_of(read, write):
    with read(now=cast.NOW) as visit:
        assert board.last_heard(visit, "9901") == cast.NOW - MINUTE
        assert board.last_heard(visit, cast.GRIDS[3, 0]) is None
    with write() as visit:
        for unit in visit.session.scalars(select(Unit)):
            unit.status = "offline"
    with read() as visit:
        assert board.last_heard(visit, "9901") is None


def test_a_stranger_sees_their_own_units_alone(stand):
    assert cast.FAR_SWEEPERS not in stand(scope=cast.BO)
    assert stand(scope=cast.NOBODY) == {}
    assert set(stand(prefix=cast.EAST_DISTRICT)) == {cast.FAR_SWEEPERS}
