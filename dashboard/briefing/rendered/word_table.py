"""Native tables of a document: as wide as the text, headings on each page, what has numbers alone to the right."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, RGBColor

from dashboard.briefing.content import Cell, Mark, Number, Table
from dashboard.briefing.rendered.markup import clean
from dashboard.briefing.rendered.pieces import SHAPES
from dashboard.briefing.rendered.slide_fit import lines_of, width_of
from dashboard.briefing.rendered.slide_table import COLOURS, said_of, text_of
from dashboard.briefing.rendered.slide_text import INK, MOST_DESCRIBED
from dashboard.briefing.rendered.word_text import ROOM, Script, fill, short

MARGIN, NARROWEST, BROADEST = 0.16, 0.5, 1.25
"""Inches beside a cell's text, of a column at least, and of one of words beside a wide one where that is crowded."""
BESIDE, SHARE, SPARE = 0.6, 0.68, 1.15
"""Parts of the whole: what those beside the wide one take when it is crowded, and at most; how much broader a machine's
own font may be."""
MOST_SIGNS, WHOLE_LINES, TOGETHER = 600, 12, 12
"""Signs of a cell; a row of more lines than that may go on, on the next page; so many rows stay together."""


def place(script: Script, block: Table) -> None:
    """Add a table that has rows."""
    widths = widths_of(block, script.size.small)
    table = script.document.add_table(rows=len(block.rows) + 1, cols=len(block.head), style="Briefing Table")
    _prepare(table, block, widths)
    numeric = [all(isinstance(row[place], Number) for row in block.rows) for place in range(len(block.head))]
    for number, (row, cells) in enumerate(zip(table.rows, [block.head, *block.rows], strict=True)):
        is_head, is_followed = number == 0, number < len(block.rows) <= TOGETHER
        _whole(row, [text_of(cell) for cell in cells], (widths, script.size.small), is_head=is_head)
        for cell, said, width, is_number in zip(row.cells, cells, widths, numeric, strict=True):
            cell.width = Inches(width)
            paragraph = cell.paragraphs[0]
            paragraph.style = script.document.styles["Table Head" if is_head else "Table Text"]
            if is_followed:
                paragraph.paragraph_format.keep_with_next = True
            if is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _fill(paragraph, said)


def _fill(paragraph: Any, said: Cell) -> None:
    if isinstance(said, Mark):
        run = paragraph.add_run(f"{SHAPES.get(said.mark, SHAPES['p4'])} {short(said.text, MOST_SIGNS)}")
        run.bold, run.font.color.rgb = True, RGBColor.from_string(COLOURS.get(said.mark, INK))
    elif isinstance(said, Number):
        paragraph.add_run(short(said.text))
    else:
        fill(paragraph, short(said, MOST_SIGNS))


def _prepare(table: Any, block: Table, widths: Sequence[float]) -> None:
    """Fix the columns and say for who does not see the table what it is."""
    properties = table._tbl.tblPr
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(parse_xml(f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1" w:lastRow="0" '
                                'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'))
    for tag, said in (("w:tblCaption", block.title), ("w:tblDescription", said_of(block))):
        element = OxmlElement(tag)
        element.set(qn("w:val"), clean(said)[:MOST_DESCRIBED])
        properties.append(element)


def _whole(row: Any, texts: Sequence[str], room: tuple[Sequence[float], float], *, is_head: bool) -> None:
    """Keep a row on one page, and the headings on every one."""
    widths, points = room
    most = max(lines_of(said, width - MARGIN, points) for said, width in zip(texts, widths, strict=True))
    properties = row._tr.get_or_add_trPr()
    if most <= WHOLE_LINES:
        properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def widths_of(block: Table, points: float) -> list[float]:
    """Return how broad each column is, in inches, all of them as broad as the text; the wide one takes what is left."""
    natural = []
    for place, head in enumerate(block.head):
        texts = [head, *(text_of(row[place]) for row in block.rows)]
        broadest = max(width_of(short(said, MOST_SIGNS), points) for said in texts)
        natural.append(max(NARROWEST, broadest * SPARE + MARGIN))
    beside = sum(natural) - natural[block.wide]
    if sum(natural) > ROOM and beside > BESIDE * ROOM:  # a few words below each other rather than many
        wordy = [any(isinstance(row[place], str) for row in block.rows) for place in range(len(natural))]
        natural = [min(width, BROADEST) if place != block.wide and wordy[place] else width
                   for place, width in enumerate(natural)]
    beside = sum(natural) - natural[block.wide]
    shrink = min(1.0, SHARE * ROOM / beside) if beside else 1.0
    widths = [width * shrink for width in natural]
    widths[block.wide] = ROOM - (sum(widths) - widths[block.wide])
    return widths
