"""Two briefings of one kind side by side: figures, rankings, what was missing, and which definitions are others now.

Nothing is counted: numbers are those that the two say, and a difference is taken where both know theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.briefing.content import Bars, Brief, Definition, Number
from data.errors import Invalid

MOST_ROWS = 12


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure in both; None where one of them does not say it."""

    name: str
    before: Number | None
    after: Number | None
    unit: str = ""

    def difference(self) -> float | None:
        """Return by how much it is more, None where either does not say it as a number.

        It is taken of tenths, as the two are read: 92.7 and 93.0 differ by 0.3 for whoever sees them.
        """
        if self.before is None or self.after is None or self.before.value is None or self.after.value is None:
            return None
        return round(round(self.after.value, 1) - round(self.before.value, 1), 1)


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """One ranking in both: how each is titled, and its rows, the largest of the newer one first."""

    before: str
    after: str
    unit: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What came of comparing; `redefined` names figures that the two mean otherwise."""

    older: Brief
    newer: Brief
    figures: tuple[Line, ...]
    rankings: tuple[Ranking, ...]
    redefined: tuple[str, ...]


def compare(one: Brief, other: Brief) -> Compared:
    """Return two briefings compared, whichever is named first. Raises Invalid("briefings_unlike") for two kinds."""
    if one.kind != other.kind or one.language != other.language:
        raise Invalid("briefings_unlike")
    older, newer = sorted((one, other), key=lambda brief: (brief.at, brief.id))
    meant = {one.name: _meaning(one) for one in older.definitions}
    return Compared(
        older=older, newer=newer, figures=tuple(_figures(older, newer)), rankings=tuple(_rankings(older, newer)),
        redefined=tuple(one.name for one in newer.definitions if meant.get(one.name, _meaning(one)) != _meaning(one)))


def _meaning(one: Definition) -> str:
    """Return how a figure is reckoned; of how many cases it was reckoned is other each time."""
    return one.said.split(" · ", 1)[0]


def _figures(older: Brief, newer: Brief) -> Iterator[Line]:
    before, after = ({card.label: card for card in brief.cards} for brief in (older, newer))
    for label in dict.fromkeys([*after, *before]):
        one, other = before.get(label), after.get(label)
        yield Line(name=label, before=one.number if one else None, after=other.number if other else None,
                   unit=other.unit if other else before[label].unit)


def _rankings(older: Brief, newer: Brief) -> Iterator[Ranking]:
    """Yield what stands in the same place of both: the first ranking of a unit beside the first, and so on.

    Two that name few of the same, such as what rose most, say nothing beside each other.
    """
    before = _placed(older)
    for key, block in _placed(newer).items():
        if key in before and _is_alike(before[key], block):
            yield Ranking(before=before[key].title, after=block.title, unit=block.unit,
                          lines=tuple(_lines(before[key], block)))


def _is_alike(older: Bars, newer: Bars) -> bool:
    before, after = ({bar.name for bar in block.rows} for block in (older, newer))
    return 2 * len(before & after) >= max(len(before), len(after))


def _placed(brief: Brief) -> dict[tuple[str, int], Bars]:
    found: dict[tuple[str, int], Bars] = {}
    for section in brief.sections():
        if isinstance(section.body, Bars):
            place = sum(unit == section.body.unit for unit, _ in found)
            found[section.body.unit, place] = section.body
    return found


def _lines(older: Bars, newer: Bars) -> Iterator[Line]:
    before, after = ({bar.name: bar.number for bar in block.rows} for block in (older, newer))
    for name in [*dict.fromkeys([*after, *before])][:MOST_ROWS]:
        yield Line(name=name, before=before.get(name), after=after.get(name), unit=newer.unit)
