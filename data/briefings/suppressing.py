"""Which counts are kept from a reader so that none below five can be computed from those that are told.

A count of 1 to 4 is never told: it reads as "fewer than five". Where sums that are told would still give it away,
further counts of five and more are kept back, the smallest first (complementary suppression); where that is not enough,
the whole block. The reader is taken to know this rule, all sums, and that what is kept back as well is five or more.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from data.ledger.elements import FEWEST_SHOWN

Range = tuple[float, float]


@dataclass(frozen=True)
class Sum:
    """A whole and the counts in it; exact where they are all of it, else they are a part."""

    whole: str
    parts: tuple[str, ...]
    is_exact: bool


@dataclass(kw_only=True)
class Told:
    """Counts by name, those that each block tells, and how they hang together; then what is kept back of them."""

    values: Mapping[str, int]
    blocks: Mapping[int, Collection[str]]
    sums: Collection[Sum]
    few: set[str] = field(default_factory=set)
    """1 to 4, and said to be so."""
    kept: set[str] = field(default_factory=set)
    """Five or more, kept back because of those."""
    dropped: set[int] = field(default_factory=set)
    """Blocks that cannot be told at all."""

    def shown(self) -> set[str]:
        """Return the counts that stand in some block, told or kept back."""
        return {name for block, names in self.blocks.items() if block not in self.dropped for name in names}


def is_few(value: float) -> bool:
    """Is a count too small to be told?"""
    return 0 < value < FEWEST_SHOWN


def suppress(told: Told) -> Told:
    """Keep back what must be, and return it."""
    wholes = {one.whole for one in told.sums}
    while bare := _bare(told):
        first = min(bare, key=lambda name: (name in wholes, name))
        if another := _next(told, first, wholes):
            told.kept.add(another)
        else:
            told.dropped |= {block for block, names in told.blocks.items() if first in names}
    for name in sorted(told.kept, key=lambda name: (-told.values[name], name)):
        told.kept.remove(name)  # what was kept back early may be told where more was later
        if _bare(told):
            told.kept.add(name)
    return told


def _bare(told: Told) -> set[str]:
    """Return what is kept back and can be computed all the same."""
    shown = told.shown()
    told.few = {name for name in shown if is_few(told.values[name])}
    told.kept &= shown
    found = ranges(told)
    return {name for name in told.few | told.kept if found[name][0] == found[name][1]}


def _next(told: Told, name: str, wholes: Collection[str]) -> str:
    """Return what is kept back next for a count that can be computed: the smallest of the nearest; "" where none is."""
    seen, near = {name}, {name}
    free = told.shown() - told.few - told.kept
    while near:
        around = {other for one in told.sums if near & {one.whole, *one.parts} for other in (one.whole, *one.parts)}
        near = around - seen
        seen |= near
        if fit := [other for other in near & free if told.values[other] >= FEWEST_SHOWN]:
            return min(fit, key=lambda other: (other in wholes, told.values[other], other))
    return ""


def ranges(told: Told) -> dict[str, Range]:
    """Return between which values each count lies for a reader: what is told, the rule, and the sums, until no more
    follows.
    """
    names = {*told.shown(), *(name for one in told.sums for name in (one.whole, *one.parts))}
    shown, found = told.shown(), dict[str, Range]()
    for name in names:
        value = told.values.get(name, 0)
        found[name] = ((1, FEWEST_SHOWN - 1) if name in told.few else (FEWEST_SHOWN, math.inf) if name in told.kept
                       else (value, value) if name in shown else (0, math.inf))
    while any(_narrow(found, one) for one in told.sums):
        pass
    return found


def _narrow(found: dict[str, Range], one: Sum) -> bool:
    """Narrow the ranges of one sum's counts; was one of them narrowed?"""
    before = [found[name] for name in (one.whole, *one.parts)]
    least, most = sum(found[name][0] for name in one.parts), sum(found[name][1] for name in one.parts)
    low, high = found[one.whole]
    low, high = found[one.whole] = max(low, least), min(high, most) if one.is_exact else high
    bounded = [found[name][1] for name in one.parts if found[name][1] < math.inf]
    endless, bounded_sum = len(one.parts) - len(bounded), sum(bounded)
    for name in one.parts:
        own_low, own_high = found[name]
        is_endless = own_high == math.inf
        others = math.inf if endless > is_endless or not one.is_exact else bounded_sum - (0 if is_endless else own_high)
        found[name] = max(own_low, low - others), min(own_high, high - (least - own_low))
    return before != [found[name] for name in (one.whole, *one.parts)]
