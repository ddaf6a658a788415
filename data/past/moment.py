"""Which moment is looked at: what an address says, judged by what the city remembers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data.archive import due
from data.json_values import read_moment
from data.models.archive import ArchiveFile
from data.models.case import Case
from data.visit import Visit

LIVE = "live"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The moment (UTC) that is shown, None for now; and why it is not the one that was asked for."""

    at: datetime | None = None
    fault: str = ""
    """"", unreadable, future (both: live instead), before_first, archived (both: the first moment that can be shown)"""


NOW = Moment()


def settle(visit: Visit, text: str) -> Moment:
    """Return the moment that a text names: "" and "live" mean now, else ISO 8601 with a zone.

    The detail of cases of archived months lies in files: what was open then is not put together from them.
    """
    if text in ("", LIVE):
        return NOW
    at = read_moment(text.replace(" ", "+"))
    if at is None:
        return Moment(fault="unreadable")
    if at > visit.now:
        return Moment(fault="future")
    first, archived_until = bounds(visit)
    if first is None:
        return Moment(fault="before_first")
    if archived_until is not None and at < archived_until:
        return Moment(at=min(archived_until, visit.now), fault="archived")
    return Moment(at=first, fault="before_first") if at < first else Moment(at=at)


def bounds(visit: Visit) -> tuple[datetime | None, datetime | None]:
    """Return when the first case the visitor sees came in, and until when months are archived; None where nothing."""
    first = visit.session.execute(select(func.min(Case.received_at))).scalar()
    month = visit.session.execute(select(func.max(ArchiveFile.month))).scalar()
    return first, None if month is None else due.bounds(month, visit.zone)[1]
