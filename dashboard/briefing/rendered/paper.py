"""PDF and PNG of an HTML text: drawn by Debian's Chromium in a process of its own, one at a time on this machine.

That process has bounds of time and memory; when it passes one, it and everything it started is ended.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.build import ROOT
from data import locks
from data.errors import Busy
from data.settings import Settings
from data.startup import Finding

SECONDS = 60.0
MOST_MEMORY = 1536 * 1024**2
"""Bytes that the process and all it started may hold together."""
LOOK_SECONDS = 0.1
GENTLE = 10
"""Whoever looks at a screen meanwhile goes first."""
GOING_SECONDS = 5.0
"""How long one that was ended may take to be gone."""
PROGRAMS = "/usr/local/bin:/usr/bin:/bin"
MODULE = "dashboard.briefing.rendered.chromium"
STATE, PARENT = 0, 1
"""Places in /proc/PID/stat after the name in brackets."""


@dataclass(kw_only=True)
class Drawer:
    """Draws for one data folder; may be called from any thread."""

    chromium: str
    folder: Path
    seconds: float = SECONDS
    memory: int = MOST_MEMORY
    _is_checked: bool = field(default=False, init=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Drawer":
        """Return the one of a deployment."""
        return cls(chromium=settings.chromium, folder=settings.data_dir)

    def pdf(self, html: str) -> bytes:
        """Return the text as PDF. Raises Busy: "browser_missing", "glyphs_missing", "drawing_too_slow", …"""
        return self._draw(html, "pdf")

    def png(self, html: str) -> bytes:
        """Return the text as one long picture, 1080 px wide. Raises as `pdf`."""
        return self._draw(html, "png")

    def card(self, html: str) -> bytes:
        """Return the text as one picture of 1920 by 1080 px. Raises as `pdf`."""
        return self._draw(html, "card")

    def finding(self) -> Finding:
        """Return as a check whether this machine draws, and every sign as itself. Without a browser nothing is wrong:
        briefings are read as pages then, and a file that needs one is refused with what to install.
        """
        try:
            self.pdf("")
        except Busy as refused:
            is_missing = refused.code == "browser_missing"
            return Finding("drawing", is_missing, f"{refused}; apt-get install chromium fonts-noto-cjk")
        return Finding("drawing", True, self.chromium)

    def _draw(self, html: str, form: str) -> bytes:
        if not os.access(self.chromium, os.X_OK):
            raise Busy("browser_missing", path=self.chromium)
        with self._alone(), tempfile.TemporaryDirectory(prefix="yiping-drawing-") as name:
            work = Path(name)
            (work / "page.html").write_text(html, encoding="utf-8")
            (work / "job.json").write_text(json.dumps({
                "form": form, "chromium": self.chromium, "is_first": not self._is_checked,
                "seconds": self.seconds}), encoding="utf-8")
            self._run(work)
            self._is_checked = True
            return (work / "drawn").read_bytes()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the one place for drawing, among threads and processes. Raises Busy("briefings_wait")."""
        until = time.monotonic() + self.seconds
        if not self._turn.acquire(timeout=self.seconds):
            raise Busy("briefings_wait")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "drawing.lock").open("a") as handle:
                while not locks.take(handle.fileno()):
                    if time.monotonic() > until:
                        raise Busy("briefings_wait")
                    time.sleep(LOOK_SECONDS)
                yield
        finally:
            self._turn.release()

    def _run(self, work: Path) -> None:
        """Return once the process has drawn. Raises Busy with what went wrong; nothing of it is left then."""
        process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
            [sys.executable, "-m", MODULE, str(work)],
            cwd=ROOT, env=_environment(work), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            with contextlib.suppress(OSError):  # over already
                os.setpriority(os.PRIO_PROCESS, process.pid, GENTLE)
            self._watch(process)
        finally:
            _end(process)
        if process.returncode or not (work / "drawn").exists():
            raise _fault(work, process.returncode)

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + self.seconds
        while process.poll() is None:
            if time.monotonic() > until:
                raise Busy("drawing_too_slow", seconds=round(self.seconds))
            if _held(_family(process.pid)) > self.memory:
                raise Busy("drawing_failed", why="memory")
            time.sleep(LOOK_SECONDS)


def _environment(work: Path) -> dict[str, str]:
    """Return what the process knows: where programs are and where it may write; none of this server's secrets."""
    return {"PATH": PROGRAMS, "LANG": "C.UTF-8", "HOME": str(work), "TMPDIR": str(work), "XDG_CACHE_HOME": str(work)}


def _fault(work: Path, code: int | None) -> Busy:
    try:
        told = json.loads((work / "fault.json").read_text(encoding="utf-8"))
        return Busy("glyphs_missing", signs=told["signs"]) if "signs" in told else Busy(
            "drawing_failed", why=told["why"])
    except (OSError, ValueError):
        return Busy("drawing_failed", why=f"exit {code}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it started, also what left its session; they are stopped first so that none is missed."""
    family = set[int]()
    while not family >= (found := _family(process.pid)):
        family |= found
        for one in found:
            _send(one, signal.SIGSTOP)
    for one in family:
        _send(one, signal.SIGKILL)
    process.wait()
    until = time.monotonic() + GOING_SECONDS
    while family & _parents().keys() and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)


def _send(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, what)


def _family(root: int) -> set[int]:
    """Return a living process and all below it."""
    parents = _parents()
    found, fresh = set[int](), {root} & parents.keys()
    while fresh:
        found |= fresh
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
    return found


def _parents() -> dict[int, int]:
    """Return of every living process which one began it."""
    found: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if told[STATE] not in ("Z", "X"):
                found[int(path.parent.name)] = int(told[PARENT])
    return found


def _held(family: set[int]) -> int:
    """Return the bytes that these processes hold for themselves; what they share with files is not counted."""
    total = 0
    for pid in family:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith("RssAnon:"):
                    total += int(line.split()[1]) * 1024
    return total
