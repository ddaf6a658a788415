"""A briefing's tables as CSV, packed into one zip: UTF-8 with its mark, without which a spreadsheet misreads Chinese.

A number is its value, without commas, with a point; a column of how it reads follows where that is another text. No
cell begins a formula.
"""

import csv
import io
import zipfile

from dashboard.briefing.content import Brief, Number
from dashboard.briefing.rendered.flat import Flat, Value, line_of, tables_of, value_of, with_readings
from dashboard.briefing.rendered.packing import LONG_AGO
from data.ingest.report import harmless


def render(brief: Brief) -> bytes:
    """Return the zip; the same briefing gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for place, table in enumerate(tables_of(brief)):
            entry = zipfile.ZipInfo(f"{place:02}-{table.kind}.csv", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, written(with_readings(table, brief.language, is_told)).encode("utf-8-sig"))
    return out.getvalue()


def written(table: Flat) -> str:
    """Return a table as CSV (RFC 4180), a heading on its first line and nothing but rows after it."""
    held = io.StringIO()
    lines = csv.writer(held)
    lines.writerow([harmless(line_of(name)) for name in table.head])
    lines.writerows([cell_of(one) for one in row] for row in table.rows)
    return held.getvalue()


def cell_of(cell: Value) -> str:
    """Return what stands in a cell; nothing where nothing is known."""
    value = value_of(cell)
    return "" if value is None else plain(value) if isinstance(value, int | float) else harmless(value)


def is_told(number: Number) -> bool:
    """Is how a number reads its value with commas, and nothing else?"""
    value = value_of(number)
    return isinstance(value, str) or plain(value or 0) == number.text.replace(",", "")


def plain(value: float) -> str:
    """Return a value without an exponent and to its last digit."""
    said = repr(value)
    return said if "e" not in said else f"{value:.17f}".rstrip("0").rstrip(".")
