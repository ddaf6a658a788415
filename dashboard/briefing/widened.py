"""A briefing for the wider circle: counts of 1 to 4 are kept back, what would tell them too, and all single cases.

It is made anew from the values that are told and from names; no text in which somebody wrote, or in which the program
put a number, is taken over. A block that does not say what its columns hold is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.briefing import counted, kind
from dashboard.briefing.content import (
    Bars,
    Block,
    Brief,
    Card,
    Cell,
    Columns,
    Curve,
    Definition,
    Gap,
    Lines,
    Map,
    Number,
    Page,
    Run,
    Section,
    Sentence,
    Shape,
    Table,
)
from dashboard.briefing.counted import CARDS, Place
from dashboard.briefing.framing import meaning_of
from dashboard.briefing.sentences import say
from dashboard.speech import Words
from data.briefings.suppressing import Told, is_few, suppress
from data.errors import Invalid
from data.ledger.elements import FEWEST_SHOWN

FIRST = 4
"""Figures in the conclusion."""
DIGEST = 16
"""Signs of the kept one's digest that are said."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept back, and how that reads."""

    told: Told
    places: Mapping[Place, str]
    few: str
    more: str

    def reads(self, place: Place) -> str:
        """Return how a count reads that is kept back, "" for one that is told."""
        name = self.places.get(place, "")
        return self.few if name in self.told.few else self.more if name in self.told.kept else ""

    def number(self, place: Place, number: Number) -> Number:
        """Return a count as the wider circle reads it."""
        said = self.reads(place)
        return Number(text=said, figure=number.figure) if said else number


def widen(brief: Brief, t: Words) -> Brief:
    """Return a briefing as the wider circle may have it; `t` speaks its language.

    Raises Invalid: "brief_not_wide" for a kind that is about single cases, "brief_wide_unknown" for one that was kept
    before its blocks said what they hold.
    """
    known = kind.discover().get(brief.kind)
    if known is None or not known.has_wide:
        raise Invalid("brief_not_wide", name=known.words[t.language]["name"] if known else brief.kind)
    if not any(_outward(one.body) for one in brief.sections()):
        raise Invalid("brief_wide_unknown")
    told, places = counted.counted(brief)
    kept = Kept(told=suppress(told), places=places, few=t("outward.few", n=FEWEST_SHOWN), more=t("outward.more"))
    cards = tuple(_cards(brief, kept))
    return brief.model_copy(update={
        "circle": "wide", "made_by": brief.office, "edited": "", "marking": t("outward.marking"), "addressed": "",
        "link": f"{brief.link}?circle=wide" if brief.link else "", "conclusion": _conclusion(brief, t, cards),
        "decisions": (), "decisions_title": "", "cards": cards, "pages": tuple(_pages(brief, t, kept)),
        "gaps": (Gap(said=t("outward.rule", n=FEWEST_SHOWN, few=kept.few, more=kept.more)), *brief.gaps),
        "definitions": tuple(_definitions(t, cards)),
        "versions": {**brief.versions, "digest": brief.digest()[:DIGEST]}})


def _outward(block: Block) -> bool:
    return not isinstance(block, Lines) and block.outward is not None


def _cards(brief: Brief, kept: Kept) -> Iterator[Card]:
    """Yield the figures, without what they are compared with; rates of few cases, or of all but few, are left out."""
    for place, card in enumerate(brief.cards):
        update: dict[str, Any] = {"remarks": (), "sample": None}
        if counted.is_count(card):
            number = kept.number((CARDS, 0, place), card.number)
            if CARDS in kept.told.dropped and not is_few(card.number.value or 0):
                number = Number(text=kept.more, figure=number.figure)
            yield card.model_copy(update={**update, "number": number, "tone": card.tone if number.value else ""})
        elif card.sample is not None and _is_safe(*card.sample):
            yield card.model_copy(update=update)


def _is_safe(part: int, sample: int) -> bool:
    """May a rate be told: do neither those that make it nor the others count few?"""
    return sample >= FEWEST_SHOWN and not is_few(part) and not is_few(sample - part)


def _conclusion(brief: Brief, t: Words, cards: Sequence[Card]) -> Sentence:
    """Return the first counts in a sentence."""
    runs: list[Run] = [t("outward.begin", area=brief.area_name)]
    for place, card in enumerate([one for one in cards if counted.is_count(one)][:FIRST]):
        runs += [t("outward.between")] if place else []
        runs += say(t, "outward.figure", label=card.label, n=card.number)
        runs += [f" {card.unit}"] if card.unit else []
    return (*runs, t("brief.stop"))


def _definitions(t: Words, cards: Sequence[Card]) -> Iterator[Definition]:
    """Yield what the figures mean, without of how many cases they are and where those are listed."""
    for name in dict.fromkeys(card.number.figure for card in cards if card.number.figure):
        said, meaning = meaning_of(t, name)
        yield Definition(name=said, said=meaning, key=name)


def _pages(brief: Brief, t: Words, kept: Kept) -> Iterator[Page]:
    """Yield the pages on which something is left."""
    place = 0
    for page in brief.pages:
        sections = []
        for section in page.sections:
            if _outward(section.body) and place not in kept.told.dropped:
                sections.append(Section(body=_block(section.body, t, kept, place), width=section.width))
            place += 1
        if sections:
            yield Page(title=page.title, sections=tuple(sections))


def _block(block: Block, t: Words, kept: Kept, place: int) -> Block:
    assert not isinstance(block, Lines)
    assert block.outward is not None
    frame = {"title": block.outward.name, "note": block.outward.note, "outward": None}
    match block:
        case Curve():
            return _curve(block.model_copy(update=frame), t, kept, place)
        case Columns():
            found = _columns(block, t, kept, place)
            return found.model_copy(update={**frame, "note": block.unit if isinstance(found, Table) else ""})
        case Bars():
            rows = [one.model_copy(update={"number": kept.number((place, 0, row), one.number), "remark": ""})
                    for row, one in enumerate(block.rows)]
            rows = [*(one for one in rows if one.number.value is not None),
                    *sorted((one for one in rows if one.number.value is None), key=lambda one: one.name)]
            return block.model_copy(update={**frame, "rows": tuple(rows)})
        case Map():
            return _map(block, t, kept, place).model_copy(update={"title": block.outward.name, "outward": None})
        case Table():
            return _table(block, kept, place).model_copy(update=frame)


def _curve(block: Curve, t: Words, kept: Kept, place: int) -> Curve:
    """Return the lines with gaps where counts are kept back; the usual range, of single hours, is left out."""
    reads = tuple(tuple(kept.reads((place, number, row)) for row in range(len(block.labels)))
                  for number in range(len(block.series)))
    series = tuple((name, tuple(None if said else value for value, said in zip(values, one, strict=True)))
                   for (name, values), one in zip(block.series, reads, strict=True))
    note = " · ".join(part for part in (block.note, t("outward.gaps", few=kept.few)) if part)
    update: dict[str, Any] = {"reads": reads, "note": note} if any(map(any, reads)) else {}
    return block.model_copy(update={"series": series, "band": (), "band_name": "", **update})


def _columns(block: Columns, t: Words, kept: Kept, place: int) -> Columns | Table:
    """Return the columns; where one is kept back, a table that says so."""
    many, assured = range(len(block.series)), block.outward
    assert assured is not None
    if not any(kept.reads((place, number, row)) for number in many for row in range(len(block.labels))):
        return block
    rows: list[tuple[Cell, ...]] = []
    for row, label in enumerate(block.labels):
        values = [values[row] for _, values in block.series]
        rows.append((label, *(kept.number((place, number, row), Number(text=t.number(value), value=value))
                              for number, value in enumerate(values))))
    head = (t("outward.item"), *(name for name, _ in block.series))
    return Table(title="", head=head, rows=tuple(_in_order(rows, is_in_order=assured.is_in_order)))


def _in_order(rows: Sequence[tuple[Cell, ...]], *, is_in_order: bool) -> list[tuple[Cell, ...]]:
    """Return rows so that their order tells nothing of what is kept back: those with gaps last, by name."""
    def has_gaps(row: tuple[Cell, ...]) -> bool:
        return any(isinstance(cell, Number) and cell.value is None for cell in row)

    if is_in_order:
        return list(rows)
    return [*(row for row in rows if not has_gaps(row)),
            *sorted(filter(has_gaps, rows), key=lambda row: row[0] if isinstance(row[0], str) else row[0].text)]


def _map(block: Map, t: Words, kept: Kept, place: int) -> Map:
    """Return the areas; one whose count is kept back has no colour and no number."""
    def told(row: int, one: Shape) -> Shape:
        said = kept.reads((place, 0, row))
        if not said:
            return one.model_copy(update={"cases": None})
        text = kept.more if one.cases is not None else said  # a rate is not "fewer than five"
        return one.model_copy(update={"cases": None, "step": None, "number": Number(text=text)})

    shapes = tuple(told(row, one) for row, one in enumerate(block.shapes))
    frames = tuple(told(row, one) for row, one in enumerate(block.frames, start=len(shapes)))
    is_whole = all(one.number.value is not None for one in (*shapes, *frames))
    return block.model_copy(update={"shapes": shapes, "frames": frames, "unknown": "" if is_whole else kept.more,
                                    "note": "" if is_whole else t("outward.hatched", few=kept.few)})


def _table(block: Table, kept: Kept, place: int) -> Table:
    """Return names, counts, and rates of what is told."""
    assert block.outward is not None
    told = [number for number, column in enumerate(block.outward.columns) if column.holds != "other"]
    rows = [tuple(_cell(block, kept, (place, number, row)) for number in told) for row in range(len(block.rows))]
    return block.model_copy(update={"head": tuple(block.head[number] for number in told), "rows": tuple(
        _in_order(rows, is_in_order=block.outward.is_in_order)), "wide": 0})


def _cell(block: Table, kept: Kept, at: Place) -> Cell:
    place, number, row = at
    assert block.outward is not None
    column, cell = block.outward.columns[number], block.rows[row][number]
    if not isinstance(cell, Number):
        return cell if column.holds == "names" else ""
    if column.holds == "counts":
        return kept.number(at, cell)
    is_hidden = any(kept.reads((place, other, row)) or (place, other, row) not in kept.places
                    for other in column.within)
    return Number(text=kept.more) if is_hidden else cell
