"""Native charts of a document, which whoever opens it can edit: the slides' own, with the book of their values."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from dashboard.briefing.content import Bars, Columns, Curve
from dashboard.briefing.rendered.slide_native import native
from dashboard.briefing.rendered.word_text import ROOM, Script, inline

POINTS = 9
HEIGHT, LOWEST, HIGHEST, ROW = 2.25, 1.0, 3.6, 0.28
"""Inches: of a chart; of lying bars at least, at most, and for each row."""
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def place(script: Script, block: Curve | Bars | Columns) -> Any:
    """Add the chart of a block that is not empty and return its paragraph."""
    made = native(block, ROOM, _height(block), language=script.brief.language, points=POINTS)
    part, number = script.document.part, script.drawings + 1
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, made.xml, part.package)
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, made.book, part.package)
    key = chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    assert f'r:id="{key}"'.encode() in made.xml, "a chart is to know its book by the name it has here"
    graphic = (f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" xmlns:r="{RELATIONS}" '
               f'r:id="{part.relate_to(chart, RELATIONSHIP_TYPE.CHART)}"/></a:graphicData>')
    paragraph = script.document.add_paragraph(style="Drawing")
    paragraph.add_run()._r.append(parse_xml(inline(script, (ROOM, made.height), ("chart", made.said), graphic)))
    return paragraph


def _height(block: Curve | Bars | Columns) -> float:
    """Return how high a chart is, in inches; lying bars need a row for each."""
    if isinstance(block, Bars):
        return min(HIGHEST, max(LOWEST, ROW * len(block.rows) + ROW / 2))
    is_lying = isinstance(block, Columns) and block.is_stacked
    return min(HIGHEST, max(LOWEST, ROW * len(block.labels) + 2 * ROW)) if is_lying else HEIGHT
