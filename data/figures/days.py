"""Cases of the days that figures were asked for, kept as columns by each process and led on by the change log.

Reading a month of a large city from the database takes seconds, following what changed since takes milliseconds.
A day is a UTC day of receipt. What is kept is never newer than its number in the change log says, and each reader
first follows the log up to the moment their own transaction sees.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from data import clock
from data.figures import columns
from data.figures.columns import Columns, Lexicons
from data.figures.period import Period
from data.models.case import Case
from data.models.change import Change
from data.storage import changes
from data.storage.database import lifted
from data.visit import Visit

DAY_MICROSECONDS = 86_400_000_000
DAY = timedelta(days=1)
MOST_BYTES = 128_000_000
"""About a million cases; the days asked for longest ago are let go first."""
MOST_FOLLOWED = 5_000
"""Where more cases than this changed, reading anew is quicker."""
AT_ONCE = 500


class Days:
    """The days kept for one database."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._lexicons = columns.lexicons()
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._days: OrderedDict[int, Columns] = OrderedDict()
        self._seq, self._city = 0, ""

    def received_in(self, visit: Visit, period: Period) -> Columns:
        """Return every case of the city that came in within a period, whatever the visitor may see."""
        first, last = (clock.microsecond_number(at) for at in (period.begin, period.end - timedelta(microseconds=1)))
        numbers = range(first // DAY_MICROSECONDS, last // DAY_MICROSECONDS + 1)
        with self._lock, lifted(visit.session):
            is_older = self._follow(visit)
            found = {number: self._days[number] for number in numbers if number in self._days}
            for run in _runs(number for number in numbers if number not in found):
                found |= _read_days(visit.session, run, self._lexicons)
            if not is_older:
                self._keep(found)
        return columns.joined([_within(found[number], number, first, last) for number in numbers])

    def _follow(self, visit: Visit) -> bool:
        """Bring the days to what the visitor's transaction sees; True where it sees less than they already hold."""
        seq = changes.last_seq(visit.session)
        if self._city != visit.city.epoch or not self._can_follow(visit.session):
            self._days.clear()
        elif seq < self._seq:
            return True
        elif seq > self._seq:
            self._change(visit.session)
        self._seq, self._city = seq, visit.city.epoch
        return False

    def _can_follow(self, session: Session) -> bool:
        is_unbroken = changes.oldest_seq(session) <= self._seq + 1
        return is_unbroken and session.scalars(
            select(Change.seq).where(Change.seq > self._seq, Change.kind == "map").limit(1)).first() is None

    def _change(self, session: Session) -> None:
        keys = list(session.scalars(select(Change.key).where(
            Change.seq > self._seq, Change.kind == "case").distinct().limit(MOST_FOLLOWED + 1)))
        if len(keys) > MOST_FOLLOWED:
            self._days.clear()
        for start in range(0, len(keys) if self._days else 0, AT_ONCE):
            self._put(columns.read(session, Case.case_no.in_(keys[start:start + AT_ONCE]), self._lexicons))

    def _put(self, changed: Columns) -> None:
        days = changed.fields["received_at"] // DAY_MICROSECONDS
        for number in set(days.tolist()) & set(self._days):
            ids = changed.fields["id"][days == number]
            self._days[number] = columns.joined([self._days[number].of_ids(ids, others=True), changed.of_ids(ids)])

    def _keep(self, found: dict[int, Columns]) -> None:
        for number, cases in found.items():
            self._days[number] = cases
            self._days.move_to_end(number)
        size = sum(cases.size_bytes() for cases in self._days.values())
        while size > self._most_bytes:
            size -= self._days.popitem(last=False)[1].size_bytes()


_KEPT: WeakKeyDictionary[Any, Days] = WeakKeyDictionary()
_KEPT_LOCK = threading.Lock()


def days_of(visit: Visit) -> Days:
    """Return the days kept for the visitor's database; fresh ones for a writer, whose changes may yet be undone."""
    if not visit.session.info.get("is_reader"):
        return Days()
    with _KEPT_LOCK:
        return _KEPT.setdefault(visit.session.get_bind(), Days())


def _within(cases: Columns, number: int, first: int, last: int) -> Columns:
    """Return the cases of a day that came in from `first` to `last`; all of them where the whole day lies between."""
    if first <= number * DAY_MICROSECONDS and (number + 1) * DAY_MICROSECONDS <= last + 1:
        return cases
    received = cases.fields["received_at"]
    return cases.take((received >= first) & (received <= last))


def _runs(numbers: Iterator[int]) -> Iterator[range]:
    """Yield unbroken ranges, so that a month is one question."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        listed = [number for _, number in run]
        yield range(listed[0], listed[-1] + 1)


def _read_days(session: Session, run: range, lexicons: Lexicons) -> dict[int, Columns]:
    begin, end = clock.EPOCH + run.start * DAY, clock.EPOCH + run.stop * DAY
    cases = columns.read(session, and_(Case.received_at >= begin, Case.received_at < end), lexicons)
    days = cases.fields["received_at"] // DAY_MICROSECONDS
    return {number: cases.of_ids(cases.fields["id"][days == number]) for number in run}
