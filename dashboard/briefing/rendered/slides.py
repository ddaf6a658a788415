"""A briefing as slides (PPTX, 16:9): a cover, the conclusion, one slide for each section, about the data."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import segno
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from dashboard.briefing.content import Bars, Block, Brief, Columns, Curve, Lines, Map, Section, Table, read
from dashboard.briefing.rendered import slide_charts, slide_map
from dashboard.briefing.rendered.markup import clean
from dashboard.briefing.rendered.packing import repacked
from dashboard.briefing.rendered.slide_table import draw as draw_table
from dashboard.briefing.rendered.slide_text import (
    ALIGNED,
    BLUE,
    EAST_ASIAN,
    LATIN,
    LINE,
    PALE,
    QUIET,
    RED,
    Box,
    Look,
    add_sentence,
    describe,
    fitted,
    largest,
    plain,
    prepared,
    width_of,
    write,
)
from dashboard.speech import shared_words

WIDTH, HEIGHT, SIDE = 13.333, 7.5, 0.6
BODY = Box(SIDE, 1.45, WIDTH - 2 * SIDE, 5.2)
BLANK, GUTTER = 6, 0.5
MOST_CARDS, MOST_DECISIONS, MOST_LINES = 6, 4, 12
THEME = "theme+xml"

Draw = Callable[[Any, Box, Any, str], None]
CHARTS: dict[type, tuple[Draw, Callable[[Any], str]]] = {
    Curve: (slide_charts.curve, slide_charts.said_of_curve),
    Columns: (slide_charts.columns, slide_charts.said_of_columns),
    Bars: (slide_charts.bars, slide_charts.said_of_bars),
    Map: (slide_map.draw, slide_map.said_of_map),
}


def render(brief: Brief) -> bytes:
    """Return the slides; the same briefing gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _name_theme_fonts(deck)
    _sign(deck, brief)
    groups = grouped(brief)
    total = len(groups) + 3
    cover(deck, brief)
    summary(deck, brief, total)
    for place, group in enumerate(groups):
        one_group(deck, brief, group, (place + 3, total))
    about(deck, brief, total)
    out = io.BytesIO()
    deck.save(out)
    return repacked(out.getvalue())


def _name_theme_fonts(deck: Any) -> None:
    """Let the theme name both fonts too: what somebody adds looks like the rest."""
    for related in deck.slide_masters[0].part.rels.values():
        if related.target_part.content_type.endswith(THEME):
            part = related.target_part
            text = part.blob.decode()
            text = text.replace('typeface="Calibri"', f'typeface="{LATIN}"').replace(
                '<a:ea typeface=""/>', f'<a:ea typeface="{EAST_ASIAN}"/>')
            part._blob = text.encode()


def _sign(deck: Any, brief: Brief) -> None:
    properties, at = deck.core_properties, datetime.fromisoformat(brief.made_at).replace(microsecond=0, tzinfo=None)
    properties.title, properties.subject = clean(brief.title)[:250], clean(brief.dated)[:250]
    properties.author = properties.last_modified_by = clean(brief.office)[:250]
    properties.keywords, properties.language = brief.id, brief.language
    properties.created = properties.modified = properties.last_printed = at
    properties.revision = 1


def _look(brief: Brief, points: float = 16, **more: Any) -> Look:
    return Look(points=points, language=brief.language, **more)


def cover(deck: Any, brief: Brief) -> None:
    """Add the slide that says what this is, of when, by whom and for whom."""
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    middle = Box(SIDE, 2.2, WIDTH - 2 * SIDE, 1.3)
    size = largest(brief.title, middle.width, (44, 36, 30, 24))
    write(slide, middle, fitted(brief.title, middle.width, size), _look(brief, size, is_bold=True, colour=RED,
                                                                        side="center"), anchor="middle")
    _rule(slide, 3.6, RED, 2.5)
    write(slide, Box(SIDE, 3.8, WIDTH - 2 * SIDE, 0.6), fitted(brief.dated, middle.width, 22),
          _look(brief, 22, side="center"))
    write(slide, Box(SIDE, 4.5, WIDTH - 2 * SIDE, 0.5), fitted(f"{brief.office} · {brief.issue}", middle.width, 18),
          _look(brief, 18, colour=QUIET, side="center"))
    _marks(slide, brief)
    _code(slide, brief)
    _stamp(slide, brief)
    _notes(slide, f"{brief.title}\n{brief.dated}\n{read(brief.conclusion)}")


def summary(deck: Any, brief: Brief, total: int) -> None:
    """Add the slide with the conclusion, the figures, what must be decided and what is missing."""
    words = shared_words(brief.language)
    slide = _slide(deck, brief, words["brief.slide_conclusion"], (2, total))
    shape = plain(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(SIDE, 1.45, WIDTH - 2 * SIDE, 1.4).emu()))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(PALE)
    shape.line.fill.background()
    paragraph = prepared(shape.text_frame, anchor="middle", margin=0.2)
    paragraph.alignment = ALIGNED["left"]
    add_sentence(paragraph, brief.conclusion, _look(brief, 20))
    _cards(slide, brief)
    top = 5.0
    rows = [(brief.decisions_title, "8A4B00", list(brief.decisions[:MOST_DECISIONS]))] if brief.decisions else []
    if brief.gaps:
        rows.append((brief.draft or "▲", RED, [(gap.said,) for gap in brief.gaps[:MOST_DECISIONS]]))
    for title, colour, lines in rows:
        write(slide, Box(SIDE, top, 1.6, 0.4), title, _look(brief, 16, is_bold=True, colour=colour))
        for line in lines:
            if top > 6.5:
                break
            said = fitted(read(line), WIDTH - 2 * SIDE - 1.7, 16)
            write(slide, Box(SIDE + 1.7, top, WIDTH - 2 * SIDE - 1.7, 0.4), said, _look(brief))
            top += 0.4
    _notes(slide, "\n".join([read(brief.conclusion), *(read(one) for one in brief.decisions),
                             *(gap.said for gap in brief.gaps)]))


def _cards(slide: Any, brief: Brief) -> None:
    cards = brief.cards[:MOST_CARDS]
    width = (WIDTH - 2 * SIDE) / max(1, len(cards))
    for place, card in enumerate(cards):
        box = Box(SIDE + place * width, 3.05, width - (0.12 if place < len(cards) - 1 else 0), 1.75)
        frame = plain(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu()))
        frame.fill.background()
        frame.line.color.rgb = RGBColor.from_string(LINE)
        inner = Box(box.left + 0.12, box.top + 0.06, box.width - 0.2, 0.36)
        write(slide, inner, fitted(card.label, inner.width, 16), _look(brief, 16, colour=QUIET))
        shape = write(slide, Box(inner.left, box.top + 0.4, inner.width, 0.6),
                      card.number.text, _look(brief, 32, is_bold=True, colour=RED if card.tone == "bad" else "1A2530"))
        add_sentence(shape.text_frame.paragraphs[0], (f" {card.unit}",), _look(brief, 16, colour=QUIET))
        write(slide, Box(inner.left, box.top + 1.02, inner.width, 0.65),
              fitted(" ".join(card.remarks), inner.width, 16, lines=2), _look(brief, 16, colour=QUIET))


def grouped(brief: Brief) -> list[tuple[Section, ...]]:
    """Return what stands on each slide: two halves of paper share one, a map has its own."""
    groups: list[tuple[Section, ...]] = []
    for section in brief.sections():
        alone = groups[-1] if groups and len(groups[-1]) == 1 else ()
        is_half = section.width == "half" and not isinstance(section.body, Map)
        if is_half and alone and alone[0].width == "half" and not isinstance(alone[0].body, Map):
            groups[-1] = (*alone, section)
        else:
            groups.append((section,))
    return groups


def one_group(deck: Any, brief: Brief, group: tuple[Section, ...], page: tuple[int, int]) -> None:
    """Add the slide of a section, or of two side by side."""
    slide = _slide(deck, brief, group[0].body.title if len(group) == 1 else "", page)
    width = (BODY.width - GUTTER * (len(group) - 1)) / len(group)
    said = []
    for place, section in enumerate(group):
        block, left = section.body, BODY.left + place * (width + GUTTER)
        if len(group) > 1:
            room = width - (2.6 if brief.draft and place else 0)
            write(slide, Box(left, 0.42, room, 0.75), fitted(block.title, room, 20, lines=2),
                  _look(brief, 20, is_bold=True), anchor="middle").name = "title"
        said += [section.notes, _draw(slide, Box(left, BODY.top, width, BODY.height), block, brief), block.note]
        if not isinstance(block, Map) and block.note:
            write(slide, Box(left, 6.62, width, 0.3), fitted(block.note, width, 12), _look(brief, 12, colour=QUIET))
    _notes(slide, "\n".join(part for part in said if part))


def _draw(slide: Any, box: Box, block: Block, brief: Brief) -> str:
    """Draw a block and return what it says in words."""
    language = brief.language
    if isinstance(block, Table):
        return draw_table(slide, box, block, language)
    if isinstance(block, Lines):
        for place, line in enumerate(block.lines[:MOST_LINES]):
            write(slide, Box(box.left, box.top + 0.5 * place, box.width, 0.45), line, _look(brief, 20))
        return "\n".join(read(line) for line in block.lines)
    draw, in_words = CHARTS[type(block)]
    if not (block.rows if isinstance(block, Bars) else block.shapes if isinstance(block, Map) else block.labels):
        write(slide, Box(box.left, box.top, box.width, 0.5), shared_words(language)["brief.nothing"], _look(brief, 20))
        return block.title
    draw(slide, box, block, language)
    return in_words(block)


def about(deck: Any, brief: Brief, total: int) -> None:
    """Add the slide with what the figures mean, where they come from and what is missing."""
    slide = _slide(deck, brief, brief.definitions_title, (total, total))
    lines = [f"{one.name}: {one.said}" for one in brief.definitions]
    top, wide = BODY.top, BODY.width - 1.6
    for line in lines[:MOST_CARDS + 1]:
        write(slide, Box(SIDE, top, wide, 0.62), fitted(line, wide, 16, lines=2), _look(brief))
        top += 0.35 if width_of(line, 16) < wide * 0.9 else 0.65
    versions = " · ".join(f"{key} {value}" for key, value in brief.versions.items())
    write(slide, Box(SIDE, top + 0.1, wide, 0.4), fitted(f"{brief.source} · {versions}", wide, 16),
          _look(brief, 16, colour=QUIET))
    _code(slide, brief)
    _notes(slide, "\n".join([*lines, *(gap.said for gap in brief.gaps), brief.source, versions]))


def _slide(deck: Any, brief: Brief, title: str, page: tuple[int, int]) -> Any:
    """Return a new slide with its title and its foot."""
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    room = WIDTH - 2 * SIDE - (2.6 if brief.draft else 0)
    if title:
        write(slide, Box(SIDE, 0.42, room, 0.75), fitted(title, room, 28), _look(brief, 28, is_bold=True),
              anchor="middle").name = "title"
    _rule(slide, 1.22, RED, 1.5)
    _rule(slide, 6.98, LINE, 0.75)
    foot = " · ".join(part for part in (brief.id, brief.dated, brief.marking, brief.demo) if part)
    write(slide, Box(SIDE, 7.03, 6.9, 0.3), fitted(foot, 6.9, 12), _look(brief, 12, colour=QUIET), anchor="middle")
    write(slide, Box(7.6, 7.03, 4.4, 0.3), fitted(brief.link, 4.4, 12),
          _look(brief, 12, colour=BLUE, side="right", link=clean(brief.link)), anchor="middle")
    write(slide, Box(WIDTH - SIDE - 0.8, 7.03, 0.8, 0.3), f"{page[0]} / {page[1]}",
          _look(brief, 12, colour=QUIET, side="right"), anchor="middle")
    _stamp(slide, brief)
    return slide


def _rule(slide: Any, top: float, colour: str, points: float) -> None:
    line = plain(slide.shapes.add_connector(1, Inches(SIDE), Inches(top), Inches(WIDTH - SIDE), Inches(top)))
    line.line.color.rgb, line.line.width = RGBColor.from_string(colour), Pt(points)


def _marks(slide: Any, brief: Brief) -> None:
    write(slide, Box(SIDE, 0.4, 4, 0.4), brief.marking, _look(brief, 18))
    write(slide, Box(WIDTH - SIDE - 5, 0.4, 5, 0.4), brief.demo, _look(brief, 18, is_bold=True, colour="6B3FB5",
                                                                        side="right"))


def _stamp(slide: Any, brief: Brief) -> None:
    """Stamp a draft."""
    if not brief.draft:
        return
    shape = plain(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(WIDTH - SIDE - 3.1, 0.45, 3.1, 0.6).emu()))
    shape.name, shape.rotation = "draft", 3
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(255, 255, 255)
    shape.line.color.rgb, shape.line.width = RGBColor.from_string(RED), Pt(3)
    paragraph = prepared(shape.text_frame, anchor="middle")
    paragraph.alignment = ALIGNED["center"]
    add_sentence(paragraph, (brief.draft,), _look(brief, 18, is_bold=True, colour=RED))


def _code(slide: Any, brief: Brief) -> None:
    """Put the QR code of the briefing's address in the lower right corner, its address for readers beside it."""
    out = io.BytesIO()
    segno.make(clean(brief.link), error="m").save(out, kind="png", scale=8, border=1)
    picture = slide.shapes.add_picture(io.BytesIO(out.getvalue()), *Box(WIDTH - SIDE - 1.3, 5.6, 1.3, 1.3).emu())
    describe(picture, brief.link)


def _notes(slide: Any, said: str) -> None:
    slide.notes_slide.notes_text_frame.text = clean(said)


