"""The best assignment: exactly where coverage does not bind, else as a mixed integer program (HiGHS), with a bound.

First the assignment alone (Jonker-Volgenant): where the units that stay keep what must be kept, nothing can be better.
Else the program is solved in which a grid counts as lost once every unit that reaches it is given. A case sees only its
cheapest units there; that no other could do better is proved by the reduced costs of the relaxed program, or the bound
says how much better it could be. scipy is loaded when the first plan is made, not when the program starts.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.allocation.assignment import (
    NOBODY,
    SAME,
    Given,
    Ints,
    cover_price,
    pick_cost,
    reached,
    surcharge_of,
    taken,
    total_of,
)
from data.allocation.problem import Flags, Floats, Problem, Watched, Weighed

SECONDS = 1.2
"""So long the integer program may take; what it has by then is taken, with its gap."""
GAP = 0.002
"""Good enough, as a share of the total."""
CHEAPEST = 40
"""Units that a case sees in the integer program, the cheapest first."""
MOST_COLUMNS = 12_000
"""With no more picks than this to choose from, a case sees all."""
MANY_UNITS = 14
"""A grid that more units reach is not in the program: it is as good as never lost. If it is, the total tells."""


def solve(problem: Problem, weighed: Weighed, *, seconds: float = SECONDS) -> Given:
    """Return the best assignment that was found."""
    first = assign(weighed)
    bound = pick_cost(weighed, first)
    total = total_of(problem, weighed, first)
    if total <= bound + SAME:
        return Given(unit_of=first, total=total, bound=bound, solver="assignment",
                     surcharge=surcharge_of(weighed, first))
    second, other = _program(problem, weighed, first, total, seconds)
    best = min((first, *second), key=lambda one: total_of(problem, weighed, one))
    best = polish(problem, weighed, best)
    return Given(unit_of=best, total=total_of(problem, weighed, best), bound=max(bound, other), solver="highs",
                 surcharge=surcharge_of(weighed, best))


def assign(weighed: Weighed) -> Ints:
    """Return the best assignment where nothing must stay covered."""
    from scipy.optimize import linear_sum_assignment

    saving = weighed.saving()
    unit_of = np.full(len(saving), NOBODY, dtype=np.int64)
    if saving.size:
        rows, columns = linear_sum_assignment(saving)
        worth = saving[rows, columns] < -SAME
        unit_of[rows[worth]] = columns[worth]
    return unit_of


@dataclass(frozen=True, kw_only=True)
class _Grids:
    """Grids of one rule that could be lost, those that the same units reach taken together."""

    reach: Flags
    share: Floats
    allowed: float
    """Percent that may be lost at no price."""
    price: float
    """Of each percent more."""


def _grids(watched: Watched, sendable: Flags) -> _Grids:
    reach, share = watched.reach, watched.share
    kept = reach[~sendable].any(axis=0)
    count = reach[sendable].sum(axis=0)
    open_ = ~kept & (count > 0) & (count <= MANY_UNITS)
    allowed = watched.before - watched.floor
    if not open_.any():
        return _Grids(reach=np.zeros((len(reach), 0), dtype=bool), share=np.zeros(0), allowed=allowed,
                      price=watched.rule.price)
    alike, which = np.unique(np.packbits(reach[:, open_], axis=0), axis=1, return_inverse=True)
    together = np.unpackbits(alike, axis=0, count=len(reach)).astype(bool)
    return _Grids(reach=together, share=np.asarray(np.bincount(which.reshape(-1), weights=share[open_]), dtype=float),
                  allowed=allowed, price=watched.rule.price)


def _tied(problem: Problem, weighed: Weighed, first: Ints) -> tuple[Flags, list[Watched]]:
    """Return the cases whose units cost coverage under an assignment, and the rules that are at stake with them.

    Cases, units and rules that nothing ties to these are settled: no change there could save anything.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    cases, units = weighed.fits.shape
    rows, columns = np.nonzero(weighed.fits)
    one = [rows, *(np.full(len(rule.units), cases + units + n) for n, rule in enumerate(problem.watched))]
    other = [cases + columns, *(cases + rule.units for rule in problem.watched)]
    ends = np.concatenate(one), np.concatenate(other)
    size = cases + units + len(problem.watched)
    _, piece = connected_components(coo_array((np.ones(len(ends[0])), ends), shape=(size, size)), directed=False)
    of_rule = piece[cases + units:]
    short = {int(of_rule[n]) for n, rule in enumerate(problem.watched) if rule.floor - reached(rule, first) > SAME}
    return np.isin(piece[:cases], sorted(short)), [rule for n, rule in enumerate(problem.watched)
                                                   if int(of_rule[n]) in short]


def _program(problem: Problem, weighed: Weighed, first: Ints, total: float,
             seconds: float) -> tuple[tuple[Ints, ...], float]:
    """Return assignments that the integer program found (none or one), and a bound on what any can come to."""
    begun = time.perf_counter()
    tied, watched = _tied(problem, weighed, first)
    fits = weighed.fits & tied[:, None]
    chosen = _columns(weighed, first, fits)
    rows, columns = np.nonzero(chosen)
    saving = weighed.saving()
    sendable: Flags = np.asarray(fits.any(axis=0))
    program = _Program(saving[rows, columns], rows, columns, [_grids(one, sendable) for one in watched],
                       cases=len(first))
    base = pick_cost(weighed, np.where(tied, NOBODY, first))
    relaxed = program.relaxed()
    if relaxed is None:
        return (), -np.inf
    value, prices = relaxed
    left = saving - prices.of_case[:, None] - prices.of_unit(len(problem.units))[None, :]
    others = np.where(fits & ~chosen, left, np.inf)
    bound = base + value + float(np.minimum(others.min(axis=1, initial=0.0), 0.0).sum())
    spare = max(0.2, seconds - (time.perf_counter() - begun))
    worth = GAP * total / max(SAME, abs(value))
    x, dual = program.whole(spare, worth)
    if dual is not None and others.min(initial=np.inf) >= total - (base + value):
        bound = max(bound, base + dual)  # no pick outside the program could be in anything better
    if x is None:
        return (), bound
    unit_of = np.where(tied, NOBODY, first)
    unit_of[rows[x]] = columns[x]
    return (unit_of,), bound


def _columns(weighed: Weighed, first: Ints, fits: Flags) -> Flags:
    """Return which picks the program may choose from, of those that fit."""
    if int(fits.sum()) <= MOST_COLUMNS:
        return fits
    chosen = np.zeros(weighed.fits.shape, dtype=bool)
    cheapest = np.argpartition(weighed.cost, min(CHEAPEST, weighed.cost.shape[1] - 1), axis=1)[:, :CHEAPEST]
    np.put_along_axis(chosen, cheapest, values=True, axis=1)
    given = np.flatnonzero(first != NOBODY)
    chosen[given, first[given]] = True
    return np.asarray(chosen & fits)


@dataclass(frozen=True, kw_only=True)
class _Prices:
    """What the relaxed program pays for a case and for a unit."""

    of_case: Floats
    unit_numbers: Ints
    unit_prices: Floats

    def of_unit(self, count: int) -> Floats:
        """Return the price of each of all units, zero for one that is in no pick."""
        found = np.zeros(count)
        found[self.unit_numbers] = self.unit_prices
        return found


class _Program:
    """Picks x, a grid's loss u and a rule's shortfall s; one row for each case, unit, grid and rule.

    Each unit has a number y of its own picks, so that a grid's row has no more entries than units that reach it.
    """

    def __init__(self, saving: Floats, rows: Ints, columns: Ints, grids: list[_Grids], *, cases: int) -> None:
        self._cases = cases
        self._units, unit_row = np.unique(columns, return_inverse=True)
        self._rows, self._picks = rows, len(saving)
        place = {int(unit): number for number, unit in enumerate(self._units)}
        units, losses = len(self._units), sum(len(one.share) for one in grids)
        self._y, self._u, self._s = len(saving), len(saving) + units, len(saving) + units + losses
        self._size = self._s + len(grids)
        self.cost = np.zeros(self._size)
        self.cost[:self._picks], self.cost[self._s:] = saving, [one.price for one in grids]
        entries: list[tuple[Ints, Ints, Floats]] = [
            (rows, np.arange(self._picks), np.ones(self._picks)),
            (self._cases + unit_row.reshape(-1), np.arange(self._picks), np.ones(self._picks)),
            (self._cases + np.arange(units), self._y + np.arange(units), -np.ones(units))]
        low, high = [-np.inf] * self._cases + [0.0] * units, [1.0] * self._cases + [0.0] * units
        row, loss = self._cases + units, self._u
        for number, one in enumerate(grids):
            for grid in range(len(one.share)):
                by = np.array([place[int(unit)] for unit in np.flatnonzero(one.reach[:, grid])
                               if int(unit) in place], dtype=np.int64)
                entries.append((np.full(len(by) + 1, row), np.r_[self._y + by, loss + grid],
                                np.r_[-np.ones(len(by)), 1.0]))
                # A grid that a unit reaches which no pick of the program gives is never lost.
                low.append(1.0 - len(by) if len(by) == one.reach[:, grid].sum() else -np.inf)
                high.append(np.inf)
                row += 1
            entries.append((np.full(len(one.share) + 1, row),
                            np.r_[loss + np.arange(len(one.share)), self._s + number], np.r_[one.share, -1.0]))
            low.append(-np.inf)
            high.append(one.allowed)
            row, loss = row + 1, loss + len(one.share)
        self._entries, self._low, self._high, self._height = entries, np.array(low), np.array(high), row

    def _matrix(self) -> Any:
        from scipy.sparse import csr_array

        rows, columns, values = (np.concatenate([one[part] for one in self._entries]) for part in (0, 1, 2))
        return csr_array((values, (rows, columns)), shape=(self._height, self._size))

    def _bounds(self) -> tuple[Floats, Floats]:
        top = np.ones(self._size)
        top[self._s:] = np.inf
        return np.zeros(self._size), top

    def relaxed(self) -> tuple[float, _Prices] | None:
        """Return the value of the program without whole numbers, and its prices; None where it was not solved."""
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        matrix, (bottom, top) = self._matrix(), self._bounds()
        above, below = np.isfinite(self._high), np.isfinite(self._low)
        same = above & below & (self._high == self._low)
        above &= ~same
        below &= ~same
        found = linprog(self.cost, A_ub=vstack([matrix[above], -matrix[below]]),
                        b_ub=np.r_[self._high[above], -self._low[below]], A_eq=matrix[same], b_eq=self._high[same],
                        bounds=np.c_[bottom, top], method="highs")
        if found.status != 0:
            return None
        of_case = found.ineqlin.marginals[:self._cases]
        return float(found.fun), _Prices(of_case=of_case, unit_numbers=self._units,
                                         unit_prices=found.eqlin.marginals[:len(self._units)])

    def whole(self, seconds: float, gap: float) -> tuple[NDArray[np.bool_] | None, float | None]:
        """Return which picks are made, and the bound; None each where there is none in time."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        whole = np.zeros(self._size)
        whole[:self._picks] = 1
        found = milp(self.cost, constraints=LinearConstraint(self._matrix(), self._low, self._high),
                     integrality=whole, bounds=Bounds(*self._bounds()),
                     options={"time_limit": seconds, "mip_rel_gap": gap})
        picks = None if found.x is None else found.x[:self._picks] > 0.5
        dual = found.mip_dual_bound
        return picks, float(dual) if dual is not None and np.isfinite(dual) else None


def polish(problem: Problem, weighed: Weighed, unit_of: Ints) -> Ints:
    """Return the assignment with no single pick left that were better made, or better not made."""
    best, total = unit_of.copy(), total_of(problem, weighed, unit_of)
    if not problem.watched:
        return best
    for case in np.argsort(-weighed.unmet, kind="stable").tolist():
        if best[case] != NOBODY:
            tried = best.copy()
            tried[case] = NOBODY
            if cover_price(problem, best) <= SAME or total_of(problem, weighed, tried) >= total - SAME:
                continue
        else:
            free = weighed.fits[case].copy()
            free[sorted(taken(best))] = False
            options = np.flatnonzero(free)
            options = options[np.argsort(weighed.cost[case, options], kind="stable")][:CHEAPEST]
            tries = [np.where(np.arange(len(best)) == case, unit, best) for unit in options.tolist()]
            if not tries:
                continue
            tried = min(tries, key=lambda one: total_of(problem, weighed, one))
        here = total_of(problem, weighed, tried)
        if here < total - SAME:
            best, total = tried, here
    return best
