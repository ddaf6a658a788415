"""From where cases came lately, and which of those that came steadily has fallen silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from data.models.case import Case
from data.storage.prefix import lies_in
from data.visit import Visit

SPAN = timedelta(hours=24)
STEADY = 48
"""Cases a day from which on a source is expected to go on: two an hour."""
SILENT_AFTER, TIMES = timedelta(hours=1), 6
"""Silent is who says nothing for six of its usual intervals, an hour at least."""
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One source of the last 24 hours."""

    source: str
    cases: int
    last_at: datetime
    is_silent: bool


def feeds(visit: Visit, prefix: str) -> list[Feed]:
    """Return the sources of an area, the one silent for longest first."""
    rows = visit.session.execute(
        select(Case.source, func.count(), func.max(Case.received_at))
        .where(lies_in(Case.area_code, prefix), Case.received_at > visit.now - SPAN, Case.received_at <= visit.now)
        .group_by(Case.source).order_by(func.max(Case.received_at)).limit(MOST))
    return [Feed(source=source, cases=cases, last_at=last_at, is_silent=_is_silent(visit.now - last_at, cases))
            for source, cases, last_at in rows]


def _is_silent(silence: timedelta, cases: int) -> bool:
    return cases >= STEADY and silence > max(SILENT_AFTER, TIMES * SPAN / cases)
