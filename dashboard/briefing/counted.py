"""Which counts a briefing holds and how they hang together: what is kept from the wider circle follows from that."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dashboard.briefing.content import Bars, Block, Brief, Card, Column, Columns, Curve, Lines, Map, Number, Table
from data.briefings.suppressing import Sum, Told
from data.figures import dictionary

Place = tuple[int, int, int]
"""Block, column, row; a card is of the block CARDS."""
CARDS = -1
INSIDE = {"open_now": ("overdue_now", "due_day", "open_else")}
"""What is counted within what, whichever block says it."""
OF_A_WEEK = ("received", "closed")
"""Counts of cases that stand on cards and in no dictionary of figures."""


@dataclass(kw_only=True)
class Found:
    """Counts by name, where each stands, and their sums."""

    values: dict[str, int] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    parts: dict[str, list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    """By whole: each way in which it is divided."""
    within: list[Sum] = field(default_factory=list)

    def add(self, place: Place, name: str, value: int) -> str:
        """Keep that a count stands somewhere and return its name: another one where that name has another value."""
        free, number = name, 1
        while self.values.get(free, value) != value or (
                place[0] != CARDS and any(self.places.get((*place[:2], row)) == free for row in range(place[2]))):
            number += 1
            free = f"{name}#{number}"
        self.values[free] = value
        self.places[place] = free
        return free


def counted(brief: Brief) -> tuple[Told, dict[Place, str]]:
    """Return the counts of the blocks that the wider circle may see, and of the cards; and where each stands."""
    found, blocks = Found(), [(place, one.body) for place, one in enumerate(brief.sections())]
    for place, card in enumerate(brief.cards):
        if is_count(card) and card.number.value is not None:
            found.add((CARDS, 0, place), card.number.figure, int(card.number.value))
    for ends in (True, False):  # counts that are figures themselves come before those that add up to them
        for place, block in blocks:
            if not isinstance(block, Lines) and block.outward is not None:
                _add_block(found, place, block, ends=ends)
    by_block: dict[int, list[str]] = defaultdict(list)
    for at, name in found.places.items():
        by_block[at[0]].append(name)
    sums = [*_totals(found), *found.within]
    return Told(values=found.values, blocks=by_block, sums=sums), found.places


def is_count(card: Card) -> bool:
    """Is a card a count of cases?"""
    name = card.number.figure
    known = dictionary.definitions().get(name)
    return card.sample is None and (name in OF_A_WEEK if known is None else known.unit == "cases")


def _add_block(found: Found, place: int, block: Curve | Bars | Columns | Map | Table, *, ends: bool) -> None:
    assert block.outward is not None
    labels = labels_of(block)
    for number, column in enumerate(block.outward.columns):
        if bool(column.ends) is not ends or not is_counted(block, column):
            continue
        names = {}
        for row, value in enumerate(values_of(block, number)):
            if value is not None:
                last = _end(column, len(labels) - row)
                name = last if found.values.get(last, value) == value and last else (
                    f"{column.total or f'{place}.{number}'}/{labels[row]}")
                names[row] = found.add((place, number, row), name, int(value))
        if column.total:
            found.parts[column.total].append(_outer(block, names))
    if not ends:
        found.within += [*_nested(block, place, found), *_of_rows(block, place, found)]


def is_counted(block: Block, column: Column) -> bool:
    """Does a column hold counts, or rates on a map, which tell the counts that they are of?"""
    return column.holds == "counts" or (isinstance(block, Map) and column.holds == "rates")


def _end(column: Column, from_last: int) -> str:
    return column.ends[-from_last] if from_last <= len(column.ends) else ""


def labels_of(block: Curve | Bars | Columns | Map | Table) -> Sequence[str]:
    """Return what each row is of: a place, a class, a time."""
    match block:
        case Curve() | Columns():
            return block.labels
        case Bars():
            return [one.name for one in block.rows]
        case Map():
            names = [one.name for one in (*block.shapes, *block.frames)]
            return [one.name if names.count(one.name) == 1 else one.code for one in block.shapes] + [
                one.name for one in block.frames]
        case Table():
            return [cell if isinstance(cell, str) else cell.text for cell, *_ in block.rows]


def values_of(block: Curve | Bars | Columns | Map | Table, column: int) -> Sequence[float | None]:
    """Return the counts of a column; None where there is none."""
    match block:
        case Curve() | Columns():
            return block.series[column][1]
        case Bars():
            return [one.number.value for one in block.rows]
        case Map():
            return [one.number.value if one.cases is None else one.cases for one in (*block.shapes, *block.frames)]
        case Table():
            cells = [row[column] for row in block.rows]
            return [one.value if isinstance(one, Number) else None for one in cells]


def _outer(block: Block, names: dict[int, str]) -> list[str]:
    """Return the counts that add up to a column's total: of a map those of the coarsest areas."""
    first = len(block.shapes) if isinstance(block, Map) and block.frames else 0
    return [name for row, name in names.items() if row >= first]


def _nested(block: Block, place: int, found: Found) -> Iterator[Sum]:
    """Yield the areas of a map that lie in each of its coarser ones."""
    if isinstance(block, Map):
        for row, frame in enumerate(block.frames, start=len(block.shapes)):
            inside = [found.places[place, 0, number] for number, one in enumerate(block.shapes)
                      if one.code.startswith(frame.code) and (place, 0, number) in found.places]
            if (place, 0, row) in found.places and inside:
                yield _sum(found, found.places[place, 0, row], inside)


def _of_rows(block: Curve | Bars | Columns | Map | Table, place: int, found: Found) -> Iterator[Sum]:
    """Yield the counts of each row that are a part of another of the row."""
    assert block.outward is not None
    inside: dict[int, list[int]] = defaultdict(list)
    for number, column in enumerate(block.outward.columns):
        if column.holds == "counts":
            for whole in column.within:
                inside[whole].append(number)
    for whole, parts in inside.items():
        for row in range(len(labels_of(block))):
            names = [found.places[place, one, row] for one in parts if (place, one, row) in found.places]
            if (place, whole, row) in found.places and names:
                yield Sum(found.places[place, whole, row], tuple(names), is_exact=False)


def _totals(found: Found) -> Iterator[Sum]:
    """Yield each way in which a figure is divided; one that stands nowhere is as much as its parts are at most."""
    for whole, ways in found.parts.items():
        sums = [sum(found.values[name] for name in one) for one in ways]
        found.values.setdefault(whole, max(sums))
        for one, total in zip(ways, sums, strict=True):
            if one and total <= found.values[whole]:
                yield _sum(found, whole, one)
    for whole, inner in INSIDE.items():
        known = [name for name in inner if name in found.values]
        if whole in found.values and known:
            yield _sum(found, whole, known)


def _sum(found: Found, whole: str, parts: Sequence[str]) -> Sum:
    """Return a sum; a reader may know whatever is so that the parts are all there is."""
    return Sum(whole, tuple(parts), is_exact=sum(found.values[name] for name in parts) == found.values[whole])
