"""How far a case has come through the five stages of the loop, and how the present stage's time stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.calendar import working_time
from data.calendar.limits import Limit, Unit, read
from data.cases import clocks, deadlines
from data.cases.queries import Told
from data.cases.states import State
from data.models.case import Case, StageClock
from data.visit import Visit

STEPS = ("report", "sort", "handle", "follow_up", "evaluate")
"""Discovery and report, sorting and passing on, handling, following up, evaluation and closing."""
STEP_OF = {
    State.REPORTED: "report", State.ACCEPTED: "sort", State.DISPATCHED: "sort", State.RETURNED: "sort",
    State.REOPENED: "sort", State.SIGNED: "handle", State.IN_HANDLING: "handle", State.HANDLED: "handle",
    State.TO_VERIFY: "follow_up", State.FOLLOW_UP: "follow_up", State.TO_EVALUATE: "evaluate",
    State.EVALUATED: "evaluate", State.CLOSED: "evaluate",
}
"""State -> stage of the loop. A suspended, declined, merged or voided case stands where it stood before."""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """One stage of the loop as a case stands to it."""

    step: str
    how: str
    """done, skipped (passed without a stop), present, stopped (the case ended here), ahead"""
    at: datetime | None = None
    """When the case came here, the last time it did."""


def course_of(case: Case, events: Sequence[Told]) -> list[Reached]:
    """Return the five stages in their order; what was passed before a return or a reopening is ahead again."""
    reached: dict[str, datetime] = {}
    here = STEPS[0]
    for event in events:
        step = STEP_OF.get(State(event.after), here)
        if step != here or not reached:
            reached = {one: at for one, at in reached.items() if STEPS.index(one) < STEPS.index(step)}
            reached[step] = event.at
            here = step
    here = STEP_OF.get(State(case.state), here)
    hows = {step: _how(case, step, here, reached) for step in STEPS}
    return [Reached(step=step, how=how, at=None if how == "ahead" else reached.get(step)) for step, how in hows.items()]


def _how(case: Case, step: str, here: str, reached: dict[str, datetime]) -> str:
    if STEPS.index(step) > STEPS.index(here):
        return "ahead"
    if step == here and case.state != State.CLOSED:
        return "present" if case.is_open else "stopped"
    return "done" if step in reached else "skipped"


@dataclass(frozen=True, kw_only=True)
class Running:
    """The clock that runs, or stands still: how much of its time is used. Spans are in the limit's own time."""

    stage: str
    """One of data.cases.clocks.STAGES; handle for a suspended case."""
    lamp: str
    due_at: datetime | None = None
    limit: Limit | None = None
    """The limit as it is written; None where there is none, or the deadline was moved."""
    allowed: timedelta | None = None
    used: timedelta | None = None
    left: timedelta | None = None
    """Negative when the stage is over its time."""

    def share(self) -> float:
        """Return the used part of what was allowed, 0 to 1."""
        if self.used is None or not self.allowed:
            return 0.0
        return min(1.0, max(0.0, self.used / self.allowed))


def running(visit: Visit, case: Case) -> Running | None:
    """Return how the present stage's time stands; None for a case that has ended."""
    if not case.is_open:
        return None
    stage = clocks.STAGE_OF.get(State(case.state), "handle")
    ran = clocks.clocks_of(visit, case)
    clock = ran[-1] if ran and ran[-1].ended_at is None else None
    begun, due, limit = _bounds(visit, case, stage, clock)
    calendar = clocks.calendar_of(visit)
    lamp = deadlines.lamp(visit.now, begun, due, limit, calendar, paused_at=case.paused_at)
    if due is None:
        return Running(stage=stage, lamp=lamp)
    left = deadlines.left(case.paused_at or visit.now, due, limit, calendar)
    is_moved = stage == "handle" and case.extensions > 0
    whole = limit is not None and not is_moved
    allowed = working_time.length(limit, calendar) if limit is not None and whole else working_time.elapsed(
        begun, due, limit.unit if limit else Unit.NATURAL_DAY, calendar)
    return Running(stage=stage, lamp=lamp, due_at=due, limit=limit if whole else None, allowed=allowed,
                   used=max(timedelta(), allowed - left), left=left)


def _bounds(visit: Visit, case: Case, stage: str,
            clock: StageClock | None) -> tuple[datetime, datetime | None, Limit | None]:
    """Return when the stage's time began, when it ends, and its limit; handling has the case's own deadline."""
    if stage == "handle":
        limit = clocks.class_limit(visit, case.class_scheme, case.class_code)
        return case.accepted_at or case.received_at, case.due_at, limit if isinstance(limit, Limit) else None
    if clock is None:
        return case.received_at, case.stage_due_at or case.due_at, None
    return clock.begun_at, clock.due_at, read(clock.limit) if clock.limit else None
