"""One clock per stage: how long a case may wait to be registered, sent, signed for, handled, verified, answered.

The clock of handling is the case's deadline. It begins when the case is registered and stands still while
the case is suspended or waits for somebody to decide about more time.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from data.archive import reading
from data.calendar import limits
from data.calendar.limits import Limit
from data.calendar.working_time import Calendar
from data.cases import deadlines
from data.cases.effect import Step
from data.cases.states import ENDED, State, Verb
from data.models.case import Case, CaseClass, StageClock
from data.profiles import store
from data.visit import Visit

STAGE_OF = {
    State.REPORTED: "register", State.ACCEPTED: "dispatch", State.RETURNED: "dispatch", State.REOPENED: "dispatch",
    State.DISPATCHED: "sign", State.SIGNED: "handle", State.IN_HANDLING: "handle", State.HANDLED: "verify",
    State.TO_VERIFY: "verify", State.FOLLOW_UP: "follow_up", State.TO_EVALUATE: "evaluate", State.EVALUATED: "close",
}
"""State -> the stage whose clock runs; none runs in a suspended or ended case."""
STAGES = tuple(dict.fromkeys(STAGE_OF.values()))

DEFAULT_LIMITS = {"register": "2UH", "dispatch": "2UH", "sign": "1UH", "verify": "24UH", "follow_up": "2WD",
                  "evaluate": "2WD", "close": "1WD"}
"""Where a city has no profile of kind "stages". Handling has the limit of the case's class.

Verifying within 24 hours and checking tasks of hours are what municipal systems in use are set to; the
others are ours.
"""
CALENDARS_OF_CHINA = frozenset({"Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "PRC"})


def calendar_of(visit: Visit) -> Calendar:
    """Return the city's working calendar."""
    return calendar_in(visit.zone)


@lru_cache(maxsize=16)
def calendar_in(zone: ZoneInfo) -> Calendar:
    """Return the working calendar of a zone: the national holidays for one of China's, else weekends alone."""
    return Calendar(zone=zone, country="CN" if str(zone) in CALENDARS_OF_CHINA else "")


def stage_limits(visit: Visit) -> dict[str, str]:
    """Return {stage: limit} in force; handling is not among them."""
    profile = store.in_force(visit, "stages")
    return {**DEFAULT_LIMITS, **(profile.body if profile else {})}


def class_limit(visit: Visit, scheme: str, code: str) -> Limit | timedelta | None:
    """Return how long a class may be handled: in the standard's units, or hours on the clock, or None."""
    found = visit.session.execute(
        select(CaseClass.limit, CaseClass.limit_hours).where(CaseClass.scheme == scheme, CaseClass.code == code)
    ).first()
    return None if found is None else limit_of(*found)


def limit_of(limit: str | None, limit_hours: float | None) -> Limit | timedelta | None:
    """Return the limit that a class's two columns say."""
    if limit:
        return limits.read(limit)
    return None if limit_hours is None else timedelta(hours=limit_hours)


@lru_cache(maxsize=1_024)
def due_after(start: datetime, limit: Limit | timedelta | None, calendar: Calendar) -> datetime | None:
    """Return the moment (UTC) until which something may take that began at `start`; None without a limit."""
    if limit is None:
        return None
    return start + limit if isinstance(limit, timedelta) else deadlines.due_at(start, limit, calendar)


def turn(visit: Visit, case: Case, step: Step) -> None:
    """Stop, start or move on the case's clocks after a move; the case stands in its new state already."""
    calendar = calendar_of(visit)
    if step.verb is Verb.ACCEPT or step.after is State.REOPENED:
        limit = class_limit(visit, case.class_scheme, case.class_code)
        set_due(visit, case, due_after(visit.now, limit, calendar) or case.due_at)
    if case.paused_at is not None and step.after is not State.SUSPENDED:
        _resume(visit, case, calendar)
    if step.after is State.SUSPENDED and case.paused_at is None:
        case.paused_at = visit.now
    before, after = STAGE_OF.get(step.before), STAGE_OF.get(step.after)
    if before != after or step.after in ENDED:
        end_stage(visit, case)
        if after is not None and not (step.verb is Verb.WITHDRAW and _go_on(visit, case, after)):
            _begin_stage(visit, case, after, calendar)


def begin_rows(visit: Visit, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first clock of each case that comes in now, as rows; each case's row gets its `stage_due_at`."""
    limits_now, calendar = stage_limits(visit), calendar_of(visit)
    dues = {stage: deadlines.due_at(visit.now, limits.read(text), calendar) for stage, text in limits_now.items()}
    clocks = []
    for row in rows:
        stage = STAGE_OF.get(State(row["state"]))
        text = limits_now.get(stage or "")
        due = dues[stage] if stage in dues else row["due_at"]
        row["stage_due_at"] = due if stage else None
        if stage:
            clocks.append({"case_id": row["id"], "stage": stage, "limit": text, "begun_at": visit.now, "due_at": due,
                           "ended_at": None, "paused_seconds": 0})
    return clocks


def _begin_stage(visit: Visit, case: Case, stage: str, calendar: Calendar) -> None:
    if stage == "handle":
        text, due = None, case.due_at
    else:
        text = stage_limits(visit)[stage]
        due = deadlines.due_at(visit.now, limits.read(text), calendar)
    case.stage_due_at = due
    visit.session.add(StageClock(case_id=case.id, stage=stage, limit=text, begun_at=visit.now, due_at=due))


def _go_on(visit: Visit, case: Case, stage: str) -> bool:
    """Let the clock before the last one run on, where it is of this stage: calling back what was sent gains no time."""
    last = visit.session.scalars(
        select(StageClock).where(StageClock.case_id == case.id).order_by(StageClock.id.desc()).limit(2)).all()
    if len(last) < 2 or last[1].stage != stage:
        return False
    last[1].ended_at, case.stage_due_at = None, last[1].due_at
    return True


def end_stage(visit: Visit, case: Case) -> None:
    """Stop the clock that runs, where one does."""
    visit.session.execute(
        update(StageClock).where(StageClock.case_id == case.id, StageClock.ended_at.is_(None))
        .values(ended_at=visit.now).execution_options(synchronize_session=False)
    )
    case.stage_due_at = None


def _resume(visit: Visit, case: Case, calendar: Calendar) -> None:
    """Move the deadline by as much of its own time as the pause held."""
    if case.paused_at is None:
        return
    if case.due_at is not None:
        limit = class_limit(visit, case.class_scheme, case.class_code)
        set_due(visit, case, deadlines.extend(
            case.due_at, case.accepted_at or case.received_at, limit if isinstance(limit, Limit) else None, calendar,
            paused_at=case.paused_at, resumed_at=visit.now))
    case.paused_at = None


def set_due(visit: Visit, case: Case, due: datetime | None) -> None:
    """Set the deadline of handling, also on the clock that runs where the case is being handled."""
    case.due_at = due
    if STAGE_OF.get(State(case.state)) == "handle":
        case.stage_due_at = due
        visit.session.execute(
            update(StageClock).where(StageClock.case_id == case.id, StageClock.ended_at.is_(None),
                                     StageClock.stage == "handle")
            .values(due_at=due).execution_options(synchronize_session=False)
        )


def clocks_of(visit: Visit, case: Case) -> list[StageClock]:
    """Return every clock the case had, oldest first. Raises Conflict("archive_unreadable") with file and reason."""
    return reading.clocks_of(visit, case)
