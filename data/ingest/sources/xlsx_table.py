"""XLSX workbooks: one sheet, its first row with content is the header; nothing is calculated."""

import itertools
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
import pandas as pd

from data.errors import Invalid
from data.ingest.source import PIECE_ROWS, Options, Source, Table, as_text

UNPACKED_LIMIT_BYTES = 1 << 30
RATIO_LIMIT = 200
"""Sheets of repeated numbers pack 20 to 100 times; a bomb packs 1,000 times and more."""
RATIO_FREE_BYTES = 16 << 20
ENTRIES_LIMIT = 2_000
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, KeyError, ValueError, TypeError, AttributeError,
              OSError, EOFError, ParseError, IndexError)
"""What a workbook that is damaged, encrypted or none at all makes the reader raise."""


def pieces(path: Path, options: Options) -> Iterator[Table]:
    """Yield the table in pieces. Raises Invalid: unreadable_file, archive_too_large, unknown_sheet, no_header."""
    _refuse_bombs(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        if options.sheet and options.sheet not in book.sheetnames:
            raise Invalid("unknown_sheet", file=path.name, sheet=options.sheet, known=", ".join(book.sheetnames))
        rows = _rows(book[options.sheet] if options.sheet else book.worksheets[0])
        _number, head = next(rows, (0, []))
        if not head:
            raise Invalid("no_header", file=path.name)
        names = [str(name).strip() if name is not None else f"({i + 1})" for i, name in enumerate(head)]
        while some := list(itertools.islice(rows, PIECE_ROWS)):
            yield _table(path, names, some)
        book.close()
    except UNREADABLE as error:
        raise Invalid("unreadable_file", file=path.name, detail=str(error)[:200]) from None


def _table(path: Path, names: list[str], rows: list[tuple[int, list[object]]]) -> Table:
    width = len(names)
    values = [[*row[:width], *[None] * (width - len(row))] for _number, row in rows]
    frame = pd.DataFrame(values, columns=names, dtype=object)
    return Table(path=path, frame=as_text(frame), numbers=np.array([number for number, _row in rows], dtype=np.int64))


def _rows(sheet: Any) -> Iterator[tuple[int, list[object]]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        values = [_plain(value) for value in row]
        if any(value not in (None, "") for value in values):
            yield number, values


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _refuse_bombs(path: Path) -> None:
    """Look at the archive's own directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Invalid("unreadable_file", file=path.name, detail=str(error)[:200]) from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    too_dense = unpacked > RATIO_FREE_BYTES and unpacked / packed > RATIO_LIMIT
    if unpacked > UNPACKED_LIMIT_BYTES or len(entries) > ENTRIES_LIMIT or too_dense:
        raise Invalid("archive_too_large", file=path.name, megabytes=unpacked >> 20, limit=UNPACKED_LIMIT_BYTES >> 20)


SOURCE = Source(name="xlsx", suffixes=(".xlsx",), pieces=pieces)
