"""The first two slides: what this is, and what it comes to."""

from typing import Any

from dashboard.briefing.content import Brief, Card, Sentence, read
from dashboard.briefing.rendered.slide_fit import fitted, height_of, lines_of, sentence, shrunk, width_of
from dashboard.briefing.rendered.slide_frame import (
    ROOM,
    SIDE,
    TITLE_ONLY,
    VIOLET,
    WIDTH,
    code,
    entitle,
    look,
    new_slide,
    rule,
    stamp,
)
from dashboard.briefing.rendered.slide_text import (
    BLUE,
    INK,
    LINE,
    PALE,
    QUIET,
    RED,
    Box,
    add_run,
    add_sentence,
    note,
    prepared,
    rectangle,
    write,
)
from dashboard.speech import shared_words

AMBER = "8A4B00"
MOST_CARDS, MOST_ITEMS = 6, 4
CONCLUSION, AROUND = 1.38, 0.14
CONCLUSION_STEPS = ((22, 2), (20, 3), (18, 3), (16, 4))
CARD, GAP = 1.18, 0.1
END, LABEL, SPACE = 6.82, 1.75, 0.06
QR = Box(WIDTH - SIDE - 1.5, 5.55, 1.5, 1.5)
COVER_STEPS, COVER_STAMP = ((44, 1), (40, 2), (32, 2), (28, 2)), ((28, 1), (24, 1), (16, 1))


def cover(deck: Any, brief: Brief) -> None:
    """Add the slide that says what this is, of where and when, by whom and for whom."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    said, points = shrunk(brief.title, ROOM, COVER_STEPS)
    entitle(slide, Box(SIDE, 1.95, ROOM, 1.6), said, look(brief, points, is_bold=True, colour=RED, side="center"))
    rule(slide, 3.7, RED, 2.5)
    write(slide, Box(SIDE, 3.9, ROOM, 0.5), fitted(brief.dated, ROOM, 24), look(brief, 24, side="center"))
    parts = " · ".join(part for part in (brief.area_name, brief.issue, brief.office) if part)
    write(slide, Box(SIDE, 4.5, ROOM, 0.45), fitted(parts, ROOM, 20), look(brief, 20, colour=QUIET, side="center"))
    write(slide, Box(SIDE, 0.4, 5, 0.4), fitted(brief.marked(), 5, 20), look(brief, 20, is_bold=True))
    write(slide, Box(WIDTH - SIDE - 6, 0.4, 6, 0.4), fitted(brief.demo, 6, 20),
          look(brief, 20, is_bold=True, colour=VIOLET, side="right"))
    stamp(slide, brief, Box((WIDTH - 5.2) / 2, 1.0, 5.2, 0.8), COVER_STAMP)
    _address(slide, brief)
    code(slide, brief, QR)
    note(slide, f"{brief.title}\n{brief.dated}\n{parts}\n{read(brief.conclusion)}", brief.language)


def _address(slide: Any, brief: Brief) -> None:
    room = ROOM - QR.width - 0.3
    write(slide, Box(SIDE, 6.1, room, 0.32), fitted(brief.id, room, 16), look(brief, colour=QUIET))
    write(slide, Box(SIDE, 6.4, room, 0.32), fitted(shared_words(brief.language)["brief.open_at"], room, 16),
          look(brief, colour=QUIET))
    write(slide, Box(SIDE, 6.7, room, 0.32), fitted(brief.link, room, 16), look(brief, colour=BLUE, link=brief.link))


def summary(deck: Any, brief: Brief) -> None:
    """Add the slide with the conclusion, the figures, what must be decided and what is missing."""
    slide = new_slide(deck, brief, shared_words(brief.language)["brief.slide_conclusion"])
    runs, points = sentence(brief.conclusion, ROOM - 0.5, CONCLUSION_STEPS)
    high = height_of(max(2, lines_of(read(runs), ROOM - 0.5, points)), points) + 2 * AROUND
    rectangle(slide.shapes, Box(SIDE, CONCLUSION, ROOM, high), PALE)
    rectangle(slide.shapes, Box(SIDE, CONCLUSION, 0.09, high), BLUE)
    write(slide, Box(SIDE + 0.3, CONCLUSION, ROOM - 0.5, high), runs, look(brief, points), anchor="middle")
    top = _cards(slide, brief, CONCLUSION + high + GAP)
    _items(slide, brief, top)
    cards = [" ".join((card.label, card.number.text, card.unit, *card.remarks)) for card in brief.cards]
    note(slide, "\n".join([read(brief.conclusion), *cards, *(read(one) for one in brief.decisions),
                           *(gap.said for gap in brief.gaps)]), brief.language)


def _cards(slide: Any, brief: Brief, top: float) -> float:
    """Put the cards in one or two rows and return where they end."""
    cards = brief.cards[:MOST_CARDS]
    columns = 2 if len(cards) == 4 else 3
    width = (ROOM - (columns - 1) * GAP) / columns
    for place, card in enumerate(cards):
        row, column = divmod(place, columns)
        _card(slide, brief, card, Box(SIDE + column * (width + GAP), top + row * (CARD + GAP), width, CARD))
    return top + -(-len(cards) // columns) * (CARD + GAP) + 0.05


def _card(slide: Any, brief: Brief, card: Card, box: Box) -> None:
    is_bad = card.tone == "bad"
    rectangle(slide.shapes, box, "", LINE)
    if is_bad:
        rectangle(slide.shapes, Box(box.left, box.top, 0.09, box.height), RED)
    left, room = box.left + 0.2, box.width - 0.3
    write(slide, Box(left, box.top + 0.06, room, 0.3), fitted(card.label, room, 16), look(brief, colour=QUIET))
    figure, points = shrunk(card.number.text, room, ((28, 1), (20, 1), (16, 1)))
    how = look(brief, points, is_bold=True, colour=RED if is_bad else INK)
    shape = slide.shapes.add_textbox(*Box(left, box.top + 0.34, room, 0.46).emu())
    paragraph = prepared(shape.text_frame, how, anchor="middle")
    add_run(paragraph, figure, how)
    rest = room - width_of(figure, points)
    if card.unit and rest > 0.6:
        add_run(paragraph, f" {fitted(card.unit, rest - 0.3, 16)}", look(brief, colour=QUIET))
    _remarks(slide, brief, card, (Box(left, box.top + 0.8, room, 0.3), room - width_of(shape.text_frame.text, points)))


def _remarks(slide: Any, brief: Brief, card: Card, where: tuple[Box, float]) -> None:
    """Write what the figure is compared with on a line of its own; what has no room there stands beside the figure."""
    box, beside = where
    below, aside = " · ".join(card.remarks), ""
    if lines_of(below, box.width, 16) > 1:
        below, aside = card.remarks[0], " · ".join(card.remarks[1:])
    write(slide, box, fitted(below, box.width, 16), look(brief, colour=QUIET))
    if aside and beside > 0.8:
        write(slide, Box(box.left + box.width - beside, box.top - 0.37, beside, 0.3), fitted(aside, beside, 16),
              look(brief, colour=QUIET, side="right"))


def _items(slide: Any, brief: Brief, top: float) -> None:
    """Write decisions and gaps in the room that is left; what has none is counted, and stands in the notes."""
    words = shared_words(brief.language)
    groups: list[tuple[str, str, list[Sentence]]] = []
    if brief.decisions:
        groups.append((brief.decisions_title, AMBER, list(brief.decisions[:MOST_ITEMS])))
    if brief.gaps:
        groups.append((words["brief.gaps"], RED, [(gap.said,) for gap in brief.gaps[:MOST_ITEMS]]))
    room = ROOM - LABEL - 0.1
    free = END - top - sum(height_of(1, 16) + SPACE for _, _, lines in groups for _ in lines)
    for title, tint, items in groups:
        if top + height_of(1, 16) > END:
            break
        write(slide, Box(SIDE, top, LABEL, 0.3), fitted(title, LABEL, 16), look(brief, is_bold=True, colour=tint))
        for item in items:
            more = min(lines_of(read(item), room, 16), 2) - 1
            more = more if free >= more * height_of(1, 16) else 0
            high = height_of(1 + more, 16)
            if top + high > END:
                break
            runs, points = sentence(item, room, ((16, 1 + more),))
            shape = slide.shapes.add_textbox(*Box(SIDE + LABEL + 0.1, top, room, high).emu())
            how = look(brief, points)
            add_sentence(prepared(shape.text_frame, how), runs, how)
            free -= more * height_of(1, 16)
            top += high + SPACE
