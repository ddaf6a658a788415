"""The demo city lives the whole loop: its past has gone through every step, and its desk takes cases on to the end."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from sqlalchemy import select

from data.calendar import limits
from data.cases import clocks, deadlines, reporters, suspicions, workflow
from data.cases.given import Given
from data.cases.states import ENDED, MOVES, WITH_HANDLER, State, Verb, is_open
from data.cases.voice import Voice
from data.demo import catalogue, desk, names, storing
from data.demo.verdicts import ASKED_CHANNELS
from data.models.case import Case, CaseClass, CaseEvent, Dispatch, StageClock
from data.models.report import Supporter
from data.scope import Scope
from data.visit import writing
from tests import cast

MOMENTS = ("received_at", "accepted_at", "dispatched_at", "signed_at", "handled_at", "verified_at", "followed_up_at",
           "evaluated_at", "closed_at")
RECENT = cast.NOW - timedelta(days=2)


@pytest.fixture
def told(look):
    """Return (cases by id, events by case, oldest first)."""
    with look(cast.NOW) as visit:
        cases = {case.id: case for case in visit.session.scalars(select(Case))}
        trails = {case_id: [] for case_id in cases}
        for event in visit.session.scalars(select(CaseEvent).order_by(CaseEvent.case_id, CaseEvent.version)):
            trails[event.case_id].append(event)
    return cases, trails


def is_full(case):
    return case.is_open or case.closed_at > RECENT


def test_a_case_waits_in_every_state(told):
    states = Counter(case.state for case in told[0].values() if case.is_open)
    assert set(states) == {state.value for state in State if is_open(state)}


def test_what_was_closed_went_through_every_stage_in_order(told):
    closed = [case for case in told[0].values() if case.state == State.CLOSED]
    assert closed
    for case in closed:
        moments = [getattr(case, name) for name in MOMENTS]
        assert None not in moments
        assert moments == sorted(moments)
        assert case.grade in range(1, 6)
        assert (case.stage_due_at, case.paused_at, case.asked_due_at) == (None, None, None)


def test_the_latest_trails_were_moved_as_the_workflow_allows_by_different_people(told):
    cases, trails = told
    hands = []
    for case_id, trail in trails.items():
        if not is_full(cases[case_id]):
            continue
        for before, event in pairwise(trail):
            step = MOVES[State(event.before), Verb(event.verb)]
            assert event.before == before.after
            assert event.after == (step.to or event.before)
            assert "note" not in step.needs or event.note
        if cases[case_id].state == State.CLOSED:
            handled = {event.by_name for event in trail if event.verb in ("sign", "start", "finish")}
            assert not handled & {event.by_name for event in trail if event.verb in ("verify", "rework", "call_back")}
            hands.append(len({event.by_name for event in trail}))
    assert min(hands) >= 5


def test_old_cases_keep_how_they_began_and_ended(told):
    cases, trails = told
    old = [trail for case_id, trail in trails.items()
           if cases[case_id].closed_at and cases[case_id].closed_at < cast.NOW - timedelta(days=3, hours=1)]
    assert old
    assert all([event.verb for event in trail] in (["report", "close"], ["report", "decline"]) for trail in old)


def test_a_deadline_is_what_the_class_s_limit_gives_on_the_city_s_calendar(told, look):
    with look(cast.NOW) as visit:
        calendar = clocks.calendar_of(visit)
        texts = {one.code: one.limit for one in visit.session.scalars(select(CaseClass)) if one.limit}
        assert not [one.code for one in visit.session.scalars(select(CaseClass)) if one.limit_hours is not None]
    usual = [case for case in told[0].values() if not (case.extensions or case.reopenings or case.paused_at)]
    exact = 0
    for case in usual:
        start = case.accepted_at or case.received_at
        exact += case.due_at == deadlines.due_at(start, limits.read(texts[case.class_code]), calendar)
    assert exact >= len(usual) - 3  # one that stood still for a while is due later
    assert {limit[-2:] for limit in texts.values()} == {"UH", "WH", "WD", "UD"}


def test_open_cases_have_the_clock_of_their_stage(told, look):
    with look(cast.NOW) as visit:
        running = {}
        for clock in visit.session.scalars(select(StageClock).where(StageClock.ended_at.is_(None))):
            assert clock.case_id not in running
            running[clock.case_id] = clock
    for case in told[0].values():
        stage = clocks.STAGE_OF.get(State(case.state))
        assert (case.id in running) == (stage is not None)
        if stage:
            assert (running[case.id].stage, running[case.id].due_at) == (stage, case.stage_due_at)
            assert stage != "handle" or case.stage_due_at == case.due_at


def test_stages_follow_each_other_without_a_gap_but_for_a_pause(told, look):
    with look(cast.NOW) as visit:
        rows = visit.session.scalars(select(StageClock).order_by(StageClock.case_id, StageClock.id)).all()
    for one, other in pairwise(rows):
        if one.case_id == other.case_id and one.stage != "dispatch":
            assert one.ended_at == other.begun_at
            assert one.stage != other.stage
    assert {row.case_id for row in rows} == {case.id for case in told[0].values() if is_full_or_declined(case)}


def is_full_or_declined(case):
    return case.is_open or case.closed_at > cast.NOW - timedelta(days=3)


def test_reporters_are_asked_where_there_is_one(told):
    closed = [case for case in told[0].values() if case.state == State.CLOSED]
    for case in closed:
        asked = case.channel in ASKED_CHANNELS
        assert (case.contacted is not None) == asked
        assert asked or (case.solved, case.satisfied) == (None, None)
        assert case.contacted or case.solved is None
    reached = [case for case in closed if case.contacted]
    assert len(reached) / sum(case.contacted is not None for case in closed) > 0.85
    assert 0.8 < sum(case.solved for case in reached) / len(reached) <= 1.0
    assert 0.7 < sum(bool(case.satisfied) for case in reached) / len(reached) <= 1.0


def test_reporters_are_invented_and_their_numbers_nobody_s(demo, look):
    with look(cast.NOW) as visit:
        rows = visit.session.execute(select(Case.channel, Case.reporter)).all()
        supporters = visit.session.scalars(select(Supporter.reporter)).all()
    for channel, reporter in rows:
        assert (reporter is not None) == (channel in ASKED_CHANNELS)
    people = [reporter for _, reporter in rows if reporter] + list(supporters)
    assert all(person["phone"].startswith("1900000") and len(person["phone"]) == 11 for person in people)
    assert len({person["name"] for person in people}) > 20


def test_supporters_stand_beside_what_they_support(told, look):
    with look(cast.NOW) as visit:
        counted = Counter(visit.session.scalars(select(Supporter.case_id)))
        for one in visit.session.scalars(select(Supporter)):
            assert told[0][one.case_id].received_at <= one.at <= (told[0][one.case_id].closed_at or cast.NOW)
    assert counted
    assert counted == Counter({case.id: case.supporters for case in told[0].values() if case.supporters})


def test_whoever_supported_what_was_called_back_was_answered(look):
    with look(cast.NOW) as visit:
        found = select(Case).where(Case.supporters > 0, Case.followed_up_at.is_not(None))
        called = visit.session.scalars(found).all()
        assert called
        for case in called:
            answered = [one.answered_at for one in reporters.reporters_of(visit, case) if one.supporter is not None]
            assert answered == [case.followed_up_at] * case.supporters


def test_the_desk_tells_supporters_what_came_of_it(handled, change):
    check, call, *_ = (act for _states, _mean, act in desk.AFTER_HANDLING)
    with change(cast.NOW) as visit:
        case = workflow.find(visit, handled)
        before = case.supporters
        voice = Voice(report_id="s-1", channel="hotline", reporter={"name": "王一"})
        workflow.move(visit, handled, Verb.SUPPORT, version=case.version, given=Given(note="我也是", voice=voice))
    work(change, handled, check)
    work(change, handled, call)
    with change(cast.NOW + timedelta(minutes=3)) as visit:
        told = reporters.reporters_of(visit, workflow.find(visit, handled))
    assert len(told) == before + 2
    assert all(one.answered_at for one in told)


def test_a_few_went_back_a_few_were_opened_again_and_a_few_closings_are_not_believed(told):
    cases = told[0].values()
    for name in ("returns", "reworks", "reopenings"):
        assert 0 < sum(getattr(case, name) > 0 for case in cases) < len(cases) * 0.2
    doubted = [case for case in cases if case.suspicions]
    assert 0 < len(doubted) < len(cases) * 0.1
    assert all(case.state == State.CLOSED for case in doubted)
    for case in cases:
        if case.state == State.CLOSED:
            soon = case.closed_at - case.received_at < suspicions.TOO_SOON
            assert bool(case.suspicions & suspicions.WITHIN_MINUTES) == soon
            assert bool(case.suspicions & suspicions.REOPENED) == bool(case.reopenings)


def test_who_asks_for_time_holds_the_case_and_asks_for_a_later_deadline(told):
    asking = [case for case in told[0].values() if case.asked_due_at]
    assert asking
    assert all(case.state in WITH_HANDLER and case.asked_due_at > case.due_at for case in asking)


def test_handled_in_time_is_the_rule_and_closed_in_time_a_bit_rarer(told):
    closed = [case for case in told[0].values() if case.state == State.CLOSED]
    handled = sum(case.handled_at <= case.due_at for case in closed) / len(closed)
    in_time = sum(case.closed_at <= case.due_at for case in closed) / len(closed)
    assert 0.8 < in_time <= handled < 1.0


@pytest.mark.parametrize("moments", [[], [0], [1_767_225_599_999_999, 1_775_000_000_000_001, 2**62]])
def test_moments_are_written_as_the_column_writes_them(moments):
    texts = storing.moments_stored(np.array(moments, dtype=np.int64), 2**62 - 1)
    for at, text in zip(moments, texts, strict=True):
        if at == 2**62:
            assert text is None
        else:
            written = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).isoformat(" ", "microseconds")
            assert text == written[:26]


def finish_somehow(visit, case_no):
    """Let the demo's people handle a case that nobody was sent to yet."""
    case = workflow.find(visit, case_no)
    workflow.move(visit, case_no, Verb.DISPATCH, version=case.version, given=Given(department=case.department))
    for verb in (Verb.START, Verb.FINISH):
        workflow.move(visit, case_no, verb, version=workflow.find(visit, case_no).version)


class Always:
    """A stand-in for chance that always says the same."""

    def __init__(self, says=0.5):
        self.says = says

    def random(self):
        return self.says

    def integers(self, high):
        return 0


@pytest.fixture
def handled(change):
    """Return the number of a case that was just handled, so that the desk must not leave it to people."""
    with change(cast.NOW) as visit:
        waiting = select(Case).where(Case.state == State.ACCEPTED, Case.priority > 2,
                                     Case.id % desk.LEFT_TO_PEOPLE != 0, Case.channel == "hotline")
        case = visit.session.scalars(waiting.order_by(Case.id)).first()
        finish_somehow(visit, case.case_no)
        return case.case_no


def work(change, case_no, act, *, says=0.5):
    with change(cast.NOW + timedelta(minutes=1)) as visit:
        case = workflow.find(visit, case_no)
        seen = next(one for one in desk._waiting(visit) if one.case_no == case_no)
        act(visit, seen, Always(says))
        visit.session.refresh(case)
        return State(case.state)


def test_the_desk_takes_a_handled_case_to_its_end_by_one_seat_after_the_other(handled, change, look):
    states = [work(change, handled, act) for _states, _mean, act in desk.AFTER_HANDLING]
    assert states == [State.FOLLOW_UP, State.TO_EVALUATE, State.EVALUATED, State.CLOSED]
    with look(cast.NOW + timedelta(minutes=2)) as visit:
        case = workflow.find(visit, handled)
        by = {event.verb: event.by_name for event in visit.session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == case.id))}
    assert (case.contacted, case.solved, case.satisfied) == (True, True, True)
    assert by["verify"] in names.CHECKERS
    assert by["call_back"] in names.CALLERS
    assert by["evaluate"] in names.GRADERS
    assert len({by[verb] for verb in ("finish", "verify", "call_back", "evaluate")}) == 4


def test_the_desk_leaves_what_cannot_be_closed_yet_to_people(handled, change):
    """Or it would try the same case with every beat of the city's heart, and be refused each time."""
    for _states, _mean, act in desk.AFTER_HANDLING[:3]:
        work(change, handled, act)
    with change(cast.NOW + timedelta(minutes=1)) as visit:
        case = workflow.find(visit, handled)
        workflow.move(visit, handled, Verb.SUPERVISE, version=case.version, note="请说明")
        assert handled not in {one.case_no for one in desk._waiting(visit)}
        case = workflow.find(visit, handled)
        workflow.move(visit, handled, Verb.LIFT_SUPERVISION, version=case.version)
        assert handled in {one.case_no for one in desk._waiting(visit)}


def test_what_was_not_done_goes_back_and_who_is_not_satisfied_opens_the_case_again(handled, change):
    check, call, *_ = (act for _states, _mean, act in desk.AFTER_HANDLING)
    assert work(change, handled, check, says=0.01) == State.RETURNED
    with change(cast.NOW + timedelta(minutes=2)) as visit:
        finish_somehow(visit, handled)
    assert work(change, handled, check) == State.FOLLOW_UP
    assert work(change, handled, call, says=0.01) == State.REOPENED


def test_a_department_s_clerk_signs_begins_and_finishes_what_it_was_handed(change, look):
    with change(cast.NOW) as visit:
        waiting = select(Case).where(Case.state == State.ACCEPTED, Case.id % desk.LEFT_TO_PEOPLE != 0)
        case = visit.session.scalars(waiting.order_by(Case.id)).first()
        workflow.move(visit, case.case_no, Verb.DISPATCH, version=case.version, given=Given(department="works"))
        case_id = case.id
    states = []
    for minute in range(1, 4):
        with change(cast.NOW + timedelta(minutes=minute)) as visit:
            states.append(desk._clerk(visit, "works", case_id, Always()).state)
    assert states == [State.SIGNED, State.IN_HANDLING, State.HANDLED]
    with look(cast.NOW + timedelta(minutes=5)) as visit:
        by = visit.session.scalars(select(CaseEvent.by_name).where(CaseEvent.case_id == case_id,
                                                                   CaseEvent.verb == "finish")).one()
        assert by.startswith(catalogue.read_catalogue().departments["works"][0])
        assert not visit.session.scalars(select(Dispatch).where(Dispatch.case_id == case_id)).all()


def test_most_of_the_loop_s_work_gets_done_when_nobody_helps(demo, database, settings, look, monkeypatch):
    monkeypatch.setattr(desk, "LEFT_TO_PEOPLE", 10**9)
    done, rng = Counter(), np.random.default_rng(5)
    for minute in range(120):
        with writing(database, Scope.of_job(names.DESK), settings,
                            now=cast.NOW + timedelta(minutes=minute)) as visit:
            desk.work_desk(visit, 60.0, rng, pace=10.0)
    end = cast.NOW + timedelta(hours=2)
    with look(end) as visit:
        done.update(visit.session.scalars(select(CaseEvent.verb).where(CaseEvent.at >= cast.NOW)))
        ended = visit.session.scalars(select(Case).where(Case.closed_at >= cast.NOW)).all()
    assert {"accept", "dispatch", "sign", "start", "finish", "verify", "call_back", "evaluate", "close"} <= set(done)
    assert all(case.state in ENDED for case in ended)
