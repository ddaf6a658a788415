"""Maximal covering location (Church and ReVelle 1974): at most so many spots, so that what they reach weighs most.

Solved by HiGHS to a stated gap; greedy is the reference. scipy is loaded when it is first solved.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GAP = 0.001
"""Of the optimum; solving stops when it is known to be no farther from it."""
LONGEST_SECONDS = 5.0
LEAST_WORTH = 1e-6
"""Share of all weight that a spot must win, else nobody is sent there."""


@dataclass(frozen=True, kw_only=True)
class Covering:
    """The chosen spots; what they reach; what greedy would; how far at most from the optimum (a share of it)."""

    chosen: tuple[int, ...]
    value: float
    greedy: float
    gap: float


def choose(reach: Flags, weights: Floats, count: int) -> Covering:
    """Return at most `count` rows of `reach` (spots by goals) whose union weighs most."""
    first = greedy(reach, weights, count)
    plain = value_of(reach, weights, first)
    if not count or not plain or count >= reach.shape[0]:
        return Covering(chosen=tuple(first), value=plain, greedy=plain, gap=0.0)
    bound = at_most(reach, weights, first, count)
    chosen, value = first, plain
    if bound > plain * (1 + GAP):
        found, solved = _solve(*_folded(reach, weights), count)
        bound = min(bound, solved)
        if value_of(reach, weights, found) > plain:
            chosen, value = found, value_of(reach, weights, found)
    return Covering(chosen=tuple(chosen), value=value, greedy=plain, gap=max(0.0, bound / value - 1.0))


def at_most(reach: Flags, weights: Floats, chosen: list[int], count: int) -> float:
    """Return what no `count` spots can exceed: what these reach and the best single gains beside them, or all there is.

    What spots win together is never more than what each would win alone (Nemhauser, Wolsey, Fisher 1978).
    """
    left = np.where(reach[chosen].any(axis=0), 0.0, weights)
    gains = np.sort(reach @ left)[::-1][:count]
    return min(float(weights[reach.any(axis=0)].sum()), value_of(reach, weights, chosen) + float(gains.sum()))


def value_of(reach: Flags, weights: Floats, chosen: list[int]) -> float:
    """Return the weight of what the chosen spots reach."""
    return float(weights[reach[chosen].any(axis=0)].sum()) if chosen else 0.0


def greedy(reach: Flags, weights: Floats, count: int) -> list[int]:
    """Return spots, each the one that wins most beside those before; fewer where nothing is left to win."""
    left, chosen = weights.astype(float).copy(), list[int]()
    least = LEAST_WORTH * float(weights.sum())
    while len(chosen) < min(count, reach.shape[0]):
        won = reach @ left
        best = int(won.argmax())
        if won[best] <= least:
            break
        chosen.append(best)
        left[reach[best]] = 0.0
    return chosen


def _folded(reach: Flags, weights: Floats) -> tuple[Flags, Floats]:
    """Return the same problem with goals that the same spots reach as one, those nobody reaches left out."""
    kept = reach.any(axis=0) & (weights > 0)
    if not kept.any():
        return reach[:, :0], weights[:0]
    columns, which = np.unique(np.packbits(reach[:, kept], axis=0), axis=1, return_inverse=True)
    first = np.zeros(columns.shape[1], dtype=np.int64)
    first[which.ravel()] = np.flatnonzero(kept)
    return reach[:, first], np.bincount(which.ravel(), weights=weights[kept]).astype(float)


def _solve(reach: Flags, weights: Floats, count: int) -> tuple[list[int], float]:
    """Return the spots and what the optimum cannot exceed. Only spots are whole; what is reached follows from them."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack

    spots, goals = reach.shape
    cover = hstack([csr_array(-reach.T.astype(float)), eye_array(goals)]).tocsr()
    limit = csr_array(np.concatenate([np.ones(spots), np.zeros(goals)])[None, :])
    cost = np.concatenate([np.full(spots, LEAST_WORTH * weights.sum()), -weights])
    found = milp(cost, integrality=np.concatenate([np.ones(spots), np.zeros(goals)]), bounds=Bounds(0, 1),
                 constraints=[LinearConstraint(cover, -np.inf, 0), LinearConstraint(limit, 0, count)],
                 options={"mip_rel_gap": GAP, "time_limit": LONGEST_SECONDS})
    if found.x is None:
        return [], float("inf")
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else float("inf")
    return np.flatnonzero(found.x[:spots] > 0.5).tolist(), bound + LEAST_WORTH * float(weights.sum()) * count
