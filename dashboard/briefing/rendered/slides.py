"""A briefing as slides (PPTX, 16:9): a cover, the conclusion, one slide for each section, about the data."""

import io
from typing import Any

from dashboard.briefing.content import Block, Brief, Lines, Map, Section, Table, read
from dashboard.briefing.rendered import slide_charts, slide_map, slide_table
from dashboard.briefing.rendered.packing import repacked
from dashboard.briefing.rendered.slide_fit import fitted, height_of, lines_of, sentence
from dashboard.briefing.rendered.slide_frame import (
    BODY,
    NOTE_TOP,
    ROOM,
    SIDE,
    WIDTH,
    code,
    halves,
    look,
    name_theme_fonts,
    new_deck,
    new_slide,
    number,
    small,
)
from dashboard.briefing.rendered.slide_opening import cover, summary
from dashboard.briefing.rendered.slide_text import BLUE, Box, note, rectangle, write
from dashboard.speech import shared_words

LINE_POINTS, LINE_GAP, MOST_IN_LINE = (24, 20, 18, 16), 0.22, 3
QR = Box(WIDTH - SIDE - 1.35, 5.45, 1.35, 1.35)
MOST_GAPS = 3


def render(brief: Brief) -> bytes:
    """Return the slides; the same briefing gives the same bytes."""
    deck = new_deck(brief)
    cover(deck, brief)
    summary(deck, brief)
    for group in grouped(brief):
        body = group[0].body
        if isinstance(body, Table) and len(group) == 1 and len(slide_table.parts_of(body, BODY)) > 1:
            long_table(deck, brief, group[0], body)
        else:
            one_group(deck, brief, group)
    about(deck, brief)
    number(deck, brief)
    name_theme_fonts(deck)
    out = io.BytesIO()
    deck.save(out)
    return repacked(out.getvalue())


def grouped(brief: Brief) -> list[tuple[Section, ...]]:
    """Return what stands on each slide: two halves of paper share one; a map and a long table have their own."""
    groups: list[tuple[Section, ...]] = []
    for section in brief.sections():
        if groups and len(groups[-1]) == 1 and _is_half(groups[-1][0]) and _is_half(section):
            groups[-1] = (*groups[-1], section)
        else:
            groups.append((section,))
    return groups


def _is_half(section: Section) -> bool:
    block, [half, _] = section.body, halves(BODY, 2)
    if isinstance(block, Table) and len(slide_table.parts_of(block, half)) > 1:
        return False
    return section.width == "half" and not isinstance(block, Map)


def one_group(deck: Any, brief: Brief, group: tuple[Section, ...]) -> None:
    """Add the slide of a section, or of two side by side."""
    slide, said = new_slide(deck, brief, *(one.body.title for one in group)), []
    for section, box in zip(group, halves(BODY, len(group)), strict=True):
        said += [section.notes, _draw(slide, brief, section.body, box), section.body.note]
        small(slide, brief, section.body.note, Box(box.left, NOTE_TOP, box.width, 0.26))
    note(slide, "\n".join(part for part in said if part), brief.language)


def _draw(slide: Any, brief: Brief, block: Block, box: Box) -> str:
    """Draw a block and return what it says in words."""
    if isinstance(block, Table):
        slide_table.draw(slide, box, block, range(len(block.rows)), brief.language)
        return slide_table.said_of(block)
    if isinstance(block, Lines):
        return _lines(slide, brief, block, box)
    if isinstance(block, Map):
        return slide_map.draw(slide, box, block, brief.language)
    if slide_charts.is_empty(block):
        write(slide, Box(box.left, box.top + 0.1, box.width, 0.5), shared_words(brief.language)["brief.nothing"],
              look(brief, 24))
        return block.title
    write(slide, Box(box.left, box.top - 0.06, box.width, 0.3), fitted(block.unit, box.width, 16), look(brief))
    chart = Box(box.left, box.top + 0.24, box.width, box.height - 0.24)
    return slide_charts.draw(slide, chart, block, brief.language)


def long_table(deck: Any, brief: Brief, section: Section, block: Table) -> None:
    """Add the slides of a table that needs more than one."""
    parts = slide_table.parts_of(block, BODY)
    for place, part in enumerate(parts, start=1):
        slide = new_slide(deck, brief, f"{block.title} ({place}/{len(parts)})")
        left = slide_table.left_out(block, parts) if place == len(parts) else ""
        slide_table.draw(slide, BODY, block, part, brief.language)
        small(slide, brief, " · ".join(one for one in (left, block.note) if one), Box(SIDE, NOTE_TOP, ROOM, 0.26))
        said = (section.notes, slide_table.said_of(block), block.note)
        note(slide, "\n".join(one for one in said if one), brief.language)


def _lines(slide: Any, brief: Brief, block: Lines, box: Box) -> str:
    """Write sentences, as large as they have room, and return them in words."""
    room, texts = box.width - 0.35, [read(line) for line in block.lines]
    for points in LINE_POINTS:
        counts = [min(MOST_IN_LINE, lines_of(said, room, points)) for said in texts]
        if sum(height_of(count, points) + LINE_GAP for count in counts) <= box.height:
            break
    top = box.top + 0.1
    for line, count in zip(block.lines, counts if texts else (), strict=True):
        high = height_of(count, points)
        if top + high > box.top + box.height:
            break
        rectangle(slide.shapes, Box(box.left, top + 0.03, 0.08, high - 0.06), BLUE)
        inner = Box(box.left + 0.3, top, room, high)
        write(slide, inner, sentence(line, room, ((points, count),))[0], look(brief, points))
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
    small(slide, brief, " · ".join(one for one in (brief.edit_note(), brief.source, versions) if one),
          Box(SIDE, top + 0.02, room, height_of(2, 12)), 2)
    code(slide, brief, QR)
    note(slide, "\n".join([*(f"{one.name}: {one.said}" for one in brief.definitions), *(gap.said for gap in brief.gaps),
                           *([brief.edit_note()] if brief.edited else []), brief.source, versions]), brief.language)
