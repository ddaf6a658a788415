"""From facts to figures: each definition counted for every group at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.figures import dictionary
from data.figures.definition import Definition, Figure, share
from data.figures.facts import Facts, Grouping

SECONDS_PER_HOUR = 3600
SHARES = {"median": 0.5, "p90": 0.9}
Figures = dict[str, Figure]


def total(facts: Facts, definitions: Iterable[Definition] | None = None) -> Figures:
    """Return {name: figure} over all cases of the facts."""
    everything = Grouping([""], np.zeros(len(facts.bits), dtype=np.intp))
    return grouped(facts, everything, definitions)[""]


def grouped(facts: Facts, grouping: Grouping, definitions: Iterable[Definition] | None = None) -> dict[str, Figures]:
    """Return {group: {name: figure}}; without `definitions` every figure that is counted over a period."""
    listed = list(definitions) if definitions is not None else dictionary.counted_over("period")
    found: dict[str, Figures] = {key: {} for key in grouping.keys}
    sorted_lengths: dict[tuple[str, ...], Lengths] = {}
    for one in listed:
        if one.kind in SHARES:
            key = (one.span, *one.denominator)
            lengths = sorted_lengths[key] = sorted_lengths.get(key) or _lengths(facts, grouping, one)
            counted = _quantiles(facts, lengths, one)
        else:
            counted = _counted(facts, grouping, one)
        for group, figure in zip(grouping.keys, counted, strict=True):
            found[group][one.name] = figure
    return found


def _counted(facts: Facts, grouping: Grouping, one: Definition) -> list[Figure]:
    base = facts.all_hold(("received", *(one.denominator if one.kind == "rate" else one.numerator)))
    excluded = facts.any_holds(one.exclusions)
    left_out = _tally(grouping, base & excluded)
    kept = base & ~excluded
    whole = _tally(grouping, kept)
    if one.kind == "count":
        return [_figure(facts, one, value=count, numerator=count, left_out=out)
                for count, out in zip(whole, left_out, strict=True)]
    hits = _tally(grouping, kept & facts.all_hold(one.numerator))
    return [_figure(facts, one, value=share(hit, count), numerator=hit, sample=count, left_out=out)
            for hit, count, out in zip(hits, whole, left_out, strict=True)]


def _tally(grouping: Grouping, which: NDArray[np.bool_]) -> list[int]:
    counts: list[int] = np.bincount(grouping.index[which], minlength=len(grouping.keys)).tolist()
    return counts


@dataclass(frozen=True)
class Lengths:
    """Seconds in order, group after group; how many each group has, and how many were left out of it."""

    ordered: NDArray[np.float64]
    counts: list[int]
    left_out: list[int]


def _lengths(facts: Facts, grouping: Grouping, one: Definition) -> Lengths:
    seconds = facts.seconds[one.span]
    measured = facts.all_hold(("received", *one.denominator)) & ~np.isnan(seconds)
    excluded = facts.any_holds(one.exclusions)
    kept = measured & ~excluded
    values, index = seconds[kept], grouping.index[kept]
    return Lengths(values[np.lexsort((values, index))], _tally(grouping, kept), _tally(grouping, measured & excluded))


def _quantiles(facts: Facts, lengths: Lengths, one: Definition) -> list[Figure]:
    values = quantiles(lengths.ordered, lengths.counts, SHARES[one.kind])
    return [_figure(facts, one, value=None if value is None else value / SECONDS_PER_HOUR, sample=count, left_out=out)
            for value, count, out in zip(values, lengths.counts, lengths.left_out, strict=True)]


def quantiles(ordered: NDArray[np.float64], counts: list[int], share_below: float) -> list[float | None]:
    """Return per group the median (0.5: the middle, or the mean of the two middle ones) or the nearest rank (0.9).

    `ordered` holds the groups one after the other, each in ascending order.
    """
    found: list[float | None] = []
    start = 0
    for count in counts:
        part = ordered[start:start + count]
        start += count
        if not count:
            found.append(None)
        elif share_below == SHARES["median"]:
            found.append(float(part[(count - 1) // 2] + part[count // 2]) / 2)
        else:
            found.append(float(part[-(-int(share_below * 10) * count // 10) - 1]))
    return found


def _figure(facts: Facts, one: Definition, *, value: float | None, numerator: int | None = None,
            sample: int | None = None, left_out: int) -> Figure:
    return dictionary.figure(one.name, value=value, as_of=facts.as_of, numerator=numerator, sample=sample,
                             left_out=left_out)
