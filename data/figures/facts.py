"""The facts of every case of a period: which conditions hold, lengths of time, and what to group by.

A figure of any group is counted from these; the same facts serve every column of every table over the same cases.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select

from data import clock
from data.figures.columns import NEVER, Columns
from data.figures.conditions import CONDITIONS
from data.figures.days import days_of
from data.figures.logic import Bools
from data.figures.period import Period
from data.figures.spans import SPANS
from data.models.case import Case
from data.models.unit import Unit
from data.storage.prefix import begins_with
from data.visit import Visit

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Grouping:
    """To which group each case belongs: an index into `keys`."""

    keys: list[str]
    index: Whole


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Cases of an area received in a period, as of `period.as_of`; one entry per case in each array.

    With `place` one entry for each of these positions in `cases`: a case with two units stands there twice.
    """

    prefix: str
    period: Period
    cases: Columns
    groupings: dict[str, Grouping] = field(default_factory=dict)
    """area (the children of the area), department, class (major); or unit, unit_kind."""
    place: Whole | None = None
    of_cases: dict[str, Bools] = field(default_factory=dict)
    """Condition -> for which of `cases` it holds, as far as it was asked for."""
    _held: dict[str, Bools] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cases) if self.place is None else len(self.place)

    @property
    def as_of(self) -> datetime:
        """When this was counted, or the earlier moment it was counted as of."""
        return self.period.as_of

    def holds(self, name: str) -> Bools:
        """Return for which entries one condition holds."""
        if name not in self._held:
            if name not in self.of_cases:
                self.of_cases[name] = CONDITIONS[name](self.cases, self.as_of).yes
            self._held[name] = self._placed(self.of_cases[name])
        return self._held[name]

    def all_hold(self, names: Iterable[str]) -> Bools:
        """Return for which entries all of the conditions hold."""
        found = np.ones(len(self), dtype=bool)
        for name in names:
            found &= self.holds(name)
        return found

    def any_holds(self, names: Iterable[str]) -> Bools:
        """Return for which entries one of the conditions holds."""
        found = np.zeros(len(self), dtype=bool)
        for name in names:
            found |= self.holds(name)
        return found

    def seconds(self, span: str) -> NDArray[np.float64]:
        """Return a length of time of each entry; NaN where it has none, or it had not ended by then."""
        begin, end = (self._placed(self.cases.fields[moment]) for moment in SPANS[span])
        has_ended = (begin != NEVER) & (end != NEVER) & (end <= clock.microsecond_number(self.as_of))
        return np.where(has_ended, (end - begin) / 1e6, np.nan)

    def only(self, which: Whole) -> "Facts":
        """Return the facts of these entries alone."""
        assert self.place is not None
        return Facts(prefix=self.prefix, period=self.period, cases=self.cases, place=self.place[which],
                     of_cases=self.of_cases,
                     groupings={name: Grouping(one.keys, one.index[which]) for name, one in self.groupings.items()})

    def _placed(self, values: NDArray[Any]) -> NDArray[Any]:
        return values if self.place is None else values[self.place]


def gather(visit: Visit, prefix: str, period: Period) -> Facts:
    """Return the facts of an area's cases, to be grouped by its children, by department or by class."""
    cases = _seen(visit, prefix, period)
    beginnings, child_of = cases.lexicons["area_code"].cut(child_width(visit, prefix))
    groupings = {"area": _renumbered(beginnings, child_of[cases.fields["area_code"]]),
                 **{by: _renumbered(cases.lexicons[name].words, cases.fields[name])
                    for by, name in (("department", "department"), ("class", "major_code"))}}
    return Facts(prefix=prefix, period=period, cases=cases, groupings=groupings)


def gather_units(visit: Visit, prefix: str, period: Period) -> Facts:
    """Return the facts of the same cases, each once for every unit (or kind of unit) that was sent to it."""
    cases = _seen(visit, prefix, period)
    kinds = {unit: kind for unit, kind in visit.session.execute(select(Unit.id, Unit.kind))}
    words = cases.lexicons["unit"].words
    is_known = np.array([word in kinds for word in words], dtype=bool)
    sent = cases.sent[np.isin(cases.sent[:, 0], cases.fields["id"]) & is_known[cases.sent[:, 1]]]
    place = np.searchsorted(cases.fields["id"], sent[:, 0])
    units = _renumbered(words, sent[:, 1])
    groupings = {"unit": units, "unit_kind": _renamed(units, [kinds[unit] for unit in units.keys])}
    return Facts(prefix=prefix, period=period, cases=cases, place=place, groupings=groupings)


def _seen(visit: Visit, prefix: str, period: Period) -> Columns:
    """Return the cases of an area that the visitor may see."""
    cases = days_of(visit).received_in(visit, period)
    areas, departments = cases.lexicons["area_code"], cases.lexicons["department"]
    shown = np.zeros(len(cases), dtype=bool)
    for begin, answering in visit.scope.spans():
        inside = areas.begin_with(begin, prefix)[cases.fields["area_code"]]
        shown |= inside & (cases.fields["department"] == departments.number_of(answering)) if answering else inside
    return cases.take(shown)


def once_per(facts: Facts, grouping: str) -> Facts:
    """Return the facts of units with each case once per group: two units of a kind at one case are one of the kind."""
    assert facts.place is not None
    pairs = facts.place * len(facts.groupings[grouping].keys) + facts.groupings[grouping].index
    return facts.only(np.unique(pairs, return_index=True)[1])


def once(facts: Facts) -> Facts:
    """Return the facts of units with each case once."""
    assert facts.place is not None
    return facts.only(np.unique(facts.place, return_index=True)[1])


def child_width(visit: Visit, prefix: str) -> int:
    """Return how long the codes of an area's children are; its own length where it has none."""
    level = visit.city.level_of(prefix)
    return visit.city.width_of(level + 1) if level < visit.city.leaf_level() else len(prefix)


def within(prefix: str) -> ColumnElement[bool]:
    """Return the condition that a case lies in an area."""
    return begins_with(Case.area_code, prefix)


def _renumbered(words: list[str], numbers: NDArray[Any]) -> Grouping:
    """Return the words that occur, and which of them each number is."""
    present = np.flatnonzero(np.bincount(numbers, minlength=len(words)))
    place = np.zeros(len(words), dtype=np.int64)
    place[present] = np.arange(len(present))
    return Grouping([words[number] for number in present.tolist()], place[numbers])


def _renamed(given: Grouping, names: list[str]) -> Grouping:
    """Return the grouping by other names; groups of one name become one."""
    places: dict[str, int] = {}
    index = np.array([places.setdefault(name, len(places)) for name in names], dtype=np.int64)
    return Grouping(list(places), index[given.index])
