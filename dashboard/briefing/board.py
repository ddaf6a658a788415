"""What is being made and what waits: one small file for each piece of work, which every server process can read.

Who works holds the lock of its process's own file: what it was at when it ended is seen to be lost. A file beside a
piece of work, NAME.stop, says that nobody wants it any more. The folder may be deleted while no server runs.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import orjson

from data import clock, locks
from data.briefings import keeping
from data.json_values import read_moment
from data.scope import Scope

WAITING, DRAWING, DONE, FAILED, CANCELLED, LOST = "waiting", "drawing", "done", "failed", "cancelled", "lost"
ACTIVE = (WAITING, DRAWING)
KEPT = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A piece of work: a file of a briefing, or a briefing of each area inside one."""

    id: str
    worker: str
    asked_at: datetime
    person: str
    """Who asked; nobody, where a link's reader or the program itself did."""
    name: str
    area: str
    kind: str = ""
    """Of briefings that are made for each area; nothing for one file."""
    brief: str = ""
    title: str = ""
    format: str = ""
    state: str = WAITING
    done: int = 0
    of: int = 1
    failed: tuple[tuple[str, str], ...] = ()
    """What did not come of it: (which, why)."""


class Board:
    """The folder of one data folder, as one process uses it; may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "briefing-work"
        self._worker = ""
        self._held: IO[str] | None = None

    def put(self, *, person: str, name: str, area: str, **what: Any) -> Entry:
        """Add a piece of work and return it. `what` are `kind`, or `brief`, `title` and `format`."""
        self._begin()
        entry = Entry(id=secrets.token_hex(8), worker=self._worker, asked_at=clock.now(), person=person, name=name,
                      area=area, **what)
        self._write(entry)
        return entry

    def change(self, entry: Entry, **values: Any) -> Entry:
        """Return the entry with other values, noted."""
        found = replace(entry, **values)
        self._write(found)
        return found

    def entries(self) -> list[Entry]:
        """Return all there are, the oldest first, as they stand by now."""
        found = [entry for path in self._folder.glob("*.json") if (entry := _read(path)) is not None]
        alive = {worker: self._is_alive(worker) for worker in {one.worker for one in found}}
        return sorted((self._by_now(one, is_alive=alive[one.worker]) for one in found),
                      key=lambda one: (one.asked_at, one.id))

    def stop(self, entry: Entry) -> None:
        """Note that nobody wants it any more; who is at it looks for that again and again."""
        (self._folder / f"{entry.id}.stop").touch()

    def is_stopped(self, entry_id: str) -> bool:
        """Is it wanted no more?"""
        return (self._folder / f"{entry_id}.stop").exists()

    def close(self) -> None:
        """End: what this process was at is lost from here on."""
        if self._held is not None:
            self._held.close()
        self._worker, self._held = "", None

    def _by_now(self, entry: Entry, *, is_alive: bool) -> Entry:
        if entry.state not in ACTIVE:
            return entry
        if self.is_stopped(entry.id):
            return replace(entry, state=CANCELLED)
        return entry if is_alive else replace(entry, state=LOST)

    def _begin(self) -> None:
        """Make this process known, once, and take away what is old."""
        if self._worker:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._worker = secrets.token_hex(4)
        self._held = (self._folder / f"{self._worker}.worker").open("a")
        locks.take(self._held.fileno())
        old = (clock.now() - KEPT).timestamp()
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < old and not (path.suffix == ".worker" and self._is_alive(path.stem)):
                    path.unlink()

    def _is_alive(self, worker: str) -> bool:
        if worker == self._worker:
            return True
        try:
            with (self._folder / f"{worker}.worker").open("r") as handle:
                return not locks.take(handle.fileno())
        except OSError:
            return False

    def _write(self, entry: Entry) -> None:
        """Write under another name first: nobody reads half of it. A full disk costs only that it is not told."""
        path = self._folder / f"{entry.id}.json"
        half = path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            half.write_bytes(orjson.dumps(entry))
            os.replace(half, path)
        except OSError:
            with contextlib.suppress(OSError):
                half.unlink()


def may_see(scope: Scope, entry: Entry) -> bool:
    """May somebody see and cancel a piece of work? Who asked, and who may release briefings of its area."""
    is_own = entry.person == scope.person
    return scope.allows(keeping.SEES, entry.area) and (is_own or scope.allows(keeping.RELEASES, entry.area))


def _read(path: Path) -> Entry | None:
    try:
        told = orjson.loads(path.read_bytes())
        return Entry(**{**told, "asked_at": read_moment(told["asked_at"]),
                        "failed": tuple((which, why) for which, why in told["failed"])})
    except (OSError, ValueError, TypeError, KeyError):  # gone since, or of another edition of the program
        return None
