"""What every slide has: its title, its foot, the stamp of a draft; behind them theme, layouts and fonts."""

import io
from datetime import UTC, datetime
from typing import Any

import segno
from pptx import Presentation
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard.briefing.content import Brief
from dashboard.briefing.rendered.markup import clean
from dashboard.briefing.rendered.slide_fit import fitted, shrunk
from dashboard.briefing.rendered.slide_text import (
    BLUE,
    FONTS,
    INK,
    LINE,
    QUIET,
    RED,
    WHITE,
    Box,
    Look,
    add_sentence,
    describe,
    edged,
    plain,
    prepared,
    rectangle,
    write,
)

WIDTH, HEIGHT, SIDE = 13.333, 7.5, 0.6
ROOM = WIDTH - 2 * SIDE
BODY = Box(SIDE, 1.42, ROOM, 5.06)
GUTTER = 0.5
NOTE_TOP = 6.54
FOOT, FOOT_LINE, PAGES = 6.92, 0.25, 1.0
STAMP, STAMP_STEPS = Box(WIDTH - SIDE - 3.5, 0.36, 3.5, 0.62), ((22, 1), (18, 1), (16, 1))
TITLE_STEPS, HALF_STEPS = ((28, 1), (24, 2), (20, 2)), ((24, 1), (20, 2), (18, 2))
SMALL_STAMP, SMALL_STEPS = Box(WIDTH - SIDE - 3.5, 0.05, 3.5, 0.34), ((18, 1), (16, 1))
TITLE_ONLY, VIOLET, THEME, MOST_TOLD = 5, "6B3FB5", "theme+xml", 250
OLD_WIDTH = 10
"""Inches of the layouts the library brings."""


def new_deck(brief: Brief) -> Any:
    """Return a deck of 16:9 without slides, signed, whose layouts fit and whose theme names the fonts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = (int(one * WIDTH / OLD_WIDTH) for one in (shape.left, shape.width))
    _sign(deck, brief)
    return deck


def name_theme_fonts(deck: Any) -> None:
    """Let the themes of slides and of notes name the fonts too: what somebody adds looks like the rest."""
    for part in deck.part.package.iter_parts():
        if part.content_type.endswith(THEME):
            root = part._element if isinstance(part, XmlPart) else parse_xml(part.blob)
            for fonts in root.iter(qn("a:majorFont"), qn("a:minorFont")):
                for tag, face in FONTS.items():
                    fonts.find(qn(f"a:{tag}")).set("typeface", face)
            if not isinstance(part, XmlPart):
                part._blob = serialize_part_xml(root)


def _sign(deck: Any, brief: Brief) -> None:
    properties = deck.core_properties
    at = datetime.fromisoformat(brief.made_at).astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties.title, properties.subject = clean(brief.title)[:MOST_TOLD], clean(brief.dated)[:MOST_TOLD]
    properties.author = properties.last_modified_by = clean(brief.office)[:MOST_TOLD]
    properties.keywords, properties.language = clean(brief.id)[:MOST_TOLD], brief.language
    properties.created = properties.modified = properties.last_printed = at
    properties.revision = 1


def look(brief: Brief, points: float = 16, **more: Any) -> Look:
    """Return how a text of a briefing looks."""
    return Look(points=points, language=brief.language, **more)


def new_slide(deck: Any, brief: Brief, *titles: str) -> Any:
    """Return a new slide with its title, or two side by side, and its foot; `number` writes its page."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    is_whole = len(titles) == 1
    boxes = halves(Box(SIDE, 0.3, ROOM, 0.82), len(titles))
    if is_whole and brief.draft:
        boxes = [Box(SIDE, 0.3, ROOM - STAMP.width - 0.2, 0.82)]
    for place, (title, box) in enumerate(zip(titles, boxes, strict=True)):
        inner = box if is_whole else Box(box.left, 0.4, box.width, 0.74)
        said, points = shrunk(title, box.width, TITLE_STEPS if is_whole else HALF_STEPS)
        how = look(brief, points, is_bold=True)
        if place == 0:
            entitle(slide, inner, said, how)
        else:
            write(slide, inner, said, how, anchor="middle").name = "title"
    rule(slide, 1.18, RED, 2)
    _foot(slide, brief)
    stamp(slide, brief, *((STAMP, STAMP_STEPS) if is_whole else (SMALL_STAMP, SMALL_STEPS)))
    return slide


def halves(box: Box, count: int) -> list[Box]:
    """Return as many boxes side by side as are asked for in place of one."""
    width = (box.width - GUTTER * (count - 1)) / count
    return [Box(box.left + place * (width + GUTTER), box.top, width, box.height) for place in range(count)]


def entitle(slide: Any, box: Box, said: str, how: Look) -> None:
    """Write the title into its placeholder, which reading programs look for."""
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = box.emu()
    add_sentence(prepared(shape.text_frame, how, anchor="middle"), (said,), how)


def _foot(slide: Any, brief: Brief) -> None:
    rule(slide, FOOT - 0.05, LINE, 0.75)
    dated = fitted(" · ".join(part for part in (brief.dated, brief.marked()) if part), 7.2, 12)
    quiet = look(brief, 12, colour=QUIET)
    write(slide, Box(SIDE, FOOT, 7.4, FOOT_LINE), dated, quiet, anchor="middle")
    write(slide, Box(SIDE + 7.5, FOOT, ROOM - 7.5 - PAGES, FOOT_LINE), fitted(brief.demo, 3.4, 12),
          look(brief, 12, colour=VIOLET, is_bold=True, side="center"), anchor="middle")
    write(slide, Box(SIDE, FOOT + FOOT_LINE, 4.4, FOOT_LINE), fitted(brief.id, 4.4, 12), quiet, anchor="middle")
    write(slide, Box(SIDE + 4.5, FOOT + FOOT_LINE, ROOM - 4.5, FOOT_LINE), fitted(brief.link, ROOM - 4.5, 12),
          look(brief, 12, colour=BLUE, side="right", link=clean(brief.link)), anchor="middle")


def number(deck: Any, brief: Brief) -> None:
    """Write on each slide but the cover which of how many it is."""
    total = len(deck.slides)
    for place, slide in enumerate(deck.slides, start=1):
        if place > 1:
            write(slide, Box(WIDTH - SIDE - PAGES, FOOT, PAGES, FOOT_LINE), f"{place} / {total}",
                  look(brief, 12, colour=INK, side="right"), anchor="middle")


def rule(slide: Any, top: float, tint: str, points: float) -> None:
    """Draw a line from side to side."""
    edged(plain(slide.shapes.add_connector(1, *(Inches(one) for one in (SIDE, top, WIDTH - SIDE, top)))), tint, points)


def stamp(slide: Any, brief: Brief, box: Box, steps: tuple[tuple[float, int], ...]) -> None:
    """Stamp a draft."""
    if not brief.draft:
        return
    shape = rectangle(slide.shapes, box, WHITE, RED, 3)
    shape.name, shape.rotation = "draft", 0 if box.height < STAMP.height else 358
    said, points = shrunk(brief.draft, box.width - 0.2, steps)
    how = look(brief, points, is_bold=True, colour=RED, side="center")
    add_sentence(prepared(shape.text_frame, how, anchor="middle"), (said,), how)


def code(slide: Any, brief: Brief, box: Box) -> None:
    """Put the QR code of the briefing's address on a slide."""
    out = io.BytesIO()
    segno.make(clean(brief.link) or brief.id, error="m").save(out, kind="png", scale=8, border=2)
    describe(slide.shapes.add_picture(io.BytesIO(out.getvalue()), *box.emu()), f"QR: {brief.link}", "QR")


def small(slide: Any, brief: Brief, said: str, box: Box, lines: int = 1) -> None:
    """Write a note into a box of its own, or at the foot of what it explains."""
    if said:
        shape = write(slide, box, fitted(said, box.width, 12, lines), look(brief, 12, colour=QUIET))
        shape.text_frame.paragraphs[0].space_before = Pt(0)
