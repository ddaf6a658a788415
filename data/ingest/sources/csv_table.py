"""Comma, semicolon or tab separated text: BOM, blank-padded headers and quoted line breaks are expected."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from data.errors import Invalid
from data.ingest.source import Options, Source, Table, as_text

BLOCK_BYTES = 8 << 20
"""What is read at once; a single row may not be longer than this."""
CHUNK_BYTES = 1 << 20
END_BYTES = 4_096


@dataclass(frozen=True, kw_only=True)
class Text:
    """What there is to know of a file that is sound text."""

    quotes: int
    end: bytes
    """Its last bytes."""


class Aside:
    """Rows that cannot be split into columns, as the parser finds them, until they are handed on."""

    def __init__(self) -> None:
        self.waiting: list[tuple[int, str]] = []
        """(row number, text), ascending"""
        self.last: arrow_csv.InvalidRow | None = None

    def keep(self, row: arrow_csv.InvalidRow) -> str:
        """Take one, and tell the parser to go on behind it."""
        self.waiting.append((row.number, row.text))
        self.last = row
        return "skip"

    def before(self, number: int) -> tuple[tuple[int, str], ...]:
        """Hand on those in front of a row."""
        handed = tuple(one for one in self.waiting if one[0] < number)
        self.waiting = self.waiting[len(handed):]
        return handed


def pieces(path: Path, options: Options) -> Iterator[Table]:
    """Yield the table in pieces.

    Raises Invalid: not_in_encoding, no_header, quote_not_closed, file_ends_early, unreadable_file.
    """
    text = _sound_text(path, options)
    header, header_lines, separator = _header(path, options)
    aside, first = Aside(), 2
    frame = pd.DataFrame({name: [] for name in header}, dtype="str")
    try:
        opened = arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(column_names=header, skip_rows=header_lines, use_threads=False,
                                               block_size=BLOCK_BYTES, encoding=options.encoding or "utf-8"),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True,
                                                 invalid_row_handler=aside.keep),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string())),
        )
        for rows in opened:
            if rows.num_rows:
                frame = rows.to_pandas()
                numbers = _numbers(first, len(frame), {number for number, _text in aside.waiting})
                first = int(numbers[-1]) + 1
                yield Table(path=path, frame=as_text(frame), numbers=numbers, broken=aside.before(first))
    except pa.ArrowInvalid as error:
        raise _named(error, path, options) from None
    _refuse_half_a_file(path.name, text, last=frame.iloc[-1].tolist() if len(frame) else [], broken=aside.last,
                        width=len(header))
    if aside.waiting:
        yield Table(path=path, frame=as_text(frame[:0]), numbers=np.array([], np.int64), broken=tuple(aside.waiting))


def _numbers(first: int, count: int, broken: set[int]) -> NDArray[np.int64]:
    """Return the numbers of so many rows from `first` on, among which the broken ones stand too."""
    numbers = np.arange(first, first + count + len(broken), dtype=np.int64)
    return numbers[~np.isin(numbers, list(broken))][:count]


def _header(path: Path, options: Options) -> tuple[list[str], int, str]:
    """Return the column names (made unique), how many lines they take, and the separator."""
    encoding = options.encoding or "utf-8-sig"
    try:
        with path.open(encoding=encoding, newline="") as lines:
            first = lines.readline(1 << 20)
            separator = max(",;\t", key=first.count)
            lines.seek(0)
            reader = csv.reader(lines, delimiter=separator)
            names = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
            count = reader.line_num
    except (UnicodeDecodeError, LookupError, csv.Error) as error:
        raise _named(error, path, options) from None
    if not any(names) or "\x00" in first:
        raise Invalid("no_header", file=path.name)
    return [name if names.index(name) == i else f"{name} ({i + 1})" for i, name in enumerate(names)], count, separator


def _sound_text(path: Path, options: Options) -> Text:
    """Read the file through and return what it is like once it has shown to be text in its encoding."""
    lines = quotes = 0
    end = b""
    try:
        decoder = codecs.getincrementaldecoder(options.encoding or "utf-8")()
        with path.open("rb") as handle:
            while chunk := handle.read(CHUNK_BYTES):
                decoder.decode(chunk)
                lines, quotes = lines + chunk.count(b"\n"), quotes + chunk.count(b'"')
                end = (end + chunk)[-END_BYTES:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if "end of data" in error.reason:
            raise Invalid("file_ends_early", file=path.name, row=lines + 1) from None
        raise _named(error, path, options) from None
    except LookupError as error:
        raise _named(error, path, options) from None
    return Text(quotes=quotes, end=end)


def _refuse_half_a_file(file: str, text: Text, *, last: list[str | None], broken: arrow_csv.InvalidRow | None,
                        width: int) -> None:
    """A quote that never closes swallows the rest; a last line that is short and has no end was cut off."""
    swallowed = any("\n" in (value or "") for value in last) or (broken is not None and "\n" in broken.text)
    if text.quotes % 2 and swallowed:
        raise Invalid("quote_not_closed", file=file)
    if (broken is not None and broken.actual_columns < width and not text.end.endswith((b"\n", b"\r"))
            and text.end.rstrip().endswith(broken.text.rstrip().encode("utf-8", "replace")[-20:])):
        raise Invalid("file_ends_early", file=file, row=broken.number)


def _named(error: Exception, path: Path, options: Options) -> Invalid:
    text = " ".join(str(error).split())[:200]
    if isinstance(error, UnicodeDecodeError | LookupError) or any(s in text for s in ("UTF8", "codec", "ncoding")):
        return Invalid("not_in_encoding", file=path.name, encoding=options.encoding or "utf-8")
    return Invalid("unreadable_file", file=path.name, detail=text)


SOURCE = Source(name="csv", suffixes=(".csv", ".tsv", ".txt"), pieces=pieces)
