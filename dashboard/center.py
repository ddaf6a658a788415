"""What one server process is made of, put together once and handed to those who serve: no rules live here."""

import asyncio
import contextlib
import contextvars
import functools
import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from dashboard.measures import Measures
from data import clock, visit
from data.areas.locate import GridIndex, build_index
from data.people.sessions import Caller
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database
from data.visit import Visit

Answer = TypeVar("Answer")
ROOT = Path(__file__).resolve().parents[1]
DOORMEN = 2
"""Threads that only ask who is there, so that the door never waits behind a slow panel."""


class Grids:
    """The grid index of the map in force; built anew when the map changes."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._lock = threading.Lock()
        self._version: str | None = None
        self._index: GridIndex | None = None

    def index(self) -> GridIndex:
        """Return the index over the whole city. Raises NotFound("no_city") before there is a city."""
        with self._lock, visit.reading(self._database, Scope.of_job("grids"), self._settings) as reader:
            if self._index is None or self._version != reader.city.map_version:
                self._index = build_index(reader.session, reader.city.leaf_level())
                self._version = reader.city.map_version
            return self._index


@dataclass(frozen=True, kw_only=True)
class Center:
    """Settings, database, threads, grid index, measures and the name of this build."""

    settings: Settings
    database: Database
    executor: ThreadPoolExecutor
    doormen: ThreadPoolExecutor
    grids: Grids
    build: str
    started_at: datetime
    measures: Measures = field(default_factory=Measures)

    def index(self) -> GridIndex:
        """Return the current grid index (thread-safe)."""
        return self.grids.index()

    def reading(self, caller: Caller, now: datetime | None = None) -> contextlib.AbstractContextManager[Visit]:
        """Return a visit that reads as this caller, in their language."""
        return visit.reading(self.database, caller.scope, self.settings, now=now, language=caller.language)

    def writing(self, caller: Caller, now: datetime | None = None) -> contextlib.AbstractContextManager[Visit]:
        """Return a visit that writes as this caller; commits at its end, rolls back on any error."""
        return visit.writing(self.database, caller.scope, self.settings, now=now, language=caller.language)

    async def run(self, work: Callable[..., Answer], *args: object) -> Answer:
        """Return `work(*args)`, carried out in a worker thread with this task's context."""
        return await in_thread(self.executor, work, *args)

    async def ask(self, work: Callable[..., Answer], *args: object) -> Answer:
        """Return `work(*args)`, carried out by a doorman: for short questions that must not queue."""
        return await in_thread(self.doormen, work, *args)

    def close(self) -> None:
        """Let the threads go and give back every connection."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.doormen.shutdown(wait=False, cancel_futures=True)
        self.database.close()


async def in_thread(executor: ThreadPoolExecutor, work: Callable[..., Answer], *args: object) -> Answer:
    """Return `work(*args)` from a thread that sees the context variables of the caller."""
    context = contextvars.copy_context()
    call = functools.partial(context.run, work, *args)
    return await asyncio.get_running_loop().run_in_executor(executor, call)


def open_center(settings: Settings, database: Database) -> Center:
    """Return the center of a server process over an open database."""
    return Center(
        settings=settings, database=database, grids=Grids(database, settings), build=build_id(ROOT),
        executor=ThreadPoolExecutor(settings.threads, thread_name_prefix="answer"),
        doormen=ThreadPoolExecutor(DOORMEN, thread_name_prefix="door"), started_at=clock.now(),
    )


def build_id(root: Path) -> str:
    """Return twelve hexadecimal digits that change whenever a source file or an asset does."""
    digest = hashlib.sha256()
    rooms = [root / room for room in ("assets", "dashboard", "data", "layers")]
    for path in sorted([root / "app.py", *(path for room in rooms for path in room.rglob("*"))]):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
