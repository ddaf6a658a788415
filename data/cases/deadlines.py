"""When a case is due, how a pause moves that, and which lamp it shows; every function is a pure one.

Assumptions: a stage's clock runs from the moment the stage began; it stands still while the case is
suspended (挂账) or waits for an extension to be decided (延期). A deadline without a limit of its own
(set by hand, or brought along by an import) is measured in natural time.
"""

from datetime import datetime, timedelta

from data.calendar import working_time
from data.calendar.limits import Limit, Unit
from data.calendar.working_time import Calendar
from data.errors import Invalid

LAMPS = ("none", "green", "yellow", "red", "paused")
"""Every lamp: no deadline, time enough, little time left, past the deadline, clock stands still."""
NEAR_PART = 4
"""Little is less than a quarter of what was allowed."""


def due_at(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """Return the moment (UTC) until which a stage that began at `start` may take."""
    return working_time.add(start, limit, calendar)


def extend(due: datetime, begun: datetime, limit: Limit | None, calendar: Calendar, *, paused_at: datetime,
           resumed_at: datetime) -> datetime:
    """Return the deadline (UTC) after a pause: later by as much of the limit's own time as the pause held.

    What was left, or overdue, when the clock stopped is left or overdue when it runs again. Of a pause
    that began before the stage did, only what lies within the stage counts. Several pauses are
    applied one after the other. Raises Invalid("bad_pause") when it ended before it began.
    """
    if resumed_at < paused_at:
        raise Invalid("bad_pause")
    unit = _unit(limit)
    pause = working_time.elapsed(max(paused_at, begun), max(resumed_at, begun), unit, calendar)
    return working_time.advance(due, pause, unit, calendar)


def left(now: datetime, due: datetime, limit: Limit | None, calendar: Calendar) -> timedelta:
    """Return how much of the limit's own time is left until `due`: working time for WH and WD; negative after it."""
    return working_time.elapsed(now, due, _unit(limit), calendar)


def lamp(now: datetime, begun: datetime, due: datetime | None, limit: Limit | None, calendar: Calendar, *,
         paused_at: datetime | None = None) -> str:
    """Return the lamp (one of LAMPS) of a stage.

    Little is measured against the limit, so pauses do not make it grow; without a limit against the
    time from `begun` to `due`. A clock that stopped when it was overdue stays red. For a stage that
    has ended, `now` is the moment it ended.
    """
    if due is None:
        return "none"
    if (now if paused_at is None else paused_at) > due:
        return "red"
    if paused_at is not None:
        return "paused"
    allowed = due - begun if limit is None else working_time.length(limit, calendar)
    return "yellow" if NEAR_PART * left(now, due, limit, calendar) < allowed else "green"


def _unit(limit: Limit | None) -> Unit:
    return Unit.NATURAL_DAY if limit is None else limit.unit
