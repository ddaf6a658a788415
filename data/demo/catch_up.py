"""What happened in the demo city while nobody ran it: the gap since its newest case is filled.

The weeks before the gap happen again in it, shifted by whole weeks, so that days keep their rhythm; what had
been left open is closed in its first hours.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import undefer

from data.areas.locate import GridIndex, build_index
from data.calendar import limits
from data.cases import clocks, intake, suspicions
from data.cases.states import WITH_HANDLER, State, Verb, is_open
from data.demo import names
from data.demo.verdicts import ASKED_CHANNELS
from data.models.case import Case, CaseEvent, StageClock
from data.models.together import Supervision
from data.models.unit import Unit
from data.storage import changes
from data.storage.bulk import insert_rows
from data.units import assignment, status
from data.visit import Visit

SHORTEST = timedelta(minutes=30)
"""Nothing is made up for less."""
LONGEST = timedelta(days=60)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
CLEARED_WITHIN = timedelta(hours=10)
WORK = timedelta(minutes=40)
BATCH = 2_000
USUAL_GRADE = 4
CREWS = (names.DESK,)
COURSE: tuple[tuple[Verb, State, str, tuple[str, ...]], ...] = (
    (Verb.ACCEPT, State.ACCEPTED, "accepted_at", names.ANSWERERS),
    (Verb.DISPATCH, State.DISPATCHED, "dispatched_at", names.SENDERS), (Verb.SIGN, State.SIGNED, "signed_at", CREWS),
    (Verb.START, State.IN_HANDLING, "", CREWS), (Verb.FINISH, State.HANDLED, "handled_at", CREWS),
    (Verb.VERIFY, State.FOLLOW_UP, "verified_at", names.CHECKERS),
    (Verb.CALL_BACK, State.TO_EVALUATE, "followed_up_at", names.CALLERS),
    (Verb.EVALUATE, State.EVALUATED, "evaluated_at", names.GRADERS),
    (Verb.CLOSE, State.CLOSED, "closed_at", names.CLOSERS),
)
"""Verb, state after it, the column that remembers when, and who does it."""
RESUME = (Verb.RESUME, State.ACCEPTED, "", names.SENDERS)
WAYS_ON = {after: COURSE[number:] for number, (_verb, after, _column, _seats) in enumerate(COURSE, start=1)} | {
    State.REPORTED: COURSE, State.RETURNED: COURSE[1:], State.REOPENED: COURSE[1:], State.TO_VERIFY: COURSE[5:],
    State.SUSPENDED: (RESUME, *COURSE[1:]),
}
"""State of an open case -> what is left of the loop."""


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
        .options(undefer(Case.reporter))
    ).all()
    for first in range(0, len(past), BATCH):
        _take_in(visit, past[first:first + BATCH], shift, index)
    _call_home(visit)
    changes.record(visit.session, [changes.Note(kind="map", key=visit.city.code, area_code=visit.city.code)], visit.now)
    return len(past)


def _shift(gap: timedelta, known: timedelta) -> timedelta:
    """Return by how much the past is shifted: whole weeks, or whole days where less than that is known."""
    weeks = WEEK * max(1, -(-gap // WEEK))
    return weeks if weeks <= known else DAY * max(1, -(-gap // DAY))


def _clear(visit: Visit, start: datetime, rng: np.random.Generator) -> None:
    """Bring what was open when the gap began to its end, each by a moment of its first hours that has passed by now."""
    events: list[dict[str, Any]] = []
    for case in visit.session.scalars(select(Case).where(Case.is_open).order_by(Case.id)).all():
        end = start + CLEARED_WITHIN * float(rng.random())
        if end <= visit.now:
            events += _finish(visit, case, start, end)
    visit.session.flush()
    if events:
        visit.session.execute(insert(CaseEvent), events)


def _finish(visit: Visit, case: Case, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Let a case go through what is left of the loop between two moments, and return the events."""
    left = WAYS_ON[State(case.state)]
    assignment.release(visit, case, outcome="case_closed")
    visit.session.execute(update(StageClock).where(StageClock.case_id == case.id, StageClock.ended_at.is_(None))
                          .values(ended_at=end).execution_options(synchronize_session=False))
    if case.is_supervised:
        _lift(visit, case, start, end)
    events: list[dict[str, Any]] = []
    for number, (verb, after, column, seats) in enumerate(left, start=1):
        at = start + (end - start) * (number / len(left))
        case.version += 1
        events.append({"case_id": case.id, "version": case.version, "verb": verb.value, "before": case.state, "at": at,
                       "after": after.value, "person": None, "by_name": seats[case.id % len(seats)], "note": "",
                       "details": {}})
        case.state = after.value
        if column:
            setattr(case, column, getattr(case, column) or at)
    case.is_open, case.paused_at, case.asked_due_at, case.stage_due_at = False, None, None, None
    case.first_response_at = case.first_response_at or case.accepted_at
    case.suspicions = suspicions.REOPENED if case.reopenings else 0
    said = True if case.channel in ASKED_CHANNELS else None
    case.contacted = case.solved = case.satisfied = said
    case.grade = case.grade or USUAL_GRADE
    return events


def _lift(visit: Visit, case: Case, start: datetime, end: datetime) -> None:
    """Let whoever had to answer have answered, and whoever watched the case have been content."""
    by = Supervision.department
    visit.session.execute(
        update(Supervision).where(Supervision.case_id == case.id, Supervision.lifted_at.is_(None)).values(
            received_at=func.coalesce(Supervision.received_at, start), reported_at=end, lifted_at=end,
            received_by=func.coalesce(Supervision.received_by, by), reported_by=by, lifted_by=Supervision.by_name)
        .execution_options(synchronize_session=False))
    case.is_supervised = False


def _take_in(visit: Visit, past: Sequence[Case], shift: timedelta, index: GridIndex) -> None:
    """Let these cases happen again, and note on each what its course brought."""
    outcome = intake.receive(visit, [_again(case, shift, visit.now) for case in past], index, live=False)
    numbers = {case_no: past[i] for i, case_no in outcome.stored}
    found = visit.session.execute(select(Case.id, Case.case_no).where(Case.case_no.in_(numbers))).all()
    rows, running = [], []
    for case_id, case_no in found:
        case = numbers[case_no]
        steps = _made(case, shift, visit.now)
        clock = _clock(visit, case_id, steps[-1] if steps else None, case.received_at + shift)
        running += [clock] if clock else []
        rows.append({"id": case_id, "stage_due_at": clock["due_at"] if clock else None, **_remembered(case, steps)})
    if rows:
        visit.session.execute(update(Case), rows)
    insert_rows(visit.session, StageClock, running)


def _remembered(case: Case, steps: Sequence[intake.Step]) -> dict[str, Any]:
    """Return the columns that the steps made so far have filled; what comes of later ones stays empty."""
    at = {step.verb: step.at for step in steps}
    is_called, is_graded, is_closed = (verb in at for verb in (Verb.CALL_BACK, Verb.EVALUATE, Verb.CLOSE))
    found: dict[str, Any] = {column: at.get(verb) for verb, _after, column, _seats in COURSE if column != "closed_at"}
    found |= {name: getattr(case, name) if is_called else None for name in ("contacted", "solved", "satisfied")}
    found |= {name: getattr(case, name) if is_closed else 0 for name in ("suspicions", "returns", "reworks",
                                                                        "reopenings", "extensions")}
    return found | {"grade": case.grade if is_graded else None}


def _clock(visit: Visit, case_id: int, last: intake.Step | None, received: datetime) -> dict[str, Any] | None:
    """Return the clock that runs on a case after its last step, None on one that has ended."""
    stage = clocks.STAGE_OF.get(last.after if last else State.REPORTED)
    if stage is None:
        return None
    limit = clocks.stage_limits(visit)[stage]
    begun = last.at if last else received
    due = clocks.due_after(begun, limits.read(limit), clocks.calendar_of(visit))
    return {"case_id": case_id, "stage": stage, "limit": limit, "begun_at": begun, "due_at": due, "ended_at": None,
            "paused_seconds": 0}


def _again(case: Case, shift: timedelta, now: datetime) -> intake.Report:
    """Return a past case as it happens again `shift` later, as far as it has got by now."""
    steps = _made(case, shift, now)
    state = steps[-1].after if steps else State.REPORTED
    received = case.received_at + shift
    return intake.Report(
        source=case.source, event_id=f"{case.event_id}+{shift.days}", occurred_at=received, category=case.class_code,
        text=case.text, address=case.address, lon=case.lon, lat=case.lat, area_code=case.area_code,
        channel=case.channel, priority=case.priority, due_at=None if case.due_at is None else case.due_at + shift,
        closed_at=None if is_open(state) else steps[-1].at, state=state, trail=steps, reporter=case.reporter,
    )


def _made(case: Case, shift: timedelta, now: datetime) -> tuple[intake.Step, ...]:
    """Return the steps a past case has made again by now; of one that is out just now those before: nobody was sent."""
    steps = [step for step in _steps(case, shift) if step.at <= now]
    while steps and steps[-1].after in WITH_HANDLER:
        steps.pop()
    return tuple(steps)


def _steps(case: Case, shift: timedelta) -> list[intake.Step]:
    """Return the case's course, shifted, without its detours; a step nobody remembers was made with the next one."""
    if case.state == State.DECLINED and case.closed_at is not None:
        return [intake.Step(Verb.DECLINE, State.DECLINED, case.closed_at + shift, names.ANSWERERS[0])]
    steps: list[intake.Step] = []
    following: datetime | None = None
    for verb, after, column, seats in reversed(COURSE):
        at = getattr(case, column) or following if column else following and following - min(WORK, _half(case))
        if at is not None:
            at = at if following is None else min(at, following)
            steps.append(intake.Step(verb, after, at + shift, seats[case.id % len(seats)]))
        following = at
    return steps[::-1]


def _half(case: Case) -> timedelta:
    """Return half of the time between signing for a case and having handled it."""
    if case.signed_at is None or case.handled_at is None:
        return timedelta()
    return max(timedelta(), (case.handled_at - case.signed_at) / 2)


def _call_home(visit: Visit) -> None:
    """Put every unit that is not out for a case at its base, on or off duty by its shift."""
    for unit in visit.session.scalars(select(Unit).where(Unit.status.not_in(sorted(status.ENGAGED)))):
        on_shift = status.is_on_shift(unit, visit.now, visit.zone)
        unit.status, unit.status_at = status.AVAILABLE if on_shift else status.OFF_DUTY, visit.now
        unit.lon, unit.lat, unit.position_at = unit.home_lon, unit.home_lat, visit.now
        unit.version += 1
    visit.session.flush()
