"""A native chart taken out of a slide, so that documents have the same: its XML, its book, what it says in words."""

from dataclasses import dataclass

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from dashboard.briefing.content import Bars, Columns, Curve
from dashboard.briefing.rendered import slide_charts
from dashboard.briefing.rendered.slide_text import Box

EMPTY_LAYOUT, EMU = 6, 914400
BARE = f'<c:spPr {nsdecls("c", "a")}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
"""Without it, a document draws a box around a chart."""


@dataclass(frozen=True, kw_only=True)
class Native:
    """A chart: its part and the book of its values as files, how high it is in inches, what it says in words."""

    xml: bytes
    book: bytes
    height: float
    said: str


def native(block: Curve | Bars | Columns, width: float, height: float, *, language: str, points: float) -> Native:
    """Return the chart of a block that is not empty, for so many inches and with letters so high.

    It is drawn as large as its letters are on a slide and then made smaller as a whole: what has room there has room.
    """
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[EMPTY_LAYOUT])
    grown = slide_charts.POINTS / points
    said = slide_charts.draw(slide, Box(0, 0, width * grown, height * grown), block, language)
    [shape] = [one for one in slide.shapes if one.has_chart]
    part = shape.chart.part
    for properties in part._element.iter(qn("a:rPr"), qn("a:defRPr")):
        properties.set("sz", str(round(int(properties.get("sz", 100 * slide_charts.POINTS)) / grown / 50) * 50))
    for line in part._element.iter(qn("a:ln")):
        if line.get("w"):
            line.set("w", str(round(int(line.get("w")) / grown)))
    part._element.find(qn("c:chart")).addnext(parse_xml(BARE))
    return Native(xml=part.blob, book=part.chart_workbook.xlsx_part.blob, height=shape.height / EMU / grown, said=said)
