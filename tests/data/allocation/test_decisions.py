"""What had been proposed for a case by a moment, what had been decided of it by whom, and whom nobody was sent to."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from data.allocation import accepting, counting, keeping, listing, of_case
from data.cases import workflow
from data.models.allocation import AllocationDecision
from data.past import looking
from tests import cast
from tests.data.allocation.test_accepting import MINUTE, plan, propose

__all__ = ["plan"]
SECOND = timedelta(seconds=1)


@pytest.fixture
def decided(write, plan) -> str:
    """Return a case whose pick could not be accepted after five minutes and was accepted after ten."""
    with write(scope=cast.ALICE, now=cast.NOW + 5 * MINUTE) as visit:
        accepting.refuse(visit, plan[0], plan[1], "unit_engaged")
    with write(scope=cast.ALICE, now=cast.NOW + 10 * MINUTE) as visit:
        accepting.accept(visit, plan[0], plan[1])
    return plan[1]


def then(read, case_no, minutes, scope=cast.ALICE):
    with read(scope=scope, now=cast.NOW + minutes * MINUTE) as visit:
        return of_case.proposed_for(visit, workflow.find(visit, case_no))


def test_each_decision_stands_as_it_was_known_then_also_one_that_was_written_over(decided, read):
    stood = [then(read, decided, minutes).decided for minutes in (1, 6, 11)]
    assert [(one.state, one.code, one.unit) for one in stood] == [
        ("proposed", "", None), ("refused", "unit_engaged", None), ("accepted", "", cast.SWEEPERS)]
    assert [(one.at, one.by_name) for one in stood[1:]] == [
        (cast.NOW + 5 * MINUTE, "Alice"), (cast.NOW + 10 * MINUTE, "Alice")]


def test_before_the_plan_nothing_had_been_proposed_and_a_newer_one_takes_its_place(plan, read, write):
    assert then(read, plan[1], -1) is None
    with write(scope=cast.ALICE, now=cast.NOW + 20 * MINUTE) as visit:
        propose(visit)
    assert [then(read, plan[1], minutes).made_at for minutes in (19, 21)] == [cast.NOW, cast.NOW + 20 * MINUTE]


def test_a_decision_of_before_they_were_written_down_is_known_once_it_was_made_and_before_it_is_not(
        decided, read, write):
    with write() as visit:
        visit.session.execute(delete(AllocationDecision))
    assert [then(read, decided, minutes).decided for minutes in (1, 6)] == [None, None]
    last = then(read, decided, 11).decided
    assert (last.state, last.unit, last.by_name) == ("accepted", cast.SWEEPERS, "")


def test_of_a_plan_for_more_than_they_see_nobody_reads_who_made_it_nor_anything_of_another_district_s_case(plan, read):
    found = then(read, plan[1], 1, scope=cast.BO)
    assert (found.by_name, found.pick.unit_id) == ("", cast.SWEEPERS)
    with read(scope=cast.ALICE, now=cast.NOW + MINUTE) as visit:
        eastern = workflow.find(visit, plan[2])
    with read(scope=cast.BO, now=cast.NOW + MINUTE) as visit:
        assert of_case.proposed_for(visit, eastern) is None


def test_who_looks_back_at_a_case_sees_the_units_that_were_proposed_for_it(decided, read):
    with (read(scope=cast.ALICE, now=cast.NOW + 60 * MINUTE) as visit,
          looking.case_at(visit, cast.NOW + MINUTE, workflow.find(visit, decided)) as then):
        found = of_case.proposed_for(then, workflow.find(then, decided))
    assert (found.decided.state, found.pick.unit_id) == ("proposed", cast.SWEEPERS)
    assert found.units[cast.SWEEPERS].name


@pytest.fixture
def unmet(write) -> str:
    """Return a case that nobody could be sent to: the only engine is out."""
    with write(scope=cast.ALICE) as visit:
        first = cast.open_case(visit, "first", (0.5, 0.5), category="0201")
        workflow.move(visit, first, "dispatch", version=1, units=(cast.ENGINE,))
        number = cast.open_case(visit, "second", (0.6, 0.6), category="0201")
        propose(visit)
    return number


def test_a_case_that_nobody_could_be_sent_to_says_why_from_then_on(unmet, read):
    assert then(read, unmet, -1) is None
    found = then(read, unmet, 1)
    assert (found.pick, found.decided, found.shortfall.reason) == (None, None, "engaged")


def test_tallies_and_shortfalls_are_those_of_the_moment(decided, unmet, read):
    def counted(at, scope=cast.ALICE):
        with read(scope=scope, now=at) as visit:
            tally = listing.tally(visit, "9901", cast.NOW - MINUTE)
            missed = counting.shortfalls_by(visit, "9901", cast.NOW - MINUTE)
            return tally.plans, tally.accepted, sum(one.cases for one in missed)

    assert counted(cast.NOW - SECOND) == (0, 0, 0)
    assert counted(cast.NOW + 5 * MINUTE) == (2, 0, 2)
    assert counted(cast.NOW + 11 * MINUTE) == (2, 1, 2)
    assert counted(cast.NOW + 11 * MINUTE, scope=cast.NOBODY) == (0, 0, 0)


def test_the_plan_itself_shows_the_last_decision(decided, plan, read):
    with read(scope=cast.ALICE, now=cast.NOW + 11 * MINUTE) as visit:
        assert keeping.pick_of(visit, keeping.find(visit, plan[0]), decided).state == "accepted"
