"""Adding time limits to a moment and measuring the time between two, in the unit the limit is counted in.

Working time is kept per calendar and city year as three rows of numbers (when each working period
begins and ends, how much was worked before it), so an answer is two binary searches. How the units
are read:

- UH, UD and ND run on the natural clock: an hour is an hour, a day 24 hours, also across summer time.
- WH runs in working periods only. A start outside them waits for the next period. Whatever is used up
  just as a period ends is due at that end: 4WH from 08:00 are due at 12:00.
- WD: the clock starts at once inside a working period, else at the next one's begin, and n working days
  mean the same clock time n working days later. That is n times a day's working time, except that what
  ends between two periods is due as the next one begins: 1WD from Monday 14:00 is due on Tuesday 14:00.
- A period holds its begin and not its end: who starts at 12:00 sharp starts at 14:00.

Where clocks are changed during working hours, that day has an hour of working time more or less, and
working days reckoned across it end an hour earlier or later; elsewhere they keep the clock time.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from data.calendar import holidays
from data.calendar.limits import Limit, Unit
from data.errors import Invalid

DAY_MINUTES = 24 * 60
_PERIOD = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")
YEARS_KEPT = 256
"""City years remembered at most, of all calendars together: 12 kB each."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING, _HOUR, _DAY = timedelta(), timedelta(hours=1), timedelta(days=1)
_WORKED = (Unit.WORKING_HOUR, Unit.WORKING_DAY)
"""Units that stand still outside working periods."""
_HOURS = (Unit.URGENT_HOUR, Unit.WORKING_HOUR)


@dataclass(frozen=True)
class WorkingHours:
    """The periods worked on every working day, (begin, end) in minutes after the city's midnight.

    Raises Invalid("bad_working_hours") when there is none, or they are not in order or overlap.
    """

    periods: tuple[tuple[int, int], ...] = ((8 * 60, 12 * 60), (14 * 60, 18 * 60))

    def __post_init__(self) -> None:
        inside = all(0 <= begin < end <= DAY_MINUTES for begin, end in self.periods)
        if not self.periods or not inside or any(end > begin for (_, end), (begin, _) in pairwise(self.periods)):
            raise Invalid("bad_working_hours", value=str(self))

    def __str__(self) -> str:
        """Return the periods as they are written: "08:00-12:00 14:00-18:00"."""
        return " ".join("-".join(f"{at // 60:02d}:{at % 60:02d}" for at in period) for period in self.periods)

    @cached_property
    def a_day(self) -> timedelta:
        """How much is worked on one working day."""
        return timedelta(minutes=sum(end - begin for begin, end in self.periods))


def read_hours(text: str) -> WorkingHours:
    """Return the working hours that are written, such as "08:00-12:00 14:00-18:00"; a day ends at 24:00.

    Raises Invalid("bad_working_hours") for anything else.
    """
    found = [_PERIOD.fullmatch(part) for part in text.split()]
    if not all(found):
        raise Invalid("bad_working_hours", value=text)
    clocks = [[int(digits) for digits in one.groups()] for one in found if one]
    return WorkingHours(tuple((h * 60 + m, to_h * 60 + to_m) for h, m, to_h, to_m in clocks))


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A city's working time: its zone, working hours, country and own days {city date: is it worked}.

    Raises Invalid("bad_own_day") for an own day with a time of day, which no date would ever meet.
    """

    zone: ZoneInfo
    hours: WorkingHours = WorkingHours()
    own_days: Mapping[date, bool] = field(default_factory=dict)
    country: str = holidays.CHINA
    _hash: int = field(init=False, repr=False, compare=False)
    """Reckoned once: equal calendars share their years, and every answer looks for its year."""

    def __post_init__(self) -> None:
        own_days = dict(self.own_days)
        for day in own_days:
            if isinstance(day, datetime):
                raise Invalid("bad_own_day", value=day.isoformat())
        object.__setattr__(self, "own_days", MappingProxyType(own_days))
        object.__setattr__(self, "_hash", hash((self.zone, self.hours, self.country, frozenset(own_days.items()))))

    def __hash__(self) -> int:
        return self._hash

    def is_working_day(self, day: date) -> bool:
        """Is this city date worked?"""
        return holidays.is_working_day(day, self.own_days, self.country)

    def is_announced(self, day: date) -> bool:
        """Is it known whether this city date is worked, and not only guessed by its weekday?"""
        return holidays.is_announced(day, self.own_days, self.country)


class _Year(NamedTuple):
    """The working periods of a city year, in order; in microseconds, moments since 1970 (UTC)."""

    begins: "array[int]"
    ends: "array[int]"
    before: "array[int]"
    """How much was worked in this year before each period."""
    total: int

    def worked_until(self, at: int) -> int:
        """Return how much was worked in this year until a moment."""
        next_one = bisect_right(self.ends, at)
        if next_one == len(self.ends):
            return self.total
        return self.before[next_one] + max(0, at - self.begins[next_one])


def length(limit: Limit, calendar: Calendar) -> timedelta:
    """Return how much of its own time a limit allows: working time for WH and WD, natural time for the others."""
    if limit.unit is Unit.WORKING_DAY:
        return limit.amount * calendar.hours.a_day
    return limit.amount * (_HOUR if limit.unit in _HOURS else _DAY)


def add(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """Return the moment (UTC) at which a limit is used up that runs from `start` (any zone, aware)."""
    return advance(start, length(limit, calendar), limit.unit, calendar)


def advance(start: datetime, span: timedelta, unit: Unit, calendar: Calendar) -> datetime:
    """Return the moment (UTC) at which `span` of the unit's own time has passed since `start`.

    Raises ValueError for a negative span: a clock does not run backward.
    """
    if span < _NOTHING:
        raise ValueError(span)
    if unit not in _WORKED or not span:
        return _EPOCH + (start - _EPOCH) + span
    number = _city_year(start, calendar)
    year = _year(calendar, number)
    sought = year.worked_until(_microseconds(start - _EPOCH)) + _microseconds(span)
    ends_a_period = unit is Unit.WORKING_HOUR
    while sought > year.total or (sought == year.total and not ends_a_period):
        sought -= year.total
        number += 1
        year = _year(calendar, number)
    period = (bisect_left if ends_a_period else bisect_right)(year.before, sought) - 1
    return _EPOCH + timedelta(microseconds=year.begins[period] + sought - year.before[period])


def elapsed(begin: datetime, end: datetime, unit: Unit, calendar: Calendar) -> timedelta:
    """Return how much of the unit's own time lies between two moments (any zone, aware); negative when end < begin.

    Working days are measured in working time: one is `calendar.hours.a_day`. What `add` added is
    what lies between.
    """
    if unit not in _WORKED:
        return (end - _EPOCH) - (begin - _EPOCH)
    if end < begin:
        return -elapsed(end, begin, unit, calendar)
    first, last = _city_year(begin, calendar), _city_year(end, calendar)
    worked = sum(_year(calendar, number).total for number in range(first, last))
    worked += _year(calendar, last).worked_until(_microseconds(end - _EPOCH))
    return timedelta(microseconds=worked - _year(calendar, first).worked_until(_microseconds(begin - _EPOCH)))


def _city_year(at: datetime, calendar: Calendar) -> int:
    return at.astimezone(calendar.zone).year


def _microseconds(span: timedelta) -> int:
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


@lru_cache(maxsize=YEARS_KEPT)
def _year(calendar: Calendar, number: int) -> _Year:
    year = _Year(array("q"), array("q"), array("q"), 0)
    worked = 0
    for begin, end in _periods(calendar, number):
        year.begins.append(begin)
        year.ends.append(end)
        year.before.append(worked)
        worked += end - begin
    return year._replace(total=worked)


def _periods(calendar: Calendar, number: int) -> Iterator[tuple[int, int]]:
    """Yield the working periods of a city year; an hour that clocks skip or repeat makes none overlap another."""
    first = date(number, 1, 1)
    taken = _wall_time(first, 0, calendar)
    for day in (first + timedelta(days=ahead) for ahead in range((date(number + 1, 1, 1) - first).days)):
        if calendar.is_working_day(day):
            for minutes in calendar.hours.periods:
                begin, end = (_wall_time(day, at, calendar) for at in minutes)
                begin = max(begin, taken)
                taken = max(begin, end)
                yield begin, taken


def _wall_time(day: date, minutes: int, calendar: Calendar) -> int:
    """Return the moment at which the city's clock is so many minutes past a date's midnight."""
    return _microseconds(datetime.combine(day, time(), tzinfo=calendar.zone) + timedelta(minutes=minutes) - _EPOCH)
