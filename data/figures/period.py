"""The time a figure speaks of: whole city days up to now, and the same elapsed time before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from data import clock
from data.errors import Invalid
from data.visit import Visit

MOST_DAYS = 366
PERIODS = ("today", "7d", "30d", "month")
USUAL = "30d"


@dataclass(frozen=True, kw_only=True)
class Period:
    """Cases received from `begin` (UTC) until before `end`, as they stood at `as_of`.

    `days` are city days; one that has begun counts.
    """

    begin: datetime
    end: datetime
    as_of: datetime
    days: int


def named(visit: Visit, name: str) -> Period:
    """Return one of PERIODS, today included as far as it has come. Raises Invalid("bad_period")."""
    today = visit.now.astimezone(visit.zone).date()
    back = {"today": 0, "7d": 6, "30d": 29, "month": today.day - 1}
    if name not in back:
        raise Invalid("bad_period", known=", ".join(PERIODS))
    return of_days(visit, today - timedelta(days=back[name]), today)


def of_days(visit: Visit, first: date, last: date) -> Period:
    """Return the period of city days `first` to `last`, both included, up to now at most.

    Raises Invalid("bad_period") for days in the wrong order, in the future, or more than MOST_DAYS of them.
    """
    today = visit.now.astimezone(visit.zone).date()
    days = (last - first).days + 1
    if not (1 <= days <= MOST_DAYS and last <= today):
        raise Invalid("bad_period", known=", ".join(PERIODS))
    after = datetime.combine(last + timedelta(days=1), time(), visit.zone)
    begin = datetime.combine(first, time(), visit.zone)
    end = min(clock.start_of_day(after, visit.zone), visit.now + timedelta(microseconds=1))
    return Period(begin=clock.start_of_day(begin, visit.zone), end=end, as_of=visit.now, days=days)


def before(visit: Visit, period: Period) -> Period:
    """Return the same elapsed time as many days earlier, as of as many days earlier."""
    begin, end, as_of = (clock.days_before(at, period.days, visit.zone)
                         for at in (period.begin, period.end, period.as_of))
    return Period(begin=begin, end=end, as_of=as_of, days=period.days)
