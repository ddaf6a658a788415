"""What took long to count is kept for a minute: tables of figures over a large city. Each says when it was counted.

Counts of a small city are quick and are made anew each time. What one scope may see is never handed to another.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from data.visit import Visit

FRESH = timedelta(seconds=60)
SLOW_SECONDS = 0.15
MOST_KEPT = 200

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Kept:
    at: datetime
    answer: Any


class Counted:
    """Answers by what was asked, by whom of what database; the oldest goes when there are too many."""

    def __init__(self, *, slow_seconds: float = SLOW_SECONDS) -> None:
        self.slow_seconds = slow_seconds
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[Any, OrderedDict[Hashable, _Kept]] = WeakKeyDictionary()
        self._counting: dict[Hashable, threading.Lock] = {}

    def ask(self, visit: Visit, asked: Hashable, count: Callable[[], Answer]) -> Answer:
        """Return `count()`, or what it returned within the last minute; two who ask at once count once."""
        database = visit.session.get_bind()
        key = (visit.scope.spans(), visit.scope.areas, visit.city.epoch, asked)
        with self._lock:
            turn = self._counting.setdefault((id(database), key), threading.Lock())
        with turn:
            found = self._find(database, key, visit.now)
            if found is not None:
                answer: Answer = found.answer
                return answer
            began = monotonic()
            answer = count()
            if monotonic() - began >= self.slow_seconds:
                self._keep(database, key, _Kept(visit.now, answer))
        with self._lock:
            self._counting.pop((id(database), key), None)
        return answer

    def _find(self, database: Any, key: Hashable, now: datetime) -> _Kept | None:
        with self._lock:
            found = self._kept.get(database, OrderedDict()).get(key)
        return found if found is not None and timedelta() <= now - found.at < FRESH else None

    def _keep(self, database: Any, key: Hashable, kept: _Kept) -> None:
        with self._lock:
            of_database = self._kept.setdefault(database, OrderedDict())
            of_database[key] = kept
            of_database.move_to_end(key)
            while len(of_database) > MOST_KEPT:
                of_database.popitem(last=False)


COUNTED = Counted()
"""Of this process."""
