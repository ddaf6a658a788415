"""Where briefings are put together and drawn: two threads of their own, so that no screen waits for a document."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from dashboard.briefing.content import Brief
from dashboard.briefing.rendered.formats import Format
from dashboard.briefing.rendered.paper import Drawer
from data.errors import Busy
from data.settings import Settings

Answer = TypeVar("Answer")
MOST_WAITING = 12
"""Pieces of work in hand or waiting in one process; one more is refused."""
PATIENCE_SECONDS = 45.0
"""How long an answer waits, less than a proxy before us would; what is made meanwhile is kept, and is there when it
is asked for again."""


class Press:
    """One at a time is composed, and one is drawn. To be used from the event loop; `drawer` from any thread."""

    def __init__(self, settings: Settings) -> None:
        self.drawer = Drawer.of(settings)
        self._composing = ThreadPoolExecutor(1, thread_name_prefix="compose")
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="draw")
        self._waiting = 0

    async def compose(self, work: Callable[..., Answer], *args: object) -> Answer:
        """Return `work(*args)`. Raises Busy("briefings_wait")."""
        return await self._run(self._composing, work, *args)

    async def make(self, brief: Brief, form: Format) -> bytes:
        """Return the briefing in a form. Raises Busy: "briefings_wait", and what its drawing raises."""
        return await self._run(self._drawing if form.is_drawn else self._composing, form.make, brief, self.drawer)

    async def _run(self, executor: ThreadPoolExecutor, work: Callable[..., Answer], *args: object) -> Answer:
        if self._waiting >= MOST_WAITING:
            raise Busy("briefings_wait")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, work, *args)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the threads go once they have done what they are at."""
        for executor in (self._composing, self._drawing):
            executor.shutdown(wait=False, cancel_futures=True)
        self.drawer.close()


async def patiently(work: "asyncio.Future[Answer] | asyncio.Task[Answer]") -> Answer:
    """Return what comes of a work that goes on by itself. Raises Busy("briefings_wait") when it takes too long."""
    try:
        return await asyncio.wait_for(asyncio.shield(work), PATIENCE_SECONDS)
    except TimeoutError:
        raise Busy("briefings_wait") from None
