"""What one server process is made of, put together once and handed to those who serve: no rules live here."""

import asyncio
import contextlib
import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from dashboard.briefing.press import Press
from dashboard.build import build_id
from dashboard.measures import Measures
from dashboard.prepared import Prepared
from dashboard.provoked import Provoked
from dashboard.remembered import Grids, Pulse
from dashboard.sources import Sources
from dashboard.walls import profile
from data import clock, visit
from data.areas.locate import GridIndex
from data.grouped import Grouped
from data.people import sessions
from data.people.sessions import Caller
from data.settings import Settings
from data.storage.database import Database
from data.storage.hearing import Hearing
from data.storage.replica import Replica, gauges
from data.visit import Visit
from layers import catalog
from layers.catalog import Catalog

Answer = TypeVar("Answer")
DOORMEN = 2
"""Threads that only ask who is there, so that the door never waits behind a slow panel; as many again hash
passwords, so that it does not wait for those either."""


@dataclass(frozen=True, kw_only=True)
class Center:
    """Settings, database, threads, what is remembered, the map layers, measures, the name of this build."""

    settings: Settings
    database: Database
    hearing: Hearing
    replica: Replica | None
    executor: ThreadPoolExecutor
    doormen: ThreadPoolExecutor
    signers: ThreadPoolExecutor
    grouped: Grouped
    grids: Grids
    prepared: Prepared
    press: Press
    pulse: Pulse
    sources: Sources
    build: str
    started_at: datetime
    measures: Measures = field(default_factory=Measures)
    layers: Catalog = field(default_factory=catalog.discover)
    provoked: Provoked = field(default_factory=Provoked)

    def index(self) -> GridIndex:
        """Return the current grid index (thread-safe)."""
        return self.grids.index()

    def reading(self, caller: Caller, now: datetime | None = None) -> contextlib.AbstractContextManager[Visit]:
        """Return a visit that reads as this caller, in their language; of who only looks perhaps from the replica.

        Programs are read from the database itself: one may write by one key and read by another.
        """
        is_onlooker = caller.by_cookie and caller.scope.only_looks()
        source = self.replica if self.replica is not None and is_onlooker else self.database
        return visit.reading(source, caller.scope, self.settings, now=now, language=caller.language)

    def writing(self, caller: Caller, now: datetime | None = None) -> contextlib.AbstractContextManager[Visit]:
        """Return a visit that writes as this caller; commits at its end, rolls back on any error.

        What the caller may do is asked anew in the transaction itself: a grant may have ended since the door.
        """
        return visit.writing(self.database, caller.scope, self.settings, now=now, language=caller.language,
                             renewed=functools.partial(sessions.scope_now, caller=caller))

    async def write_together(self, caller: Caller, work: Callable[[Visit], Answer], size: int) -> Answer:
        """Return `work(visit)` after the commit, written as this caller in one transaction with what others bring.

        `size` is how many rows it is about. What the caller may do is asked anew in the transaction.
        Raises Busy("too_much_waits").
        """
        return await asyncio.wrap_future(self.grouped.write(
            caller.scope, work, size=size, language=caller.language,
            renewed=functools.partial(sessions.scope_now, caller=caller)))

    async def run(self, work: Callable[..., Answer], *args: object) -> Answer:
        """Return `work(*args)`, carried out in a worker thread with this task's context."""
        return await in_thread(self.executor, work, *args)

    async def ask(self, work: Callable[..., Answer], *args: object) -> Answer:
        """Return `work(*args)`, carried out by a doorman: for short questions that must not queue."""
        return await in_thread(self.doormen, work, *args)

    def edition(self) -> str:
        """Return what the screens were made from: the build, and the deployment's own walls. Another one is fetched."""
        return f"{self.build}-{profile.digest(self.settings.data_dir)}"

    def close(self) -> None:
        """Let the threads go and give back every connection."""
        self.hearing.stop()
        if self.replica is not None:
            self.replica.stop()
        self.grouped.close()
        self.press.close()
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.doormen.shutdown(wait=False, cancel_futures=True)
        self.signers.shutdown(wait=False, cancel_futures=True)
        self.database.close()


async def in_thread(executor: ThreadPoolExecutor, work: Callable[..., Answer], *args: object) -> Answer:
    """Return `work(*args)` from a thread that sees the context variables of the caller."""
    context = contextvars.copy_context()
    call = functools.partial(context.run, work, *args)
    return await asyncio.get_running_loop().run_in_executor(executor, call)


def open_center(settings: Settings, database: Database) -> Center:
    """Return the center of a server process over an open database."""
    build = build_id()
    hearing = Hearing(database)
    replica = None
    if settings.replica_url:
        replica = Replica(Database.copy_of(settings, connections=settings.threads + 2), database, hearing)
    center = Center(
        settings=settings, database=database, hearing=hearing, replica=replica, grids=Grids(database, settings),
        pulse=Pulse(database), build=build, sources=Sources(settings), prepared=Prepared.of(settings),
        press=Press(settings),
        executor=ThreadPoolExecutor(settings.threads, thread_name_prefix="answer"),
        doormen=ThreadPoolExecutor(DOORMEN, thread_name_prefix="door"), grouped=Grouped(database, settings),
        signers=ThreadPoolExecutor(DOORMEN, thread_name_prefix="sign-in"), started_at=clock.now(),
    )
    for name, read in (gauges(replica) if replica is not None else {}).items():
        center.measures.gauge(name, read)
    return center
