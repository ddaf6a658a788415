"""What happened in the demo city while nobody ran it: the gap since its newest case is filled.

The weeks before the gap happen again in it, shifted by whole weeks, so that days keep their rhythm; what had
been left open is closed in its first hours.
"""

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import func, insert, select

from data.areas.locate import build_index
from data.cases import intake
from data.cases.states import State, Verb, is_open
from data.demo import names
from data.models.case import Case, CaseEvent
from data.models.unit import Unit
from data.storage import changes
from data.units import assignment, status
from data.visit import Visit

SHORTEST = timedelta(minutes=30)
"""Nothing is made up for less."""
LONGEST = timedelta(days=60)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
CLEARED_WITHIN = timedelta(hours=10)
WORK, DRIVE = timedelta(minutes=40), timedelta(minutes=12)
BATCH = 2_000


def fill_gap(visit: Visit, rng: np.random.Generator) -> int:
    """Let the time between the newest case and now have happened; return how many cases it brought.

    The caller's visit commits; screens are told to start anew.
    """
    oldest, newest = visit.session.execute(select(func.min(Case.received_at), func.max(Case.received_at))).one()
    if newest is None or visit.now - newest < SHORTEST:
        return 0
    start = max(newest, visit.now - LONGEST)
    _clear(visit, start, rng)
    index = build_index(visit.session, visit.city.leaf_level())
    shift = _shift(visit.now - start, start - oldest)
    past = visit.session.scalars(
        select(Case).where(Case.received_at > start - shift, Case.received_at <= visit.now - shift).order_by(Case.id)
    ).all()
    reports = [_again(case, shift, visit.now) for case in past]
    for first in range(0, len(reports), BATCH):
        intake.receive(visit, reports[first:first + BATCH], index, live=False)
    _call_home(visit)
    changes.record(visit.session, [changes.Note(kind="map", key=visit.city.code, area_code=visit.city.code)], visit.now)
    return len(reports)


def _shift(gap: timedelta, known: timedelta) -> timedelta:
    """Return by how much the past is shifted: whole weeks, or whole days where less than that is known."""
    weeks = WEEK * max(1, -(-gap // WEEK))
    return weeks if weeks <= known else DAY * max(1, -(-gap // DAY))


def _clear(visit: Visit, start: datetime, rng: np.random.Generator) -> None:
    """Close what was open when the gap began, each at a moment of its first hours that has passed by now."""
    for case in visit.session.scalars(select(Case).where(Case.is_open).order_by(Case.id)).all():
        at = start + CLEARED_WITHIN * float(rng.random())
        if at > visit.now:
            continue
        before, case.state, case.is_open = case.state, State.CLOSED.value, False
        case.version += 1
        case.first_response_at = case.first_response_at or at
        case.handled_at, case.closed_at = case.handled_at or at, at
        assignment.release(visit, case, outcome="case_closed")
        visit.session.flush()
        visit.session.execute(insert(CaseEvent), [{
            "case_id": case.id, "version": case.version, "verb": Verb.CLOSE.value, "before": before,
            "after": case.state, "at": at, "person": None, "by_name": names.CHECKERS[0], "note": "", "details": {},
        }])


def _again(case: Case, shift: timedelta, now: datetime) -> intake.Report:
    """Return a past case as it happens again `shift` later, as far as it has got by now."""
    steps = tuple(step for step in _steps(case, shift) if step.at <= now)
    while steps and steps[-1].after in (State.DISPATCHED, State.IN_HANDLING):
        steps = steps[:-1]  # nobody was really sent
    state = steps[-1].after if steps else State.REPORTED
    received = case.received_at + shift
    return intake.Report(
        source=case.source, event_id=f"{case.event_id}+{shift.days}", occurred_at=received, category=case.class_code,
        text=case.text, address=case.address, lon=case.lon, lat=case.lat, area_code=case.area_code,
        channel=case.channel, priority=case.priority, due_at=None if case.due_at is None else case.due_at + shift,
        closed_at=None if is_open(state) else steps[-1].at, state=state, trail=steps,
    )


def _steps(case: Case, shift: timedelta) -> list[intake.Step]:
    """Return the case's course, shifted; visits whose course nobody kept are put where they must have been."""
    if case.state == State.DECLINED and case.closed_at is not None:
        return [intake.Step(Verb.DECLINE, State.DECLINED, case.closed_at + shift, names.ANSWERERS[0])]
    steps = []
    if case.first_response_at is not None:
        steps.append(intake.Step(Verb.ACCEPT, State.ACCEPTED, case.first_response_at + shift, names.ANSWERERS[0]))
    if case.handled_at is not None and case.closed_at is not None and case.first_response_at is not None:
        span = (case.handled_at - case.first_response_at) / 3
        begun = case.handled_at - min(WORK, span)
        sent = begun - min(DRIVE, span)
        steps += [intake.Step(Verb.DISPATCH, State.DISPATCHED, sent + shift, names.SENDERS[0]),
                  intake.Step(Verb.START, State.IN_HANDLING, begun + shift, names.DESK),
                  intake.Step(Verb.FINISH, State.HANDLED, case.handled_at + shift, names.DESK),
                  intake.Step(Verb.CLOSE, State.CLOSED, case.closed_at + shift, names.CHECKERS[0])]
    return steps


def _call_home(visit: Visit) -> None:
    """Put every unit that is not out for a case at its base, on or off duty by its shift."""
    for unit in visit.session.scalars(select(Unit).where(Unit.status.not_in(sorted(status.ENGAGED)))):
        on_shift = status.is_on_shift(unit, visit.now, visit.zone)
        unit.status = status.AVAILABLE if on_shift else status.OFF_DUTY
        unit.lon, unit.lat, unit.position_at = unit.home_lon, unit.home_lat, visit.now
        unit.version += 1
    visit.session.flush()
