"""The trail's end, written outside the database: a tail cut off or yesterday's copy put back does not match it.

The file is only ever added to, one JSON object a line, by every process that writes to the city. It proves
most where those who administer the database cannot write: name a file on another host's mount.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

EVERY_ROWS = 1_000
EVERY = timedelta(minutes=5)
LONGEST_LINE = 400


@dataclass(frozen=True, kw_only=True)
class Anchored:
    """The trail ended with this record at this moment."""

    seq: int
    mac: str
    at: datetime


class Anchor:
    """The file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> Iterator[Anchored | None]:
        """Yield what each line says, oldest first, None for one that cannot be read; nothing where there is no file.

        Raises OSError.
        """
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            yield from map(_read, file)

    def last(self) -> Anchored | None:
        """Return what was anchored last, None where nothing was or it cannot be read. Raises OSError."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_LINE))
            tail = file.read().splitlines()
        return _read(tail[-1]) if tail else None

    def append(self, end: Anchored) -> None:
        """Add a line and wait for the disk. Raises OSError."""
        line = json.dumps({"seq": end.seq, "mac": end.mac, "at": end.at.isoformat()}) + "\n"
        with self.path.open("ab", buffering=0) as file:
            file.write(line.encode("ascii"))
            os.fsync(file.fileno())


def _read(line: bytes) -> Anchored | None:
    try:
        told = json.loads(line)
        return Anchored(seq=int(told["seq"]), mac=str(told["mac"]), at=datetime.fromisoformat(told["at"]))
    except (ValueError, TypeError, KeyError):
        return None


def is_due(end: Anchored, last: Anchored | None) -> bool:
    """Is it time to anchor `end`, after `last`? At the first record, each 1,000 records, and after five minutes."""
    if last is None:
        return True
    if end.mac == last.mac:
        return False
    return not 0 <= end.seq - last.seq < EVERY_ROWS or abs(end.at - last.at) >= EVERY
