"""A native table on a slide: as wide as its words need, the wide column takes the rest, one line for each row."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Inches

from dashboard.briefing.content import Cell, Mark, Number, Table
from dashboard.briefing.rendered.html import SHAPES
from dashboard.briefing.rendered.slide_text import (
    INK,
    PALE,
    QUIET,
    RED,
    Box,
    Look,
    add_run,
    describe,
    fitted,
    prepared,
    width_of,
    write,
)

POINTS, ROW, HIGHEST, MARGIN = 16, 0.4, 0.55, 0.08
NARROWEST, MOST_OTHERS, FITS = 0.8, 0.75, 0.92
"""In inches, as shares of the whole, and how much of a column a text may fill."""
COLOURS = {"p1": RED, "late": RED, "p2": "A84B00", "soon": "A84B00", "p3": "7A5C00", "p4": "1D5FC4", "fine": "176F43",
           "done": "176F43"}


def draw(slide: Any, box: Box, block: Table, language: str) -> str:
    """Draw a table and return what it says in words."""
    if not block.rows:
        write(slide, Box(box.left, box.top, box.width, 0.5), block.empty, Look(points=20, language=language))
        return block.empty
    rows = block.rows[:int(box.height / ROW) - 1]
    widths = widths_of(block, box.width)
    high = min(HIGHEST, box.height / (len(rows) + 1))
    frame = slide.shapes.add_table(len(rows) + 1, len(block.head), *Box(
        box.left, box.top, box.width, high * (len(rows) + 1)).emu())
    describe(frame, said_of(block))
    table = frame.table
    table.horz_banding = False
    for place, width in enumerate(widths):
        table.columns[place].width = Inches(width)
    for height in table.rows:
        height.height = Inches(high)
    right = [all(isinstance(row[place], Number) for row in block.rows) for place in range(len(block.head))]
    for place, said in enumerate(block.head):
        look = Look(points=POINTS, is_bold=True, colour=QUIET, language=language)
        _fill(table.cell(0, place), said, (look, widths[place], right[place]), PALE)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            look = Look(points=POINTS, language=language, is_bold=isinstance(cell, Mark),
                        colour=COLOURS.get(cell.mark, INK) if isinstance(cell, Mark) else INK)
            _fill(table.cell(number, place), text_of(cell), (look, widths[place], right[place]), "FFFFFF")
    return said_of(block)


def widths_of(block: Table, whole: float) -> list[float]:
    """Return how broad each column is, in inches: as its words need; what is left goes to the wide one, or to all where
    that is the first.
    """
    needed = [max(NARROWEST, 2 * MARGIN + 0.1 + max(width_of(said, POINTS) / FITS for said in (
        head, *(text_of(row[place]) for row in block.rows)))) for place, head in enumerate(block.head)]
    others = sum(needed) - needed[block.wide]
    if others > whole * MOST_OTHERS:
        needed = [width * whole * MOST_OTHERS / others for width in needed]
        others = whole * MOST_OTHERS
    needed[block.wide] = min(needed[block.wide], whole - others) if block.wide == 0 else whole - others
    spare = (whole - sum(needed)) / len(needed)
    return [width + spare for width in needed]


def text_of(cell: Cell) -> str:
    """Return what stands in a cell; a mark has its shape before its word."""
    if isinstance(cell, Mark):
        return f"{SHAPES.get(cell.mark, '●')} {cell.text}"
    return cell.text if isinstance(cell, Number) else cell


def said_of(block: Table) -> str:
    """Return the table in words."""
    lines = [", ".join(f"{head}: {text_of(cell)}" for head, cell in zip(block.head, row, strict=True))
             for row in block.rows]
    return "\n".join([block.title, *lines])


def _fill(cell: Any, said: str, how: tuple[Look, float, bool], ground: str) -> None:
    look, width, is_right = how
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(ground)
    cell.margin_left = cell.margin_right = Inches(MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    paragraph = prepared(cell.text_frame, anchor="middle", margin=MARGIN)
    paragraph.alignment = 3 if is_right else 1
    add_run(paragraph, fitted(said, width - 2 * MARGIN, look.points), look)
