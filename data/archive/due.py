"""Which cases ended in which month of the city's clock, and whose detail is still in the tables."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from data.errors import Invalid
from data.models.archive import ArchivedCase
from data.models.case import Case
from data.storage.months import following


def read_month(text: str, now: datetime, zone: ZoneInfo) -> str:
    """Return the month that `--before` names. Raises Invalid: archive_month_unreadable, archive_month_to_come."""
    if not re.fullmatch(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])", text):
        raise Invalid("archive_month_unreadable", value=text[:20])
    if text > f"{now.astimezone(zone):%Y-%m}":
        raise Invalid("archive_month_to_come", value=text)
    return text


def _in_month(zone: ZoneInfo, month: str) -> ColumnElement[bool]:
    """Return the condition that a case ended in a month; of those without a moment of ending, that they came in it."""
    start, end = bounds(month, zone)
    return and_(Case.is_open.is_(False), or_(
        and_(Case.closed_at >= start, Case.closed_at < end),
        and_(Case.closed_at.is_(None), Case.received_at >= start, Case.received_at < end)))


def waiting(session: Session, zone: ZoneInfo, month: str) -> list[int]:
    """Return the cases that ended in a month and whose detail lies in the tables, by number."""
    is_archived = select(ArchivedCase.case_id).where(ArchivedCase.case_id == Case.id).exists()
    return list(session.scalars(select(Case.id).where(_in_month(zone, month), ~is_archived).order_by(Case.id)))


def months_before(session: Session, zone: ZoneInfo, before: str) -> list[str]:
    """Return every month from that of the first case's end up to, not including, `before`."""
    first = [session.execute(wanted).scalar() for wanted in (
        select(func.min(Case.closed_at)), select(func.min(Case.received_at)).where(Case.closed_at.is_(None)))]
    known = [moment for moment in first if moment is not None]
    if not known:
        return []
    local = min(known).astimezone(zone)
    found, month = [], local.date().replace(day=1)
    while f"{month:%Y-%m}" < before:
        found.append(f"{month:%Y-%m}")
        month = following(month)
    return found


def bounds(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a month begins and ends on the city's clock."""
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=zone)
    end = following(first.date())
    return first, datetime(end.year, end.month, 1, tzinfo=zone)
