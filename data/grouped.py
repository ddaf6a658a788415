"""Group commit: what many senders bring at once is written in one transaction, and each hears of its own part.

A commit costs the disk one flush however much it holds. Where one part of a group fails all of it is undone, and each
part is written by itself: that is rare, while savepoints around every part would cost half of the speed each time.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from data.errors import Busy
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database
from data.visit import Renew, Visit, begin

Answer = TypeVar("Answer")
MOST_AT_ONCE = 2_000
"""So large may a group be together: the database is held for a fraction of a second."""
MOST_WAITING = 20_000
"""Whoever comes when so much waits is told to come again."""
PAUSE_SECONDS = 0.001
"""Between two groups, so that a person's move gets its turn."""


@dataclass(frozen=True)
class Part:
    """What one sender wants written: `work` in a visit of their scope. `size` counts against the limits."""

    scope: Scope
    work: Callable[[Visit], Any]
    size: int
    renewed: Renew | None
    language: str
    answer: "Future[Any]" = field(default_factory=Future)


class Grouped:
    """A thread that writes what it was given, as much at a time as there is."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._parts: deque[Part] = deque()
        self._waiting = 0
        self._changed = threading.Condition()
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name="group commit", daemon=True)
        self._thread.start()

    def write(self, scope: Scope, work: Callable[[Visit], Answer], *, size: int, renewed: Renew | None = None,
              language: str = "") -> "Future[Answer]":
        """Return what will be `work(visit)` once it is committed, or what went wrong.

        Raises Busy("too_much_waits") where the writer does not keep up.
        """
        part = Part(scope, work, size, renewed, language)
        with self._changed:
            if self._is_over or (self._waiting and self._waiting + size > MOST_WAITING):
                raise Busy("too_much_waits")
            self._parts.append(part)
            self._waiting += size
            self._changed.notify()
        return part.answer

    def waiting(self) -> int:
        """Return how many rows wait to be written."""
        return self._waiting

    def close(self) -> None:
        """Write what waits, then end."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        pause = threading.Event()
        while group := self._next_group():
            self._write(group)
            pause.wait(PAUSE_SECONDS)

    def _next_group(self) -> list[Part]:
        """Return what is written next, at least one part; nothing when it is over."""
        with self._changed:
            while not self._parts and not self._is_over:
                self._changed.wait()
            group: list[Part] = []
            size = 0
            while self._parts and (not group or size + self._parts[0].size <= MOST_AT_ONCE):
                group.append(self._parts.popleft())
                size += group[-1].size
            self._waiting -= size
            return group

    def _write(self, group: list[Part]) -> None:
        heard = [part for part in group if part.answer.set_running_or_notify_cancel()]  # the others hung up
        try:
            answers = self._together(heard)
        except Exception as error:  # handed on to who asked
            if len(heard) == 1:
                heard[0].answer.set_exception(error)
                return
            self._one_by_one(heard)
        else:
            for part, answer in zip(heard, answers, strict=True):
                part.answer.set_result(answer)

    def _together(self, parts: list[Part]) -> list[Any]:
        """Return the parts' answers once all of them are committed."""
        answers = []
        with self._database.write_many() as open_one:
            for part in parts:
                with open_one(part.scope) as session:
                    visit = begin(session, part.scope, self._settings, language=part.language, renewed=part.renewed)
                    answers.append(part.work(visit))
        return answers

    def _one_by_one(self, parts: list[Part]) -> None:
        for part in parts:
            try:
                (answer,) = self._together([part])
            except Exception as error:  # handed on to who asked
                part.answer.set_exception(error)
            else:
                part.answer.set_result(answer)
