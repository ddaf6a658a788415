"""Accepting a plan: each pick is a dispatch of its own, with what came between said; a change has its price."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.allocation import accepting, counting, keeping, scoring
from data.allocation.gathering import gather
from data.allocation.making import make
from data.cases import workflow
from data.errors import Conflict, IllegalMove, NotAllowed, NotFound
from data.models.case import Case
from data.units import assignment, rest
from tests import cast

MINUTE = timedelta(minutes=1)


def propose(visit, area="9901"):
    problem = gather(visit, area)
    return keeping.keep(visit, problem, make(problem, plan_id=keeping.new_id(visit), made_at=visit.now))


@pytest.fixture
def plan(write):
    """Return (plan id, garbage in the west, garbage in the east, a fire) with a unit proposed for each."""
    with write(scope=cast.ALICE) as visit:
        numbers = [cast.open_case(visit, "w", (0.5, 0.5)), cast.open_case(visit, "e", (3.5, 2.5)),
                   cast.open_case(visit, "f", (2.5, 2.5), category="0201")]
        return propose(visit).id, *numbers


def test_it_is_kept_as_it_was_made(read, plan):
    with read(scope=cast.ALICE) as visit:
        opened = keeping.open_plan(visit, keeping.find(visit, plan[0]))
        assert {pick.case_no: pick.unit_id for pick in opened.picks} == {
            plan[1]: cast.SWEEPERS, plan[2]: cast.FAR_SWEEPERS, plan[3]: cast.ENGINE}
        assert opened.picks[0].case_no == plan[3], "the most urgent first"
        assert all(pick.body["reasons"] for pick in opened.picks)
        assert keeping.latest(visit, "9901").id == plan[0]
        assert keeping.latest(visit, cast.WEST_DISTRICT) is None
        assert [opened.gone(pick) for pick in opened.picks] == ["", "", ""]


def test_what_is_accepted_is_sent_by_the_one_door(write, plan):
    with write(scope=cast.ALICE) as visit:
        pick = accepting.accept(visit, plan[0], plan[1])
        case = workflow.find(visit, plan[1])
        assert (case.state, case.version) == ("dispatched", 2)
        (sent,) = assignment.open_dispatches(visit, case)
        assert (pick.state, pick.sent_unit, pick.dispatch_id) == ("accepted", cast.SWEEPERS, sent.id)
        assert pick.promised_min == pick.minutes
        with pytest.raises(Conflict, match="pick_accepted"):
            accepting.accept(visit, plan[0], plan[1])


def test_a_case_that_somebody_changed_is_not_sent_to(write, plan):
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, plan[1], "accept", version=1)
        with pytest.raises(Conflict, match="case_changed"):
            accepting.accept(visit, plan[0], plan[1])
        assert keeping.open_plan(visit, keeping.find(visit, plan[0])).gone(
            keeping.pick_of(visit, keeping.find(visit, plan[0]), plan[1])) == "case"


def test_a_unit_that_was_taken_meanwhile_is_said_and_nothing_is_done(write, plan):
    with write(scope=cast.ALICE) as visit:
        other = cast.open_case(visit, "other", (0.2, 0.2))
        workflow.move(visit, other, "dispatch", version=1, units=(cast.SWEEPERS,))
        with pytest.raises(Conflict, match="unit_engaged"):
            accepting.accept(visit, plan[0], plan[1])
        accepting.refuse(visit, plan[0], plan[1], "unit_engaged")
        row = keeping.pick_of(visit, keeping.find(visit, plan[0]), plan[1])
        assert (row.state, row.code) == ("refused", "unit_engaged")
        assert workflow.find(visit, plan[1]).state == "reported"


def test_a_unit_that_can_no_longer_go_is_refused_with_what_stops_it(write, plan):
    with write(scope=cast.ALICE) as visit:
        cast.unit(visit, cast.SWEEPERS).rests_until = visit.now + MINUTE
        visit.session.flush()
        with pytest.raises(Conflict) as caught:
            accepting.accept(visit, plan[0], plan[1])
    assert (caught.value.code, caught.value.values["hurdle"]) == ("unit_unfit", "resting")


def test_another_unit_is_sent_where_one_was_changed_and_promises_its_own_minutes(write, plan):
    with write(scope=cast.ALICE) as visit:
        pick = accepting.accept(visit, plan[0], plan[1], cast.FAR_SWEEPERS)
        assert (pick.unit_id, pick.sent_unit) == (cast.SWEEPERS, cast.FAR_SWEEPERS)
        assert pick.promised_min > pick.minutes
        with pytest.raises(Conflict, match="unit_unfit"):
            accepting.accept(visit, plan[0], plan[3], cast.OFFICER)
        with pytest.raises(NotFound, match="unit_not_found"):
            accepting.accept(visit, plan[0], plan[3], "nobody")


def test_an_old_plan_is_refused(write, plan):
    with write(scope=cast.ALICE, now=cast.NOW + keeping.HOLDS + MINUTE) as visit:
        with pytest.raises(Conflict, match="plan_too_old"):
            accepting.accept(visit, plan[0], plan[1])
        with pytest.raises(Conflict, match="plan_too_old"):
            accepting.price_of(visit, plan[0], plan[1], cast.FAR_SWEEPERS)


def test_strangers_find_no_plan_and_who_may_not_send_sends_nobody(write, plan):
    with write(scope=cast.CHEN) as visit, pytest.raises(NotFound, match="plan_not_found"):
        accepting.accept(visit, plan[0], plan[1])
    looks = replace(cast.ALICE, may=cast.BO.may)
    with write(scope=looks) as visit, pytest.raises(NotAllowed):
        accepting.accept(visit, plan[0], plan[1])
    with write(scope=cast.ALICE) as visit, pytest.raises(NotFound, match="pick_not_found"):
        accepting.accept(visit, plan[0], "no such case")


def test_a_change_has_its_price_before_anything_is_done(read, plan):
    with read(scope=cast.ALICE) as visit:
        change = accepting.price_of(visit, plan[0], plan[1], cast.FAR_SWEEPERS)
        assert change.other.price > 0
        assert (change.other.displaces, change.other.instead) == (plan[2], cast.SWEEPERS)
        assert change.reasons
        with pytest.raises(Conflict, match="unit_unfit"):
            accepting.price_of(visit, plan[0], plan[1], cast.ENGINE)


def test_the_next_plan_leaves_alone_what_is_under_way(write, plan):
    with write(scope=cast.ALICE) as visit:
        accepting.accept(visit, plan[0], plan[1])
        again = keeping.open_plan(visit, propose(visit))
        assert {pick.case_no: pick.unit_id for pick in again.picks} == {
            plan[2]: cast.FAR_SWEEPERS, plan[3]: cast.ENGINE}
        assert again.plan.id != plan[0]


def test_shortfalls_are_counted_by_area_and_hour_each_case_once(write, read):
    with write(scope=cast.ALICE) as visit:
        cast.open_case(visit, "r", (1.5, 1.5), category="0102")
        cast.open_case(visit, "s", (3.5, 3.5), category="0102")
        propose(visit)
        propose(visit)
    with write(scope=cast.ALICE, now=cast.NOW + 60 * MINUTE) as visit:
        propose(visit)
    with read(scope=cast.ALICE, now=cast.NOW + 90 * MINUTE) as visit:
        found = counting.shortfalls_by(visit, "9901", cast.NOW - 60 * MINUTE)
        assert [(one.area, one.hour, one.reason, one.cases) for one in found] == [
            (area, hour, "position_stale", 1) for hour in (cast.NOW, cast.NOW + 60 * MINUTE)
            for area in (cast.WEST_DISTRICT, cast.EAST_DISTRICT)]
        assert len(counting.shortfalls_by(visit, "9901", cast.NOW + 60 * MINUTE)) == 2
        assert counting.shortfalls_by(visit, cast.grid_code(0, 0), cast.NOW) == []


def test_promises_are_held_against_what_came_of_them(write, plan):
    with write(scope=cast.ALICE) as visit:
        assert scoring.score(visit).unknown[0] == "nothing_arrived"
        promised = accepting.accept(visit, plan[0], plan[1]).promised_min
        accepting.accept(visit, plan[0], plan[2])
    with write(now=cast.NOW + 30 * MINUTE) as visit:
        case = workflow.find(visit, plan[1])
        assignment.report_arrival(visit, assignment.open_dispatches(visit, case)[0])
        outcome = scoring.score(visit)
    assert (outcome.rows, outcome.score["arrived"], outcome.score["kept"]) == (2, 1.0, 0.0)
    assert outcome.score["bias_min"] == pytest.approx(30 - promised)
    assert outcome.unknown == ("demo_pace",)


def test_long_work_is_followed_by_rest_and_a_pause_lets_it_begin_anew(write):
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit)
        case = workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
    later = cast.NOW + rest.LONG_WORK
    with write(scope=cast.ALICE, now=later) as visit:
        workflow.move(visit, number, "recall", version=case.version)
        unit = cast.unit(visit, cast.SWEEPERS)
        assert unit.rests_until == later + rest.REST
        unit.worked_min = 170.0
        assert rest.worked_when_sent(unit, later + MINUTE) == 170.0
        assert rest.worked_when_sent(unit, later + rest.REST) == 0.0


def test_an_ended_case_cannot_be_sent_to(write, plan):
    with write(scope=cast.ALICE) as visit:
        case = visit.session.get_one(Case, workflow.find(visit, plan[1]).id)
        case.state = "suspended"
        visit.session.flush()
        with pytest.raises(IllegalMove):
            accepting.accept(visit, plan[0], plan[1])
