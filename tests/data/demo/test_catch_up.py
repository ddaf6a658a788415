"""A demo city that stood still for days has had those days when it is started again."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import select

from data.cases.states import WITH_HANDLER, State, is_open
from data.demo.catch_up import fill_gap
from data.demo.traffic import Traffic
from data.models.case import Case, CaseEvent, Dispatch, StageClock
from data.models.change import Change
from data.models.together import Supervision
from data.models.unit import Unit
from data.units import status
from tests import cast

LATER = cast.NOW + timedelta(days=2, hours=3)


@pytest.fixture
def resumed(demo, change):
    """Return how many cases two days and three hours brought."""
    with change(LATER) as visit:
        return fill_gap(visit, np.random.default_rng(1))


def test_the_days_nobody_saw_have_their_cases(demo, resumed, look):
    with look(LATER) as visit:
        cases = list(visit.session.scalars(select(Case)))
    assert len(cases) == demo["cases"] + resumed
    missed = [case for case in cases if cast.NOW < case.received_at <= LATER]
    assert len(missed) == resumed
    assert 40 < resumed < 160
    assert len({case.case_no for case in cases}) == len(cases)
    for case in missed:
        assert case.is_open == is_open(State(case.state)) == (case.closed_at is None)
        assert case.closed_at is None or case.closed_at <= LATER


def test_what_had_been_left_open_is_closed_and_its_units_are_free(demo, resumed, look):
    with look(LATER) as visit:
        waiting = list(visit.session.scalars(select(Case).where(Case.is_open)))
        assert not [case.case_no for case in waiting if case.received_at <= cast.NOW]
        assert not list(visit.session.scalars(select(Dispatch).where(Dispatch.ended_at.is_(None))))
        for unit in visit.session.scalars(select(Unit)):
            on_shift = status.is_on_shift(unit, LATER, visit.zone)
            assert unit.status == (status.AVAILABLE if on_shift else status.OFF_DUTY)


def test_nothing_that_is_closed_is_watched_any_more(demo, resumed, look):
    with look(LATER) as visit:
        watched = visit.session.scalars(select(Supervision).where(Supervision.at <= cast.NOW)).all()
        assert len(watched) == demo["supervisions"]
        assert all(one.received_at <= one.reported_at <= one.lifted_at for one in watched)
        assert not visit.session.scalars(select(Case).where(Case.is_supervised, ~Case.is_open)).all()


def test_open_cases_wait_where_no_unit_was_sent(demo, resumed, look):
    with look(LATER) as visit:
        states = Counter(visit.session.scalars(select(Case.state).where(Case.is_open)))
    assert states
    assert not set(states) & {*WITH_HANDLER}


def test_open_cases_wait_with_the_clock_of_their_stage(demo, resumed, look):
    with look(LATER) as visit:
        waiting = list(visit.session.scalars(select(Case).where(Case.is_open)))
        running = list(visit.session.scalars(select(StageClock).where(StageClock.ended_at.is_(None))))
    assert {case.id: case.stage_due_at for case in waiting} == {clock.case_id: clock.due_at for clock in running}
    assert len(running) == len(waiting)


def test_what_was_closed_meanwhile_went_through_the_loop(demo, resumed, look):
    names = ("accepted_at", "dispatched_at", "signed_at", "handled_at", "verified_at", "followed_up_at",
             "evaluated_at", "closed_at")
    with look(LATER) as visit:
        closed = list(visit.session.scalars(select(Case).where(Case.closed_at > cast.NOW, Case.state == State.CLOSED)))
        ends = select(CaseEvent.case_id, CaseEvent.before).where(CaseEvent.verb == "close", CaseEvent.at > cast.NOW)
        last = dict(visit.session.execute(ends).all())
    assert closed
    for case in closed:
        moments = [getattr(case, name) for name in names]
        assert None not in moments
        assert moments == sorted(moments)
        assert case.grade in range(1, 6)
        assert last[case.id] == State.EVALUATED


def test_versions_count_the_events(demo, resumed, look):
    with look(LATER) as visit:
        events = Counter(visit.session.scalars(select(CaseEvent.case_id)))
        versions = {case.id: case.version for case in visit.session.scalars(select(Case))}
    assert versions == dict(events)


def test_screens_are_told_to_start_anew(demo, resumed, look):
    with look(LATER) as visit:
        assert [change.kind for change in visit.session.scalars(select(Change).order_by(Change.seq))] == ["map", "map"]


def test_a_short_pause_changes_nothing(demo, change):
    with change(cast.NOW + timedelta(minutes=20)) as visit:
        assert fill_gap(visit, np.random.default_rng(1)) == 0


def test_filling_twice_fills_once(demo, resumed, change):
    with change(LATER + timedelta(minutes=1)) as visit:
        newest = max(visit.session.scalars(select(Case.received_at)))
        if LATER - newest < timedelta(minutes=25):
            assert fill_gap(visit, np.random.default_rng(1)) == 0


def test_the_first_tick_after_a_pause_fills_it(demo, database, settings, look):
    traffic, rng = Traffic(), np.random.default_rng(1)
    assert traffic.tick(database, settings, LATER, rng)
    with look(LATER) as visit:
        first = len(list(visit.session.scalars(select(Case.id))))
    assert first > demo["cases"] + 40
    assert traffic.tick(database, settings, LATER + timedelta(seconds=1), rng)
    with look(LATER) as visit:
        assert len(list(visit.session.scalars(select(Case.id)))) <= first + 2
