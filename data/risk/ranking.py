"""Ranking grids by how many cases the next day should bring each, with lags that are learned from the city's own past.

What is expected of a grid is a sum of what happened there, and beside it, each with a weight of its own:

    sum over LAGS of  w(lag) * cases a day so many days before, and of all days that are known
    + w(weekday) * cases on the same weekday of the last four weeks
    + w(beside) * cases a day in the neighbours, of the last week and of the three before
    + w(around) * cases a day in the grid's community, of all that is known

a self-exciting process in discrete time (Mohler et al. 2011) whose kernel is not assumed but fitted: least squares with
weights that cannot be negative (Lawson and Hanson 1974) over the days before, against the square root of what came, so
that few large counts do not decide. Floods are cut at a cap: one sensor's thousand messages send no patrol.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.sparse import csr_array

from data.risk.ledger import Compared

Numbers = NDArray[np.float64]
Table = NDArray[np.float32]

TOP = 0.05
"""The share of grids that a patrol can look at."""
REFERENCE_DAYS = 28
LAGS = ((1, 1), (2, 2), (3, 4), (5, 7), (8, 14), (15, 28), (29, 56))
WEEK, WEEKS = 7, 4
TRAIN_DAYS, REFIT_DAYS = 56, 7
FLOOD, LEAST_CAP = 5.0, 20.0
PARTS = {"week": slice(0, 4), "month": slice(4, 6), "long": slice(6, 8), "weekday": slice(8, 9),
         "beside": slice(9, 11), "around": slice(11, 12)}
"""What a ranking rests on, in words -> the columns that say so."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """Counts of grids by day, cut, with their sums so far, and who is near."""

    counts: Table
    sums: Numbers
    near: csr_array
    around: csr_array
    """Row-normalised: the mean of the grids of the same community."""


def past_of(counts: Table, near: csr_array, groups: list[str]) -> Past:
    """Return the past of grids; `groups` says of each which community it belongs to."""
    _, group = np.unique(np.array(groups), return_inverse=True)
    sizes = np.bincount(group)
    member = csr_array((np.ones(len(group)), (np.arange(len(group)), group)))
    mean = csr_array((1.0 / sizes[group], (group, np.arange(len(group)))))
    sums = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1, dtype=np.float64)], axis=1)
    return Past(counts=counts, sums=sums, near=near, around=member @ mean)


def capped(counts: Table) -> tuple[Table, int]:
    """Return grids x days without floods, and how many grid days were cut."""
    some = counts[counts > 0]
    if not len(some):
        return counts, 0
    cap = max(LEAST_CAP, FLOOD * float(np.quantile(some, 0.995)))
    return np.minimum(counts, np.float32(cap)), int((counts > cap).sum())


def features(past: Past, day: int) -> Numbers:
    """Return grids x columns of what was known before a day (the number of a column of the counts)."""
    own = np.stack([_mean(past.sums, day, first, last) for first, last in LAGS], axis=1)
    weeks = [past.counts[:, day - WEEK * n] for n in range(1, WEEKS + 1) if day >= WEEK * n]
    weekly = np.mean(weeks, axis=0) if weeks else np.zeros(len(own))
    beside = past.near @ np.stack([_mean(past.sums, day, 1, 7), _mean(past.sums, day, 8, 28)], axis=1)
    always = past.sums[:, day] / max(1, day)
    return np.column_stack([own, always, weekly, beside, past.around @ always])


def _mean(sums: Numbers, day: int, first: int, last: int) -> Numbers:
    """Return cases a day from `last` to `first` days before; days before the record count as if they were empty."""
    return np.asarray((sums[:, max(0, day - first + 1)] - sums[:, max(0, day - last)]) / (last - first + 1))


def learn(past: Past, day: int) -> Numbers:
    """Return the weights of the columns, learned from the days before a day."""
    width = PARTS["around"].stop
    square, cross = np.zeros((width, width)), np.zeros(width)
    for one in range(max(1, day - TRAIN_DAYS), day):
        known = features(past, one)
        square += known.T @ known
        cross += known.T @ np.sqrt(past.counts[:, one])
    if not cross.any():
        return np.zeros(width)
    square += np.eye(width) * 1e-6 * np.trace(square) / width
    lower = np.linalg.cholesky(square)
    weights, _ = nnls(lower.T, np.linalg.solve(lower, cross))
    return np.asarray(weights, dtype=np.float64)


def reasons(known: Numbers, weights: Numbers) -> list[dict[str, float]]:
    """Return for each grid (a row of features) which share of its expectation rests on what."""
    parts = known * weights
    whole = np.where(parts.sum(axis=1) > 0, parts.sum(axis=1), 1.0)
    shares = {name: parts[:, columns].sum(axis=1) / whole for name, columns in PARTS.items()}
    return [{name: round(float(share[row]), 3) for name, share in shares.items() if share[row] >= 0.005}
            for row in range(len(known))]


def plain(past: Past, day: int) -> Numbers:
    """Return the reference's expectation: cases of the 28 days before."""
    return np.asarray(past.sums[:, day] - past.sums[:, max(0, day - REFERENCE_DAYS)])


def hits(score: Numbers, truth: Table, top: int) -> float:
    """Return how many cases fell into the best grids; equals at the edge share the places that are left."""
    edge = np.partition(score, len(score) - top)[len(score) - top]
    above, level = score > edge, score == edge
    return float(truth[above].sum() + truth[level].sum() * (top - above.sum()) / level.sum())


def how_many(grids: int, top: float = TOP) -> int:
    """Return how many grids the top share is: one at least."""
    return max(1, round(grids * top))


def walk(past: Past, first: int, last: int) -> list[Compared]:
    """Return what both rankings would have been worth on days `first` until before `last`, each from the days before.

    The weights are learned anew each week, as a city's own would be each day.
    """
    found, top = [], how_many(len(past.counts))
    weights = np.zeros(0)
    for number, day in enumerate(range(first, last)):
        if number % REFIT_DAYS == 0:
            weights = learn(past, day)
        truth = past.counts[:, day]
        found.append(Compared(day, float(truth.sum()), hits(features(past, day) @ weights, truth, top),
                            hits(plain(past, day), truth, top)))
    return found
