"""The process that draws, as seen from whoever asks it: begun once, given one text after the other, ended whole."""

import contextlib
import errno
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.briefing.rendered import families
from dashboard.build import ROOT
from data.errors import Busy

LOOK_SECONDS = 0.1
GENTLE = 10
"""Whoever looks at a screen meanwhile goes first."""
PROGRAMS = "/usr/local/bin:/usr/bin:/bin"
MODULE = "dashboard.briefing.rendered.chromium"


class Died(Exception):
    """The process, or the browser in it, ended by itself."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is to be drawn, and what it may take; `is_stopped` is asked again and again whether it is still wanted."""

    html: str
    form: str
    chromium: str
    is_first: bool
    seconds: float
    memory: int
    is_stopped: Callable[[], bool]


class Warm:
    """One such process with a folder of its own. For one thread at a time; after any refusal it has to be ended."""

    def __init__(self) -> None:
        try:
            self.folder = Path(tempfile.mkdtemp(prefix="yiping-drawing-"))
        except OSError as error:
            raise _unwritten(error) from None
        self.drawn = 0
        self._process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
            [sys.executable, "-m", MODULE, str(self.folder)],
            cwd=ROOT, env=environment(self.folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True)
        with contextlib.suppress(OSError):  # over already
            os.setpriority(os.PRIO_PROCESS, self.pid, min(19, os.getpriority(os.PRIO_PROCESS, 0) + GENTLE))

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def draw(self, job: Job) -> bytes:
        """Return what was drawn. Raises Died, Busy: "drawing_too_slow", "drawing_failed", "drawing_stopped", …"""
        page, drawn = self.folder / "page.html", self.folder / "drawn"
        try:
            page.write_text(job.html, encoding="utf-8", errors="ignore")
            self._say({"form": job.form, "chromium": job.chromium, "is_first": job.is_first, "seconds": job.seconds})
            _tell(self._answer(job))
            body = drawn.read_bytes()
            page.unlink()
            drawn.unlink()
        except OSError as error:
            raise _unwritten(error) from None
        self.drawn += 1
        return body

    def is_alive(self) -> bool:
        """Has it not ended yet?"""
        return self._process.poll() is None

    def held(self) -> int:
        """Return the bytes that it and all it started hold for themselves."""
        return families.held(families.of(self.pid))

    def end(self) -> None:
        """End it and all it started; nothing is left of its folder."""
        families.end(self._process, self.folder)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was to be said to it
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _say(self, said: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(said).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Died(f"exit {self._process.wait()}") from None

    def _answer(self, job: Job) -> dict[str, Any]:
        """Return what it answers, watched meanwhile."""
        assert self._process.stdout is not None
        until = time.monotonic() + job.seconds
        while not select.select([self._process.stdout], [], [], LOOK_SECONDS)[0]:
            if job.is_stopped():
                raise Busy("drawing_stopped")
            if time.monotonic() > until:
                raise Busy("drawing_too_slow", seconds=round(job.seconds))
            if self.held() > job.memory:
                raise Busy("drawing_failed", why="memory")
        line = self._process.stdout.readline()
        if not line:
            raise Died(f"exit {self._process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found


def environment(work: Path) -> dict[str, str]:
    """Return what the process knows: where programs are and where it may write; none of this server's secrets."""
    return {"PATH": PROGRAMS, "LANG": "C.UTF-8", "HOME": str(work), "TMPDIR": str(work), "XDG_CACHE_HOME": str(work)}


def _tell(told: dict[str, Any]) -> None:
    """Raise what was told to have gone wrong."""
    if "died" in told:
        raise Died(told["died"])
    if "signs" in told:
        raise Busy("glyphs_missing", signs=told["signs"])
    if told.get("why") == os.strerror(errno.ENOSPC):
        raise Busy("drawing_disk_full")
    if "why" in told:
        raise Busy("drawing_failed", why=told["why"])


def _unwritten(error: OSError) -> Busy:
    if error.errno == errno.ENOSPC:
        return Busy("drawing_disk_full")
    return Busy("drawing_failed", why=error.strerror or type(error).__name__)
