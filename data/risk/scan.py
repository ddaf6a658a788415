"""Finding clusters in space and time: the space-time permutation scan (Kulldorff, Heffernan, Hartman et al. 2005).

Cylinders stand on every grid, wide to its nearest neighbours one by one, and high from today back over some days. What
a cylinder should hold follows from the cases alone: cases of its grids times cases of its days by all cases, so that a
place that is always busy and a day that was busy everywhere are no cluster. The cylinder with the largest likelihood
ratio is tried against the same of data whose days were shuffled among the cases; shuffling stops early once enough of
them were larger (Besag and Clifford 1991). Further clusters that share no grid are held against the same shuffled ones,
which is on the careful side.

No kept Python library does this (SaTScan is a program of its own, scanstatistics is R).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]

MOST_NEAR = 30
MOST_HIGH = 7
MOST_SHARE = 0.5
SHUFFLES, ENOUGH_LARGER = 499, 20
SIGNIFICANT = 0.05
MOST_FOUND = 10
LEAST_OBSERVED = 4


@dataclass(frozen=True, kw_only=True)
class Found:
    """One cluster: the grid in its middle, the grids inside, over how many days, and how likely by chance."""

    middle: int
    grids: Whole
    high: int
    observed: int
    expected: float
    ratio: float
    """Logarithm of the likelihood ratio."""
    p: float


def nearest(metres: Numbers, most: int = MOST_NEAR) -> Whole:
    """Return for each grid itself and its nearest others, nearest first, from points on a plane in metres."""
    _, near = KDTree(metres).query(metres, k=min(most, len(metres)))
    return np.asarray(near, dtype=np.int64).reshape(len(metres), -1)


def scan(counts: Whole, near: Whole, rng: np.random.Generator, *, tried: int = 1) -> list[Found]:
    """Return the significant clusters of grids x days that reach to the last day, strongest first.

    `tried` is how many such scans are made together: p is multiplied by it (Bonferroni).
    """
    grid, day = np.repeat(np.indices(counts.shape).reshape(2, -1), counts.reshape(-1), axis=1)
    high = min(MOST_HIGH, counts.shape[1] // 2)
    if len(grid) < LEAST_OBSERVED or high < 1:
        return []
    expected = _expected(counts, near, high)
    ratios = _ratios(_inside(counts, near, high), expected, len(grid))
    shuffled: list[float] = []
    larger = 0
    while len(shuffled) < SHUFFLES and larger < ENOUGH_LARGER:
        other = np.zeros_like(counts)
        np.add.at(other, (grid, rng.permutation(day)), 1)
        shuffled.append(float(_ratios(_inside(other, near, high), expected, len(grid)).max()))
        larger += shuffled[-1] >= ratios.max()
    return _apart(counts, near, (ratios, expected), np.array(shuffled), tried)


def _inside(counts: Whole, near: Whole, high: int) -> Numbers:
    """Return grids x neighbours x days: what each cylinder holds."""
    back = np.cumsum(counts[:, ::-1][:, :high], axis=1, dtype=np.float32)
    return np.asarray(np.cumsum(back[near], axis=1))


def _expected(counts: Whole, near: Whole, high: int) -> Numbers:
    of_grids = np.cumsum(counts.sum(axis=1)[near], axis=1, dtype=np.float64)
    of_days = np.cumsum(counts.sum(axis=0)[::-1][:high], dtype=np.float64)
    return np.asarray(of_grids[:, :, None] * of_days / counts.sum(), dtype=np.float32)


def _ratios(observed: Numbers, expected: Numbers, whole: int) -> Numbers:
    """Return the log likelihood ratios; 0 where there are fewer than expected, or a cylinder holds most of all."""
    more = (observed > expected) & (observed >= LEAST_OBSERVED) & (expected < MOST_SHARE * whole) & (observed < whole)
    found = np.zeros_like(observed)
    c, mu = observed[more], expected[more]
    found[more] = c * np.log(c / mu) + (whole - c) * np.log((whole - c) / (whole - mu))
    return found


def _apart(counts: Whole, near: Whole, told: tuple[Numbers, Numbers], shuffled: Numbers, tried: int) -> list[Found]:
    """Return the strongest significant cylinders of which no two share a grid."""
    ratios, expected = told
    found: list[Found] = []
    taken = np.zeros(len(counts), dtype=bool)
    best = ratios.reshape(len(counts), -1)
    for flat in np.argsort(-best, axis=None, kind="stable")[: 200 * MOST_FOUND].tolist():
        middle, wide, high = np.unravel_index(flat, ratios.shape)
        ratio = float(ratios[middle, wide, high])
        p = min(1.0, tried * (1 + int((shuffled >= ratio).sum())) / (1 + len(shuffled)))
        if ratio <= 0 or p > SIGNIFICANT or len(found) == MOST_FOUND:
            break
        grids = near[middle, : wide + 1]
        if not taken[grids].any():
            taken[grids] = True
            found.append(Found(
                middle=int(middle), grids=grids, high=int(high) + 1, ratio=ratio, p=p,
                observed=int(counts[grids][:, counts.shape[1] - high - 1:].sum()),
                expected=float(expected[middle, wide, high])))
    return found
