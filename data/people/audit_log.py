"""Reading the audit trail, page by page, for those who may."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select

from data.models.person import AuditRow
from data.people.trail import one_line
from data.storage.database import within
from data.visit import Visit

PERMISSION = "audit.read"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which records: of somebody (name or id), of one kind, of one subject, of a span of time; empty means any.

    `since` belongs to the span, `until` no longer.
    """

    who: str = ""
    what: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def page(visit: Visit, wanted: Wanted, *, before: int | None = None, limit: int) -> list[AuditRow]:
    """Return at most `limit` records whose number lies below `before`, the newest first.

    Who does not see the whole city sees what was done in their areas, and nothing that concerns no area.
    Raises NotAllowed without the permission audit.read.
    """
    visit.scope.require(PERMISSION)
    chosen = _chosen(wanted)
    if before is not None:
        chosen = chosen.where(AuditRow.seq < before)
    if not visit.scope.sees_everything():
        chosen = chosen.where(within(AuditRow.area_code, tuple(sorted(visit.scope.areas))))
    return list(visit.session.scalars(chosen.order_by(AuditRow.seq.desc()).limit(limit)))


def _chosen(wanted: Wanted) -> Select[AuditRow]:
    chosen = select(AuditRow)
    if wanted.who:
        who = one_line(wanted.who)
        chosen = chosen.where(or_(AuditRow.who == who, AuditRow.person == who))
    if wanted.what:
        chosen = chosen.where(AuditRow.what == wanted.what)
    if wanted.subject:
        chosen = chosen.where(AuditRow.subject == one_line(wanted.subject))
    if wanted.since is not None:
        chosen = chosen.where(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        chosen = chosen.where(AuditRow.at < wanted.until)
    return chosen
