"""One way to give units to cases, and what it comes to: weighted minutes, and what of the city stays covered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.allocation.problem import Floats, Problem, Watched, Weighed

Ints = NDArray[np.int64]
NOBODY = -1
SAME = 1e-6
"""Totals that differ by less are the same."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """Which unit each case gets (its number, NOBODY for none); `bound` is what no assignment can come below."""

    unit_of: Ints
    total: float
    bound: float
    solver: str = ""
    surcharge: float = 0.0
    """What of the total only keeps first priorities from being held back."""

    def gap(self) -> float:
        """Return how far above the bound this is at most, as a share of what it costs in delay, load and coverage."""
        own = self.total - self.surcharge
        return 0.0 if own <= 0 else max(0.0, (self.total - self.bound) / own)


def taken(unit_of: Ints) -> set[int]:
    """Return the units that are given."""
    return {int(one) for one in unit_of if one != NOBODY}


def reached(watched: Watched, unit_of: Ints) -> float:
    """Return the percent that the units which are not given still reach."""
    staying = ~np.isin(watched.units, unit_of)
    return float(watched.share[watched.close[staying].any(axis=0)].sum())


def cover_price(problem: Problem, unit_of: Ints) -> float:
    """Return the price (weighted minutes) of what is reached no longer, below the floors."""
    return sum(one.rule.price * max(0.0, one.floor - reached(one, unit_of)) for one in problem.watched)


def pick_cost(weighed: Weighed, unit_of: Ints) -> float:
    """Return the weighted minutes of all cases, fairness included, coverage not."""
    rows = np.arange(len(unit_of))
    given = unit_of != NOBODY
    return float(weighed.cost[rows[given], unit_of[given]].sum() + weighed.unmet[~given].sum())


def total_of(problem: Problem, weighed: Weighed, unit_of: Ints) -> float:
    """Return everything an assignment costs."""
    return pick_cost(weighed, unit_of) + cover_price(problem, unit_of)


def delay_of(problem: Problem, weighed: Weighed, unit_of: Ints) -> float:
    """Return the weighted delay in minutes: travel of those that are sent, `unmet_minutes` of all others."""
    given = np.flatnonzero(unit_of != NOBODY)
    travel = problem.minutes[unit_of[given], given]
    return float((weighed.weights[given] * travel).sum() + weighed.delay[unit_of == NOBODY].sum())


def surcharge_of(weighed: Weighed, unit_of: Ints) -> float:
    """Return what is added for first priorities that nobody is sent to."""
    return float((weighed.unmet - weighed.delay)[unit_of == NOBODY].sum())


def nearest_first(problem: Problem, weighed: Weighed) -> Ints:
    """Return what is done without a plan: by urgency and arrival, each case takes the nearest fit free unit."""
    order = sorted(range(len(problem.cases)), key=lambda i: (problem.cases[i].priority, problem.cases[i].id))
    unit_of = np.full(len(problem.cases), NOBODY, dtype=np.int64)
    free = np.ones(len(problem.units), dtype=bool)
    for case in order:
        minutes: Floats = np.where(weighed.fits[case] & free, problem.minutes[:, case], np.inf)
        if len(minutes) and np.isfinite(minutes.min()):
            unit_of[case] = int(minutes.argmin())
            free[unit_of[case]] = False
    return unit_of
