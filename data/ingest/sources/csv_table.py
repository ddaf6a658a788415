"""Comma, semicolon or tab separated text: BOM, blank-padded headers and quoted line breaks are expected."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from data.errors import Invalid
from data.ingest.source import Options, Source, Table, as_text

BLOCK_BYTES = 8 << 20
"""A single row may not be longer than this."""


def read(path: Path, options: Options) -> Table:
    """Return the table.

    Raises Invalid: not_in_encoding, no_header, quote_not_closed, file_ends_early, unreadable_file.
    """
    raw = _sound_bytes(path, options)
    header, header_lines, separator = _header(path, options)
    broken: list[tuple[int, int, str]] = []

    def keep_aside(row: arrow_csv.InvalidRow) -> str:
        broken.append((row.number, row.actual_columns, row.text))
        return "skip"

    try:
        columns = arrow_csv.read_csv(
            pa.BufferReader(raw),
            read_options=arrow_csv.ReadOptions(column_names=header, skip_rows=header_lines, use_threads=False,
                                               block_size=BLOCK_BYTES, encoding=options.encoding or "utf-8"),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True,
                                                 invalid_row_handler=keep_aside),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string())),
        )
    except pa.ArrowInvalid as error:
        raise _named(error, path, options) from None
    frame = columns.to_pandas()
    last = frame.iloc[-1].tolist() if len(frame) else []
    _refuse_half_a_file(path.name, raw, last=last, broken=broken, width=len(header))
    bad = [(number, text) for number, _count, text in broken]
    total = len(frame) + len(bad)
    numbers = np.setdiff1d(np.arange(2, total + 2), [number for number, _text in bad])
    return Table(path=path, frame=as_text(frame), numbers=numbers, broken=tuple(bad))


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


def _sound_bytes(path: Path, options: Options) -> bytes:
    """Return the file's bytes once they have shown to be text in its encoding."""
    raw = path.read_bytes()
    try:
        raw.decode(options.encoding or "utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(raw) and "end of data" in error.reason:
            raise Invalid("file_ends_early", file=path.name, row=raw.count(b"\n") + 1) from None
        raise _named(error, path, options) from None
    except LookupError as error:
        raise _named(error, path, options) from None
    return raw


def _refuse_half_a_file(file: str, raw: bytes, *, last: list[str | None], broken: list[tuple[int, int, str]],
                        width: int) -> None:
    """A quote that never closes swallows the rest; a last line that is short and has no end was cut off."""
    swallowed = any("\n" in (value or "") for value in last) or any("\n" in text for _n, _c, text in broken[-1:])
    if raw.count(b'"') % 2 and swallowed:
        raise Invalid("quote_not_closed", file=file)
    if broken and broken[-1][1] < width and not raw.endswith((b"\n", b"\r")) and raw.rstrip().endswith(
            broken[-1][2].rstrip().encode("utf-8", "replace")[-20:]):
        raise Invalid("file_ends_early", file=file, row=broken[-1][0])


def _named(error: Exception, path: Path, options: Options) -> Invalid:
    text = " ".join(str(error).split())[:200]
    if isinstance(error, UnicodeDecodeError | LookupError) or any(s in text for s in ("UTF8", "codec", "ncoding")):
        return Invalid("not_in_encoding", file=path.name, encoding=options.encoding or "utf-8")
    return Invalid("unreadable_file", file=path.name, detail=text)


SOURCE = Source(name="csv", suffixes=(".csv", ".tsv", ".txt"), read=read)
