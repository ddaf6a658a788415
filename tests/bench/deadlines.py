"""Figures of the working-time calendar: how many deadlines a second one core reckons."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from data.calendar import limits
from data.calendar.working_time import Calendar
from data.cases import deadlines
from tests.bench.table import Row

CALENDAR = Calendar(zone=ZoneInfo("Asia/Shanghai"))
MORNING = datetime(2026, 9, 29, tzinfo=UTC)
STARTS = [MORNING + timedelta(seconds=n * 86_400 / 100_000) for n in range(100_000)]
"""A day of 100,000 cases, the last working day but one before the week of National Day."""
LIMIT = limits.read("8WH")
WALKED = 1_000
"""How many are reckoned the plain way, which is slow."""


def rows() -> list[Row]:
    """Return the one figure."""
    return [per_second()]


def per_second() -> Row:
    """Return: deadlines of eight working hours per second of one core; as reference, walking from period to period."""
    began = time.process_time()
    for start in STARTS:
        deadlines.due_at(start, LIMIT, CALENDAR)
    value = len(STARTS) / (time.process_time() - began)
    began = time.process_time()
    some = STARTS[::len(STARTS) // WALKED]
    walked = [_walk(start) for start in some]
    reference = len(some) / (time.process_time() - began)
    assert walked == [deadlines.due_at(start, LIMIT, CALENDAR) for start in some]
    return Row(
        name="deadlines of 8 working hours over a week of holidays, one core",
        value=value,
        unit="1/s",
        goal=100_000,
        smaller_is_better=False,
        reference=reference,
        note="reference: walking from working period to working period",
    )


def _walk(start: datetime) -> datetime:
    at, left = start.astimezone(CALENDAR.zone), timedelta(hours=LIMIT.amount)
    while True:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        for begin, end in CALENDAR.hours.periods if CALENDAR.is_working_day(at.date()) else ():
            at = max(at, midnight + timedelta(minutes=begin))
            here = max(timedelta(), midnight + timedelta(minutes=end) - at)
            if left <= here:
                return (at + left).astimezone(UTC)
            left -= here
        at = midnight + timedelta(days=1)
