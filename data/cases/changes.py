"""What is new since a moment: urgent cases, cases that became late, cases closed, cases sent on."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from data.cases.states import State
from data.models.case import Case
from data.storage.prefix import lies_in
from data.visit import Visit

Condition = Callable[[datetime, datetime], tuple[ColumnElement[bool], ...]]
"""(since, now) -> what a case must be."""

CHANGES: Mapping[str, Condition] = {
    "urgent": lambda since, _: (Case.received_at >= since, Case.priority <= 2),
    "overdue": lambda since, now: (Case.is_open.is_(True), Case.due_at >= since, Case.due_at < now),
    "closed": lambda since, _: (Case.closed_at >= since, Case.state == State.CLOSED.value),
    "sent_on": lambda since, _: (Case.is_open.is_(True), Case.dispatched_at >= since),
}
"""Name -> condition, in the order in which a leader is told."""
ORDER = {"urgent": Case.received_at, "overdue": Case.due_at, "closed": Case.closed_at, "sent_on": Case.dispatched_at}
MOST_LISTED = 200


def counts(visit: Visit, prefix: str, since: datetime) -> dict[str, int]:
    """Return {change: how many cases} of an area."""
    return {name: visit.session.execute(
        select(func.count()).select_from(Case).where(lies_in(Case.area_code, prefix), *wanted(since, visit.now))
    ).scalar_one() for name, wanted in CHANGES.items()}


def listed(visit: Visit, prefix: str, since: datetime, name: str, limit: int = MOST_LISTED) -> list[Case]:
    """Return the cases of one change in an area, the latest first. Raises KeyError for a change there is not."""
    wanted = CHANGES[name](since, visit.now)
    return list(visit.session.scalars(
        select(Case).where(lies_in(Case.area_code, prefix), *wanted).order_by(ORDER[name].desc(), Case.id.desc())
        .limit(limit)))
