"""How far a long command is, on standard error: a bar on a terminal, else a line every few seconds."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from tqdm import tqdm

LINE_SECONDS = 5.0
LINE = "{desc}: {n_fmt} of {total_fmt} rows, {percentage:.0f} %, {rate_fmt}, {remaining} left"
LINE_WITHOUT_END = "{desc}: {n_fmt} rows, {rate_fmt}"
STAGES = {"read": "reading and checking", "stored": "storing"}


class Rows:
    """Tells of rows that reach one stage after the other: how many, of how many, how fast, how long it will take."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage, self._began_at, self._began_with, self._told_at = "", 0.0, 0, 0.0
        self._bar: tqdm | None = None

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Hear that so many rows reached the stage; `of` is 0 where nobody knows how many there are."""
        if stage != self._stage:
            self.close()
            self._stage, self._began_at, self._began_with = stage, monotonic(), done
            self._told_at = self._began_at
        if self._stream.isatty():
            self._draw(done, of)
        elif monotonic() - self._told_at >= LINE_SECONDS:
            self._told_at = monotonic()
            print(self._line(done, of), file=self._stream, flush=True)

    def close(self) -> None:
        """Leave the bar as it is, and the line to whoever writes next."""
        if self._bar is not None:
            self._bar.close()
        self._bar = None

    def _draw(self, done: int, of: int) -> None:
        if self._bar is None:
            self._bar = tqdm(desc=STAGES[self._stage], total=of or None, initial=done, unit=" rows", unit_scale=True,
                             file=self._stream, dynamic_ncols=True)
        self._bar.update(done - self._bar.n)

    def _line(self, done: int, of: int) -> str:
        return str(tqdm.format_meter(
            done, of or None, monotonic() - self._began_at, prefix=STAGES[self._stage], unit=" rows", unit_scale=False,
            initial=self._began_with, bar_format=LINE if of else LINE_WITHOUT_END))


def tell(line: str) -> None:
    """Say how far a command is, on standard error."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def of_rows() -> Iterator[Rows]:
    """Yield what tells of rows on standard error."""
    rows = Rows(sys.stderr)
    try:
        yield rows
    finally:
        rows.close()
