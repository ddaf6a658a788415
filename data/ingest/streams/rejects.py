"""The file of rejected messages and events: one JSON object a line, a file for each month, in the data folder."""

import os
from collections.abc import Sequence
from pathlib import Path

import orjson

from data import clock
from data.ingest.streams.message import FAULTS

Rejected = tuple[str, str, str]
"""(topic, reason, text)"""


class Rejects:
    """Keeps what was rejected, with when and why."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self) -> Path:
        """Return the file of this month."""
        return self._folder / f"rejected-events-{clock.now():%Y-%m}.jsonl"

    def keep(self, rejected: Sequence[Rejected]) -> None:
        """Add a line for each; returns when they are on the disk. Raises OSError.

        Whoever was rejected before a crash, and not acknowledged, comes again and stands there twice.
        """
        if not rejected:
            return
        at = clock.now()
        lines = b"".join(orjson.dumps({"at": at, "topic": topic, "code": reason, "message": FAULTS.get(reason, reason),
                                       "payload": text}) + b"\n" for topic, reason, text in rejected)
        self._folder.mkdir(parents=True, exist_ok=True)
        # Reporters' names may stand in it: readable by the program's own user alone.
        descriptor = os.open(self.path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            if _is_torn(file.fileno()):
                lines = b"\n" + lines
            while lines:
                lines = lines[file.write(lines):]
            os.fsync(file.fileno())


def _is_torn(descriptor: int) -> bool:
    """Did a crash leave a line without its end?"""
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
