"""From facts to figures: each definition counted for every group at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.figures import dictionary
from data.figures.definition import Definition, Figure, share
from data.figures.facts import Facts, Grouping
from data.figures.logic import Bools

SECONDS_PER_HOUR = 3600
SHARES = {"median": 0.5, "p90": 0.9}
FEW_GROUPS = 2**16
Figures = Mapping[str, Figure]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """One definition counted, one entry per group; what its kind does not have is None."""

    values: list[float | None]
    numerators: list[int] | list[None]
    samples: list[int] | list[None]
    left_out: list[int]
    details: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class GroupFigures(Mapping[str, Figure]):
    """The figures of one group, each made when it is asked for: a table of many units shows few of its columns."""

    counted: Mapping[str, Counts]
    place: int
    as_of: datetime
    earlier: "GroupFigures | None" = None
    """The same group's over the period before; None where there is nothing to compare with."""
    _made: dict[str, Figure] = field(default_factory=dict)

    def value(self, name: str) -> float | None:
        """Return a figure's value alone."""
        return self.counted[name].values[self.place]

    def __getitem__(self, name: str) -> Figure:
        if name not in self._made:
            one, place = self.counted[name], self.place
            self._made[name] = dictionary.figure(
                name, value=one.values[place], as_of=self.as_of, numerator=one.numerators[place],
                sample=one.samples[place], left_out=one.left_out[place],
                before=self.earlier.value(name) if self.earlier is not None else None,
                details=one.details[place] if one.details is not None else {})
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.counted)

    def __len__(self) -> int:
        return len(self.counted)


def everything(facts: Facts) -> Grouping:
    """Return the grouping of one group, whose key is ""."""
    return Grouping([""], np.zeros(len(facts), dtype=np.int64))


def total(facts: Facts, definitions: Iterable[Definition] | None = None) -> Figures:
    """Return {name: figure} over all cases of the facts."""
    return grouped(facts, everything(facts), definitions)[""]


def grouped(facts: Facts, grouping: Grouping, definitions: Iterable[Definition] | None = None) -> dict[str, Figures]:
    """Return {group: {name: figure}}; without `definitions` every figure that is counted over a period."""
    counted = count(facts, grouping, definitions)
    return {key: GroupFigures(counted, place, facts.as_of) for place, key in enumerate(grouping.keys)}


def count(facts: Facts, grouping: Grouping, definitions: Iterable[Definition] | None = None) -> dict[str, Counts]:
    """Return {name: its counts of every group}; without `definitions` of every figure counted over a period."""
    listed = list(definitions) if definitions is not None else dictionary.counted_over("period")
    counter = _Counter(facts, grouping)
    return {one.name: counter.count(one) for one in listed}


class _Counter:
    """Counts one grouping; definitions share what they have in common."""

    def __init__(self, facts: Facts, grouping: Grouping) -> None:
        self._facts, self._grouping = facts, grouping
        self._tallies: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[int]] = {}
        self._lengths: dict[tuple[str, ...], Lengths] = {}

    def count(self, one: Definition) -> Counts:
        """Return one definition's numbers."""
        nothing = [None] * len(self._grouping.keys)
        if one.kind in SHARES:
            key = (one.span, *one.denominator)
            lengths = self._lengths[key] = self._lengths.get(key) or _lengths(self._facts, self._grouping, one)
            values = [None if value is None else value / SECONDS_PER_HOUR
                      for value in quantiles(lengths.ordered, lengths.counts, SHARES[one.kind])]
            return Counts(values=values, numerators=nothing, samples=lengths.counts, left_out=lengths.left_out)
        base = one.denominator if one.kind == "rate" else one.numerator
        left_out, whole = self._tally(base, one.exclusions, is_excluded=True), self._tally(base, one.exclusions)
        if one.kind == "count":
            return Counts(values=list(map(float, whole)), numerators=whole, samples=nothing, left_out=left_out)
        hits = self._tally((*base, *one.numerator), one.exclusions)
        return Counts(values=[share(hit, count) for hit, count in zip(hits, whole, strict=True)], numerators=hits,
                      samples=whole, left_out=left_out)

    def _tally(self, names: tuple[str, ...], exclusions: tuple[str, ...], *, is_excluded: bool = False) -> list[int]:
        """Return how many cases of each group have all the names, without (or only) those that are excluded."""
        if is_excluded and not exclusions:
            return [0] * len(self._grouping.keys)
        key = (tuple(sorted({"received", *names})), exclusions, is_excluded)
        if key not in self._tallies:
            base = self._facts.all_hold(key[0])
            if exclusions:
                excluded = self._facts.any_holds(exclusions)
                base &= excluded if is_excluded else ~excluded
            self._tallies[key] = _per_group(self._grouping, base)
        return self._tallies[key]


def _per_group(grouping: Grouping, which: Bools) -> list[int]:
    if len(grouping.keys) == 1:
        return [int(np.count_nonzero(which))]
    counts: list[int] = np.bincount(grouping.index[which], minlength=len(grouping.keys)).tolist()
    return counts


@dataclass(frozen=True)
class Lengths:
    """Seconds in order, group after group; how many each group has, and how many were left out of it."""

    ordered: NDArray[np.float64]
    counts: list[int]
    left_out: list[int]


def _lengths(facts: Facts, grouping: Grouping, one: Definition) -> Lengths:
    seconds = facts.seconds(one.span)
    measured = facts.all_hold(("received", *one.denominator)) & ~np.isnan(seconds)
    excluded = facts.any_holds(one.exclusions)
    kept = measured & ~excluded
    values, index = seconds[kept], grouping.index[kept]
    if len(grouping.keys) < FEW_GROUPS:
        index = index.astype(np.uint16)  # a narrow type is sorted by its digits, in a tenth of the time
    by_value = np.argsort(values)
    ordered = values[by_value[np.argsort(index[by_value], kind="stable")]]
    return Lengths(ordered, _per_group(grouping, kept), _per_group(grouping, measured & excluded))


def quantiles(ordered: NDArray[np.float64], counts: list[int], share_below: float) -> list[float | None]:
    """Return per group the median (0.5: the middle, or the mean of the two middle ones) or the nearest rank (0.9).

    `ordered` holds the groups one after the other, each in ascending order.
    """
    sizes = np.array([count for count in counts if count], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    if share_below == SHARES["median"]:
        found = (ordered[starts + (sizes - 1) // 2] + ordered[starts + sizes // 2]) / 2
    else:
        tenths = round(share_below * 10)
        found = ordered[starts - (-tenths * sizes // 10) - 1]
    listed = iter(found.tolist())
    return [next(listed) if count else None for count in counts]
