"""Who handled what came in: received, closed and closed in time by department, and how soon somebody responded."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import ColumnElement, func, select

from data.cases import figures
from data.cases.windows import MOMENTS, Where
from data.figures.definition import share
from data.models.case import Case
from data.storage.prefix import lies_in
from data.storage.rollups import OUTCOME_OF_CASE
from data.visit import Visit

_DEPARTMENT: ColumnElement[str] = func.coalesce(Case.department, "")
"""One object: PostgreSQL takes two for two different things."""


@dataclass(frozen=True, kw_only=True)
class HandledBy:
    """One department within a time; "" where none answers. Rates and minutes are None where nothing is counted."""

    department: str
    received: int
    closed: int
    on_time: int
    """Of those closed in time or late."""
    late: int
    response_minutes: float | None
    """Median from coming in to the first response, of what came in within the time."""

    @property
    def on_time_rate(self) -> float | None:
        """Percent closed by their deadline of what was closed and had one."""
        return share(self.on_time, self.on_time + self.late)


def by_department(visit: Visit, prefix: str, over: tuple[datetime, datetime], where: Where = (),
                  most: int = 8) -> list[HandledBy]:
    """Return the departments to which most came in from a moment until just before another, at most so many."""
    received, closed = (_counted(visit, prefix, what, over, where) for what in ("received", "closed"))
    order = sorted({*received, *closed}, key=lambda one: (-received[one].total(), -closed[one].total(), one))
    found = []
    for name in order[:most]:
        minutes, _ = figures.response_minutes(visit, prefix, *over, (*where, _DEPARTMENT.in_((name,))))
        ends = closed[name]
        found.append(HandledBy(
            department=name, received=received[name].total(), closed=ends.total(), on_time=ends["on_time"],
            late=ends["late"], response_minutes=median(minutes) if minutes else None))
    return found


def _counted(visit: Visit, prefix: str, what: str, over: tuple[datetime, datetime],
             where: Where) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for department, outcome, count in visit.session.execute(
            select(_DEPARTMENT, OUTCOME_OF_CASE, func.count()).select_from(Case)
            .where(lies_in(Case.area_code, prefix), MOMENTS[what] >= over[0], MOMENTS[what] < over[1], *where)
            .group_by(_DEPARTMENT, OUTCOME_OF_CASE)):
        found[department][outcome] += count
    return found
