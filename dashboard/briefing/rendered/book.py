"""A briefing as a workbook (XLSX): a sheet for each table, numbers as numbers shown as they read, text always text."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.briefing.content import Brief, Mark, Number
from dashboard.briefing.rendered.flat import Flat, Heads, Value, line_of, tables_of, text_of, value_of, with_readings
from dashboard.briefing.rendered.slide_fit import lines_of, width_of
from data.ingest.report import FORMULA_START

FONT, POINTS, TITLE_POINTS = "Noto Sans CJK SC", 11, 14
INK, QUIET, RED, PALE, LINE = "#1A2530", "#455463", "#B01820", "#F3F5F8", "#CBD5DF"
MARKS = {"p1": RED, "late": RED, "p2": "#A84B00", "soon": "#A84B00", "p3": "#7A5C00", "p4": "#1D5FC4",
         "fine": "#176F43", "done": "#176F43"}
HEAD, FIRST = 2, 3
"""Rows: the heading, and the first one below it."""
NARROWEST, WIDEST, WHOLE = 8, 64, 60
"""Widths in digits of a column at least and at most, and of a sheet at least."""
DIGIT = width_of("0", POINTS)
A4, BROAD = 9, 92
"""Paper; and from how many digits on it lies."""
NAME, SIDE, ABOUT = 24, 40, 250
"""Halves of UTF-16 that a sheet's name, a third of a header and a property may have."""
LINE_HEIGHT, HIGHEST, SPARE = 1.45, 409, 1.08
READ = re.compile(r"(-?)(\d{1,3}(?:,\d{3})*|\d+)(\.\d+)?(\D*)")
NO_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(kw_only=True)
class Book:
    """A workbook that is being written, and the looks its cells share."""

    brief: Brief
    workbook: Workbook
    looks: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def look(self, **properties: Any) -> Any:
        """Return a format, the same for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.looks:
            self.looks[key] = self.workbook.add_format({
                "font_name": FONT, "font_size": POINTS, "font_color": INK, "valign": "top", "text_wrap": True,
                **properties})
        return self.looks[key]


def render(brief: Brief) -> bytes:
    """Return the workbook; the same briefing gives the same bytes."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                              "strings_to_numbers": False})
    book = Book(brief=brief, workbook=workbook)
    _sign(book)
    tables = tables_of(brief)
    for place, table in enumerate(tables):
        _add(book, with_readings(table, brief.language, lambda one: format_of(one) is not None),
             str(place - 1) if 1 < place < len(tables) - 1 else "")
    workbook.close()
    return out.getvalue()


def format_of(number: Number) -> str | None:
    """Return the format by which a spreadsheet shows a value as it reads; None where none does.

    "" is for what has no value: its text stands in the cell.
    """
    value, found = value_of(number), READ.fullmatch(number.text)
    if isinstance(value, str) or value is None:
        return ""
    if found is None:
        return None
    sign, whole, rest, unit = found.groups()
    places = len(rest or ".") - 1
    shown = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)  # as spreadsheets round
    if f"{shown:f}" != f"{sign}{whole.replace(',', '')}{rest or ''}" or '"' in unit:
        return None
    digits = ("#,##0" if "," in whole or abs(value) < 1000 else "0") + (f".{'0' * places}" if places else "")
    return f'{digits}"{unit}"' if unit else digits


def _sign(book: Book) -> None:
    brief = book.brief
    at = datetime.fromisoformat(brief.made_at).astimezone(UTC).replace(microsecond=0, tzinfo=None)
    said = {"title": brief.title, "subject": brief.dated, "author": brief.office, "keywords": brief.id,
            "comments": brief.source, "status": brief.draft}
    book.workbook.set_properties({**{key: cut(text, ABOUT) for key, text in said.items()}, "created": at})
    book.workbook.set_custom_property("digest", brief.digest())
    book.workbook.set_size(2400, 1400)


def _add(book: Book, table: Flat, number: str) -> None:
    """Add the sheet of a table: title, of when it is, headings that stay, rows."""
    sheet = book.workbook.add_worksheet(name_of(book.workbook, table.title, number))
    widths = widths_of(table)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    _lead(book, sheet, table, sum(widths))
    for place, name in enumerate(table.head):
        _write(book, sheet, (HEAD, place), line_of(name), bold=True, bg_color=PALE, font_color=QUIET, bottom=1,
               bottom_color=LINE, align="right" if is_numeric(table, place) else "left")
    _heighten(sheet, HEAD, table.head, widths)
    for below, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            _cell(book, sheet, (FIRST + below, place), cell)
        _heighten(sheet, FIRST + below, [text_of(cell) for cell in row], widths)
    _paper(book, sheet, sum(widths))


def _lead(book: Book, sheet: Worksheet, table: Flat, width: float) -> None:
    """Write the title and the line under it over all columns."""
    brief, last = book.brief, len(table.head) - 1
    note = f"{Heads(brief.language)('note')}: {table.note}" if table.note else ""
    second = " · ".join(part for part in (brief.area_name, brief.dated, brief.draft, brief.demo, note) if part)
    for row, said, points, look in (
            (0, table.title, TITLE_POINTS, {"bold": True, "font_size": TITLE_POINTS}),
            (1, second, POINTS, {"font_color": RED if brief.draft else QUIET})):
        if last:
            sheet.merge_range(row, 0, row, last, "", book.look(**look))
        _write(book, sheet, (row, 0), line_of(said), **look)
        sheet.set_row(row, height_of(lines_of(line_of(said), width * DIGIT, points), points))


def _cell(book: Book, sheet: Worksheet, at: tuple[int, int], cell: Value) -> None:
    value = value_of(cell)
    rim = {"bottom": 1, "bottom_color": LINE}
    if value is None:
        sheet.write_blank(*at, None, book.look(**rim))
    elif isinstance(value, int | float):
        kept = format_of(cell) if isinstance(cell, Number) else "#,##0" if isinstance(value, int) else ""
        sheet.write_number(*at, value, book.look(num_format=kept or "General", align="right", **rim))
    elif isinstance(cell, Mark):
        _write(book, sheet, at, value, bold=True, font_color=MARKS.get(cell.mark, INK), **rim)
    else:
        _write(book, sheet, at, value, align="right" if isinstance(cell, Number) else "left", **rim)


def _write(book: Book, sheet: Worksheet, at: tuple[int, int], said: str, **look: Any) -> None:
    """Write a text; one that begins like a formula is marked as text for whoever edits it later."""
    indent = int(look.get("align") != "right")  # away from the numbers of the column before
    sheet.write_string(*at, said, book.look(**look, indent=indent, quote_prefix=said.startswith(FORMULA_START)))


def _heighten(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    lines = [lines_of(said, (width - 1) * DIGIT, POINTS) for said, width in zip(texts, widths, strict=True)]
    sheet.set_row(row, height_of(max(lines, default=1), POINTS))


def height_of(lines: int, points: float) -> float:
    """Return how many points lines of text are high in a row."""
    return min(HIGHEST, lines * points * LINE_HEIGHT + 4)


def is_numeric(table: Flat, place: int) -> bool:
    """Does a column hold numbers alone?"""
    cells = [row[place] for row in table.rows if row[place] is not None]
    return bool(cells) and all(isinstance(one, Number | int | float) for one in cells)


def widths_of(table: Flat) -> list[float]:
    """Return how many digits each column is wide: as its words need, up to a bound beyond which they wrap."""
    widths = []
    for place, name in enumerate(table.head):
        texts = [line_of(name), *(text_of(row[place]) for row in table.rows)]
        broad = max(width_of(said, POINTS) for said in texts) / DIGIT * SPARE + 3
        widths.append(round(min(WIDEST, max(NARROWEST, broad)), 1))
    if (rest := WHOLE - sum(widths)) > 0:  # a title has room over few narrow columns
        widths[0 if is_numeric(table, len(widths) - 1) else -1] += round(rest, 1)
    return widths


def name_of(workbook: Workbook, title: str, number: str) -> str:
    """Return what a sheet is called: its number and the begin of its title, unlike any other's."""
    begin = NO_NAME.sub(" ", f"{number} {line_of(title)}".strip())
    short = begin if cut(begin, NAME) == begin else cut(begin, NAME - 1) + "…"
    taken = {sheet.name.lower() for sheet in workbook.worksheets()}
    return short if short.strip() and short.lower() not in taken else f"{cut(short, NAME - 5)} ({len(taken)})".strip()


def cut(said: str, most: int) -> str:
    """Return the begin of a text as one line, so many halves of UTF-16 long as spreadsheets count them."""
    return line_of(said).encode("utf-16-le")[:2 * most].decode("utf-16-le", "ignore")


def _paper(book: Book, sheet: Worksheet, width: float) -> None:
    """Let it print on A4, as broad as the paper, the headings on each page, marked at head and foot."""
    brief = book.brief
    sheet.freeze_panes(FIRST, 0)
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.repeat_rows(0, HEAD)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5)
    if width > BROAD:
        sheet.set_landscape()
    if brief.draft:
        sheet.set_tab_color(RED)
    left, middle, right, foot = (cut(said, SIDE).replace("&", "&&") for said in (
        brief.marked(), brief.demo, brief.draft, brief.id))
    sheet.set_header(f"&L{left}&C{middle}&R{right}")
    sheet.set_footer(f"&L{foot}&R&P / &N")
