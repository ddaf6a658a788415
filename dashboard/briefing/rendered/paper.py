"""PDF and PNG of an HTML text: drawn by Debian's Chromium in a process of its own, one at a time on this machine.

That process has bounds of time and memory; when it passes one, it and everything it started is ended. Else it stays for
the next drawing, and is ended when none comes, when it has drawn many or grown, or when another server process waits.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from dashboard.briefing.rendered.warm import Died, Job, Warm
from data import locks
from data.errors import Busy
from data.settings import Settings
from data.startup import Finding

SECONDS = 60.0
MOST_MEMORY = 1536 * 1024**2
"""Bytes that the process and all it started may hold together."""
LOOK_SECONDS = 0.1
IDLE_SECONDS = 60.0
MOST_DRAWN = 50
MOST_KEPT_MEMORY = 400 * 1024**2
"""Who holds more than this after a drawing is ended rather than kept."""
GOING_SECONDS = 5.0
TRIES = 2
"""A browser that ended by itself is begun once more."""


class Draws(Protocol):
    """Draws HTML texts; each may raise Busy: "browser_missing", "glyphs_missing", "drawing_too_slow", …"""

    def pdf(self, html: str) -> bytes:
        """Return the text as PDF."""
        ...

    def png(self, html: str) -> bytes:
        """Return the text as one long picture, 1080 px wide."""
        ...

    def card(self, html: str) -> bytes:
        """Return the text as one picture of 1920 by 1080 px."""
        ...


@dataclass(frozen=True)
class Stoppable:
    """Draws as a drawer does, as long as it is not stopped; then it raises Busy("drawing_stopped")."""

    drawer: "Drawer"
    is_stopped: Callable[[], bool]

    def pdf(self, html: str) -> bytes:
        """Return the text as PDF."""
        return self.drawer.draw(html, "pdf", self.is_stopped)

    def png(self, html: str) -> bytes:
        """Return the text as one long picture, 1080 px wide."""
        return self.drawer.draw(html, "png", self.is_stopped)

    def card(self, html: str) -> bytes:
        """Return the text as one picture of 1920 by 1080 px."""
        return self.drawer.draw(html, "card", self.is_stopped)


@dataclass(kw_only=True)
class Drawer:
    """Draws for one data folder; may be called from any thread. Its process is there while its place is."""

    chromium: str
    folder: Path
    seconds: float = SECONDS
    memory: int = MOST_MEMORY
    idle_seconds: float = IDLE_SECONDS
    _is_checked: bool = field(default=False, init=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _warm: Warm | None = field(default=None, init=False, repr=False)
    _place: IO[str] | None = field(default=None, init=False, repr=False)
    _used_at: float = field(default=0.0, init=False, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Drawer":
        """Return the one of a deployment."""
        return cls(chromium=settings.chromium, folder=settings.data_dir)

    def pdf(self, html: str) -> bytes:
        """Return the text as PDF. Raises Busy: "browser_missing", "glyphs_missing", "drawing_too_slow", …"""
        return self.draw(html, "pdf")

    def png(self, html: str) -> bytes:
        """Return the text as one long picture, 1080 px wide. Raises as `pdf`."""
        return self.draw(html, "png")

    def card(self, html: str) -> bytes:
        """Return the text as one picture of 1920 by 1080 px. Raises as `pdf`."""
        return self.draw(html, "card")

    def finding(self) -> Finding:
        """Return as a check whether this machine draws, and every sign as itself. Without a browser nothing is wrong:
        briefings are read as pages then, and a file that needs one is refused with what to install.
        """
        try:
            self.pdf("")
        except Busy as refused:
            is_missing = refused.code == "browser_missing"
            return Finding("drawing", is_missing, f"{refused}; apt-get install chromium fonts-noto-cjk")
        finally:
            self.close()
        return Finding("drawing", True, self.chromium)

    def draw(self, html: str, form: str, is_stopped: Callable[[], bool] = lambda: False) -> bytes:
        """Return the text in a form, "pdf", "png" or "card". Raises as `pdf`, Busy("drawing_stopped")."""
        if not os.access(self.chromium, os.X_OK):
            raise Busy("browser_missing", path=self.chromium)
        with self._alone(is_stopped):
            return self._try(Job(html=html, form=form, chromium=self.chromium, is_first=not self._is_checked,
                                 seconds=self.seconds, memory=self.memory, is_stopped=is_stopped))

    def close(self) -> None:
        """End the process where there is one; one that draws for longer than that ends with this program."""
        if self._turn.acquire(timeout=GOING_SECONDS):
            self._end()
            self._turn.release()

    def _try(self, job: Job) -> bytes:
        died = ""
        for _ in range(TRIES):
            with contextlib.ExitStack() as unless_drawn:
                unless_drawn.callback(self._end_process)
                try:
                    self._warm = self._warm or Warm()
                    body = self._warm.draw(job)
                except Died as found:
                    died = str(found)
                    continue
                unless_drawn.pop_all()
                self._is_checked = True
                return body
        raise Busy("drawing_failed", why=died)

    @contextlib.contextmanager
    def _alone(self, is_stopped: Callable[[], bool]) -> Iterator[None]:
        """Hold the one place for drawing, among threads and processes.

        Raises Busy: "briefings_wait", "drawing_stopped".
        """
        until = time.monotonic() + self.seconds
        _wait(lambda: self._turn.acquire(timeout=LOOK_SECONDS), until, is_stopped)
        try:
            self._take_place(until, is_stopped)
            yield
        finally:
            self._used_at = time.monotonic()
            if not self._is_worth_keeping():
                self._end()
            self._turn.release()

    def _take_place(self, until: float, is_stopped: Callable[[], bool]) -> None:
        """Take the lock of this machine. Whoever waits for it holds another: so who has it sees that it is wanted."""
        if self._place is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._next() as waiting:
            _wait(lambda: locks.take(waiting.fileno()), until, is_stopped)
            with contextlib.ExitStack() as unless_taken:
                place = unless_taken.enter_context((self.folder / "drawing.lock").open("a"))
                _wait(lambda: locks.take(place.fileno()), until, is_stopped)
                unless_taken.pop_all()
        self._place = place
        threading.Thread(target=self._keep, name="drawing", daemon=True).start()

    def _next(self) -> IO[str]:
        return (self.folder / "drawing.next").open("a")

    def _is_worth_keeping(self) -> bool:
        """Is there a process that is sound and young, and does nobody else want its place?"""
        if self._warm is None or self._place is None or not self._warm.is_alive():
            return False
        if self._warm.drawn >= MOST_DRAWN or self._warm.held() > MOST_KEPT_MEMORY:
            return False
        with self._next() as waiting:
            return locks.take(waiting.fileno())

    def _keep(self) -> None:
        """Look after a process that nobody uses, until it is ended."""
        place = self._place
        while True:
            time.sleep(LOOK_SECONDS)
            with self._turn:
                if self._place is not place:
                    return
                if time.monotonic() - self._used_at > self.idle_seconds or not self._is_worth_keeping():
                    self._end()
                    return

    def _end_process(self) -> None:
        if self._warm is not None:
            self._warm.end()
        self._warm = None

    def _end(self) -> None:
        self._end_process()
        if self._place is not None:
            self._place.close()
        self._place = None


def _wait(is_ours: Callable[[], bool], until: float, is_stopped: Callable[[], bool]) -> None:
    """Return once it is ours. Raises Busy: "briefings_wait", "drawing_stopped"."""
    while not is_ours():
        if is_stopped():
            raise Busy("drawing_stopped")
        if time.monotonic() > until:
            raise Busy("briefings_wait")
        time.sleep(LOOK_SECONDS / 10)
