"""With what time a time is compared: as long, as far elapsed, one step or a year earlier."""

import calendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from data import clock
from data.models.case import Case
from data.visit import Visit

BASE = 20
"""From how many cases on a change is told in percent."""
_DAYS = {"today": 1, "24h": 1, "7d": 7}


@dataclass(frozen=True)
class Span:
    """A time, UTC, its end left out; `name` is one of data.cases.only.SPANS or empty."""

    begin: datetime
    end: datetime
    name: str = ""


def earlier(visit: Visit, span: Span, how: str) -> Span | None:
    """Return the time to compare with: "mom" the one before, "yoy" a year before; None for "none".

    Days, weeks and months are the city's: the same time of day on an earlier day, the same day of the month before.
    """
    if how == "none":
        return None
    months = 12 if how == "yoy" else 1 if span.name == "month" else 0
    if months:
        return Span(months_before(span.begin, months, visit), months_before(span.end, months, visit))
    days = _DAYS.get(span.name, 0)
    if days:
        return Span(clock.days_before(span.begin, days, visit.zone), clock.days_before(span.end, days, visit.zone))
    return Span(span.begin - (span.end - span.begin), span.begin)


def months_before(moment: datetime, months: int, visit: Visit) -> datetime:
    """Return the same time of day on the same day of an earlier month, on its last where it is shorter; UTC."""
    local = moment.astimezone(visit.zone).replace(tzinfo=None)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    day = min(local.day, calendar.monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).replace(tzinfo=visit.zone).astimezone(UTC)


def is_known(visit: Visit, span: Span) -> bool:
    """Do the cases reach back to a time? Zero cases of a time before the first one is no zero."""
    first = visit.session.execute(select(Case.received_at).order_by(Case.received_at).limit(1)).scalar()
    return first is not None and first < span.begin + timedelta(days=1)
