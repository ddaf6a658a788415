"""A briefing as slides (PPTX, 16:9): a cover, the conclusion, one slide for each section, about the data."""

import io
from typing import Any

from dashboard.briefing.content import Bars, Brief, Columns, Curve, Lines, Map, Section, Table, read
from dashboard.briefing.rendered import slide_charts, slide_map, slide_table
from dashboard.briefing.rendered.packing import repacked
from dashboard.briefing.rendered.slide_fit import fitted, height_of, lines_of, sentence
from dashboard.briefing.rendered.slide_frame import (
    BODY,
    ROOM,
    SIDE,
    WIDTH,
    code,
    look,
    name_theme_fonts,
    new_deck,
    new_slide,
    number,
    small,
)
from dashboard.briefing.rendered.slide_opening import cover, summary
from dashboard.briefing.rendered.slide_text import BLUE, Box, note, rectangle, write

LINE_POINTS, LINE_GAP, MOST_IN_LINE = (24, 20, 18, 16), 0.22, 3
QR = Box(WIDTH - SIDE - 1.35, 5.45, 1.35, 1.35)
MOST_GAPS = 3


def render(brief: Brief) -> bytes:
    """Return the slides; the same briefing gives the same bytes."""
    deck = new_deck(brief)
    cover(deck, brief)
    summary(deck, brief)
    for section in brief.sections():
        one_section(deck, brief, section)
    about(deck, brief)
    number(deck, brief)
    name_theme_fonts(deck)
    out = io.BytesIO()
    deck.save(out)
    return repacked(out.getvalue())


def one_section(deck: Any, brief: Brief, section: Section) -> None:
    """Add the slide of a section; a long table takes more than one."""
    block = section.body
    if isinstance(block, Table):
        _table(deck, brief, section, block)
        return
    slide = new_slide(deck, brief, block.title)
    if isinstance(block, Lines):
        said = _lines(slide, brief, block)
    elif isinstance(block, Map):
        said = slide_map.draw(slide, BODY, block, brief.language)
    else:
        said = _chart(slide, brief, block)
    small(slide, brief, block.note)
    _note(slide, brief, section, said)


def _note(slide: Any, brief: Brief, section: Section, said: str) -> None:
    note(slide, "\n".join(part for part in (section.notes, said, section.body.note) if part), brief.language)


def _chart(slide: Any, brief: Brief, block: Curve | Bars | Columns) -> str:
    """Draw a chart under its unit and return what it says in words."""
    write(slide, Box(BODY.left, BODY.top - 0.06, BODY.width, 0.3), fitted(block.unit, ROOM, 16), look(brief))
    box = Box(BODY.left, BODY.top + 0.24, BODY.width, BODY.height - 0.24)
    return slide_charts.draw(slide, box, block, brief.language)


def _table(deck: Any, brief: Brief, section: Section, block: Table) -> None:
    parts = slide_table.parts_of(block, BODY)
    for place, part in enumerate(parts, start=1):
        title = f"{block.title} ({place}/{len(parts)})" if len(parts) > 1 else block.title
        slide = new_slide(deck, brief, title)
        left = slide_table.left_out(block, parts) if place == len(parts) else ""
        slide_table.draw(slide, BODY, block, part, brief.language)
        small(slide, brief, " · ".join(one for one in (left, block.note) if one))
        _note(slide, brief, section, slide_table.said_of(block))


def _lines(slide: Any, brief: Brief, block: Lines) -> str:
    """Write sentences, as large as they have room, and return them in words."""
    room, texts = ROOM - 0.35, [read(line) for line in block.lines]
    for points in LINE_POINTS:
        counts = [min(MOST_IN_LINE, lines_of(said, room, points)) for said in texts]
        if sum(height_of(count, points) + LINE_GAP for count in counts) <= BODY.height:
            break
    top = BODY.top + 0.1
    for line, count in zip(block.lines, counts if texts else (), strict=True):
        high = height_of(count, points)
        if top + high > BODY.top + BODY.height:
            break
        rectangle(slide.shapes, Box(SIDE, top + 0.03, 0.08, high - 0.06), BLUE)
        write(slide, Box(SIDE + 0.3, top, room, high), sentence(line, room, ((points, count),))[0], look(brief, points))
        top += high + LINE_GAP
    return "\n".join([block.title, *texts])


def about(deck: Any, brief: Brief) -> None:
    """Add the slides with what the figures mean, where they come from and what is missing."""
    block = Table(title=brief.definitions_title, head=("", ""), wide=1,
                  rows=tuple((one.name, one.said) for one in brief.definitions))
    gaps, versions = brief.gaps[:MOST_GAPS], " · ".join(f"{key} {value}" for key, value in brief.versions.items())
    foot = 6.8 - height_of(len(gaps), 16) - 0.06 * len(gaps) - height_of(2, 12)
    box = Box(BODY.left, BODY.top, BODY.width, min(foot, QR.top) - BODY.top - 0.15)
    for part in slide_table.parts_of(block, box) if block.rows else [()]:
        slide = new_slide(deck, brief, brief.definitions_title)
        if part:
            slide_table.draw(slide, box, block, part, brief.language)
    top, room = foot, ROOM - QR.width - 0.3
    for gap in gaps:
        write(slide, Box(SIDE, top, room, 0.28), fitted(f"▲ {gap.said}", room, 16), look(brief))
        top += height_of(1, 16) + 0.06
    small(slide, brief, " · ".join(one for one in (brief.source, versions) if one),
          Box(SIDE, top + 0.02, room, height_of(2, 12)), 2)
    code(slide, brief, QR)
    note(slide, "\n".join([*(f"{one.name}: {one.said}" for one in brief.definitions), *(gap.said for gap in brief.gaps),
                           brief.source, versions]), brief.language)
