"""Where briefings are put together and drawn: two threads of their own, so that no screen waits for a document."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from dashboard.briefing.board import DRAWING, FAILED, WAITING, Board, Entry
from dashboard.briefing.content import Brief
from dashboard.briefing.rendered.formats import Format
from dashboard.briefing.rendered.paper import Drawer, Stoppable
from data.errors import Busy
from data.settings import Settings

LOG = logging.getLogger(__name__)
Answer = TypeVar("Answer")
MOST_WAITING = 12
"""Pieces of work in hand or waiting in one process; one more is refused."""
PATIENCE_SECONDS = 45.0
"""How long an answer waits, less than a proxy before us would; what is made meanwhile is kept, and is there when it
is asked for again."""
NOBODY = ""
"""Who wants something and has no entry on the board: it is not stopped."""


class Press:
    """One at a time is composed, and one is drawn. To be used from the event loop; `drawer` from any thread."""

    def __init__(self, settings: Settings) -> None:
        self.drawer = Drawer.of(settings)
        self.board = Board(settings.data_dir)
        self._composing = ThreadPoolExecutor(1, thread_name_prefix="compose")
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="draw")
        self._waiting = 0
        self._wanted: dict[tuple[str, str], list[str]] = {}
        self._going_on: set[asyncio.Task[None]] = set()
        self._closing = threading.Event()

    async def compose(self, work: Callable[..., Answer], *args: object) -> Answer:
        """Return `work(*args)`. Raises Busy("briefings_wait")."""
        return await self._run(self._composing, work, *args)

    @contextlib.contextmanager
    def wanted(self, brief: Brief, form: Format, entry: Entry | None = None) -> Iterator[None]:
        """Note meanwhile that somebody wants a form of a briefing; once all who do have stopped, it is not made."""
        wants = self._wanted.setdefault(_key(brief, form), [])
        who = entry.id if entry else NOBODY
        wants.append(who)
        try:
            yield
        finally:
            wants.remove(who)
            if not wants and self._wanted.get(_key(brief, form)) is wants:
                del self._wanted[_key(brief, form)]

    async def make(self, brief: Brief, form: Format) -> bytes:
        """Return the briefing in a form. Raises Busy: "briefings_wait", and what its drawing raises."""
        return await self._run(self._drawing if form.is_drawn else self._composing, self._make, brief, form)

    def is_over(self, entry: Entry | None) -> bool:
        """Does this process end, or is this entry wanted no more?"""
        return self._closing.is_set() or (entry is not None and self.board.is_stopped(entry.id))

    def go_on(self, work: Coroutine[Any, Any, None], entry: Entry) -> None:
        """Do a work that nobody waits for; where it ends in a fault of ours, its entry says that it failed."""
        task = asyncio.create_task(work)
        self._going_on.add(task)

        def over(done: "asyncio.Task[None]") -> None:
            self._going_on.discard(done)
            if not done.cancelled() and (fault := done.exception()) is not None:
                LOG.error("making %s failed", entry.id, exc_info=fault)
                self.board.change(entry, state=FAILED)

        task.add_done_callback(over)

    def _make(self, brief: Brief, form: Format) -> bytes:
        wants = self._wanted.get(_key(brief, form), [])
        if any(wants):
            for entry in self.board.entries():
                if entry.id in wants and entry.state == WAITING and not entry.kind:
                    self.board.change(entry, state=DRAWING)

        def is_stopped() -> bool:
            there = tuple(self._wanted.get(_key(brief, form), ()))
            return self._closing.is_set() or (bool(there) and all(who and self.board.is_stopped(who) for who in there))

        if is_stopped():
            raise Busy("drawing_stopped")
        return form.make(brief, Stoppable(self.drawer, is_stopped))

    async def _run(self, executor: ThreadPoolExecutor, work: Callable[..., Answer], *args: object) -> Answer:
        if self._waiting >= MOST_WAITING:
            raise Busy("briefings_wait")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, work, *args)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the threads go; what is being drawn is ended, for nobody would be given it."""
        self._closing.set()
        for executor in (self._composing, self._drawing):
            executor.shutdown(wait=False, cancel_futures=True)
        self.drawer.close()
        self.board.close()


def _key(brief: Brief, form: Format) -> tuple[str, str]:
    return f"{brief.id} {brief.circle} {brief.reader}", form.name


async def patiently(work: "asyncio.Future[Answer] | asyncio.Task[Answer]") -> Answer:
    """Return what comes of a work that goes on by itself. Raises Busy("briefings_wait") when it takes too long."""
    try:
        return await asyncio.wait_for(asyncio.shield(work), PATIENCE_SECONDS)
    except TimeoutError:
        raise Busy("briefings_wait") from None
