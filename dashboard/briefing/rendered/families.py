"""A process and all that it started: who they are, what they hold, how all of them are ended."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

STATE, PARENT = 0, 1
"""Places in /proc/PID/stat after the name in brackets."""
LOOK_SECONDS = 0.1
GOING_SECONDS = 5.0
"""How long one that was ended may take to be gone."""


def end(process: subprocess.Popen[bytes], home: Path) -> None:
    """End a process and all it started, also what left its session, or lost its parent and still has its home.

    They are stopped first so that none is missed.
    """
    family = set[int]()
    while not family >= (found := of(process.pid) | _at_home(home)):
        family |= found
        for one in found:
            _send(one, signal.SIGSTOP)
    for one in family:
        _send(one, signal.SIGKILL)
    process.wait()
    until = time.monotonic() + GOING_SECONDS
    while family & _parents().keys() and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)


def of(root: int) -> set[int]:
    """Return a living process and all below it."""
    parents = _parents()
    found, fresh = set[int](), {root} & parents.keys()
    while fresh:
        found |= fresh
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
    return found


def held(family: set[int]) -> int:
    """Return the bytes that these processes hold for themselves; what they share with files is not counted."""
    total = 0
    for pid in family:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith("RssAnon:"):
                    total += int(line.split()[1]) * 1024
    return total


def _at_home(folder: Path) -> set[int]:
    """Return the living processes whose home this folder is."""
    mark = b"\0HOME=%s\0" % os.fsencode(folder)
    found = set[int]()
    for pid in _parents():
        with contextlib.suppress(OSError):
            if mark in b"\0" + Path(f"/proc/{pid}/environ").read_bytes() + b"\0":
                found.add(pid)
    return found


def _send(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, what)


def _parents() -> dict[int, int]:
    """Return of every living process which one began it."""
    found: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if told[STATE] not in ("Z", "X"):
                found[int(path.parent.name)] = int(told[PARENT])
    return found
