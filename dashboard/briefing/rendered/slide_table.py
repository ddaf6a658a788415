"""A native table on a slide: as wide as its words need, the wide column takes the rest; a long one is continued."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from dashboard.briefing.content import Cell, Mark, Number, Table
from dashboard.briefing.rendered.pieces import SHAPES
from dashboard.briefing.rendered.slide_fit import fitted, height_of, lines_of, width_of
from dashboard.briefing.rendered.slide_text import (
    INK,
    LINE,
    PALE,
    QUIET,
    RED,
    WHITE,
    Box,
    Look,
    add_run,
    colour,
    describe,
    prepared,
)

POINTS, MARGIN, ABOVE = 16, 0.1, 0.07
NARROWEST, SHARE = 0.8, 0.7
"""Inches of a column; what part of the whole the columns beside the wide one may take."""
MOST_LINES, MOST_PARTS, STRETCH = 3, 4, 0.16
COLOURS = {"p1": RED, "late": RED, "p2": "A84B00", "soon": "A84B00", "p3": "7A5C00", "p4": "1D5FC4", "fine": "176F43",
           "done": "176F43"}
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own "no style, no grid"."""

Part = Sequence[int]


def parts_of(block: Table, box: Box) -> list[Part]:
    """Return which rows stand on which slide, by their height; at most so many slides."""
    widths, room = widths_of(block, box.width), box.height - _head_height(block)
    parts: list[list[int]] = [[]]
    used = 0.0
    for place, row in enumerate(block.rows):
        high = _height(row, widths)
        if parts[-1] and used + high > room:
            parts, used = [*parts, []], 0.0
        parts[-1].append(place)
        used += high
    return list(parts[:MOST_PARTS])


def left_out(block: Table, parts: Sequence[Part]) -> str:
    """Return how many rows stand on no slide, or nothing."""
    left = len(block.rows) - sum(map(len, parts))
    return f"… +{left}" if left else ""


def draw(slide: Any, box: Box, block: Table, part: Part, language: str) -> None:
    """Draw rows of a table under its heading, or what is said where there are none; without words, no heading."""
    widths, head = widths_of(block, box.width), int(any(block.head))
    heights = [_head_height(block)] * head + [_height(block.rows[place], widths) for place in part]
    if not block.rows:
        heights.append(height_of(1, POINTS) + 2 * ABOVE)
    spare = min(STRETCH, max(0.0, (box.height - sum(heights)) / len(heights)))
    heights = [high + spare for high in heights]
    frame = slide.shapes.add_table(len(heights), len(block.head), *Box(
        box.left, box.top, box.width, sum(heights)).emu())
    describe(frame, said_of(block))
    table = _plain(frame, head)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for row, high in zip(table.rows, heights, strict=True):
        row.height = Inches(high)
    sides = ["right" if block.rows and all(isinstance(row[place], Number) for row in block.rows) else "left"
             for place in range(len(block.head))]
    for place, said in enumerate(block.head if head else ()):
        look = Look(points=POINTS, is_bold=True, colour=QUIET, language=language, side=sides[place])
        _fill(table.cell(0, place), said, look, widths[place])
    if not block.rows:
        table.cell(head, 0).merge(table.cell(head, len(block.head) - 1))
        _fill(table.cell(head, 0), block.empty, Look(points=POINTS, language=language), box.width)
    for line, number in enumerate(part, start=head):
        for place, cell in enumerate(block.rows[number]):
            _fill(table.cell(line, place), text_of(cell), _look(cell, sides[place], language), widths[place])


def widths_of(block: Table, whole: float) -> list[float]:
    """Return how broad each column is, in inches: as its words need; what is left goes to the wide one, or to all where
    that is the first.
    """
    needed = [max(NARROWEST, 2 * MARGIN + 0.12 + max(width_of(said, POINTS) for said in (
        head, *(text_of(row[place]) for row in block.rows)))) for place, head in enumerate(block.head)]
    others = sum(width for place, width in enumerate(needed) if place != block.wide)
    if others > whole * SHARE:
        needed = [width * whole * SHARE / others for width in needed]
        others = whole * SHARE
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
    lines = [", ".join(f"{head}: {text_of(cell)}" if head else text_of(cell)
                       for head, cell in zip(block.head, row, strict=True)) for row in block.rows]
    return "\n".join([block.title, *(lines or [block.empty])])


def _look(cell: Cell, side: str, language: str) -> Look:
    is_mark = isinstance(cell, Mark)
    return Look(points=POINTS, is_bold=is_mark, language=language, side=side,
                colour=COLOURS.get(cell.mark, INK) if isinstance(cell, Mark) else INK)


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    lines = max(min(MOST_LINES, lines_of(text_of(cell), width - 2 * MARGIN, POINTS))
                for cell, width in zip(row, widths, strict=True))
    return height_of(lines, POINTS) + 2 * ABOVE


def _head_height(block: Table) -> float:
    return height_of(1, POINTS) + 2 * ABOVE if any(block.head) else 0.0


def _plain(frame: Any, head: int) -> Any:
    """Return a table without the colours of the theme."""
    table = frame.table
    table.first_row, table.horz_banding = bool(head), False
    frame._element.graphic.graphicData.tbl.tblPr.find(f"{{{table._tbl.nsmap['a']}}}tableStyleId").text = PLAIN_STYLE
    return table


def _fill(cell: Any, said: str, look: Look, width: float) -> None:
    is_head = look.is_bold and look.colour == QUIET
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(PALE if is_head else WHITE)
    cell.margin_left = cell.margin_right = Inches(MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{LINE}"/></a:solidFill></a:lnB>'))
    paragraph = prepared(cell.text_frame, look, anchor="middle", margin=(MARGIN, 0.03))
    add_run(paragraph, fitted(said, width - 2 * MARGIN, look.points, 1 if is_head else MOST_LINES), look)
