"""Near repeats: are there more pairs of like cases close in space and time than if their times were shuffled?

Knox (1964) with several bands at once and a Monte-Carlo p, as used for near-repeat victimisation (Johnson et al. 2007).
Pairs are of the same class. Cases of one spot are thinned to MOST_OF_SPOT, so that a sensor's flood is no pattern.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]

SPACE_M = (0.0, 1.0, 100.0, 200.0, 400.0)
"""Edges of the bands; the first is the very same spot."""
TIME_DAYS = (0.0, 1.0, 3.0, 7.0, 14.0)
SHUFFLES = 199
LEAST_CASES = 50
MOST_PAIRS = 2_000_000
MOST_OF_SPOT = 20


@dataclass(frozen=True, kw_only=True)
class Band:
    """One band of distance and one of time: pairs, what shuffled times give, and how likely that many are."""

    metres: float
    """Up to so many."""
    days: float
    observed: int
    expected: float
    p: float


def knox(metres: Numbers, days: Numbers, rng: np.random.Generator) -> list[Band]:
    """Return the bands, nearest and soonest first; none of too few cases or of more pairs than can be counted.

    `metres` are places on a plane where different classes lie far apart.
    """
    if len(days) < LEAST_CASES:
        return []
    tree = KDTree(metres)
    if tree.count_neighbors(tree, SPACE_M[-1]) > 2 * MOST_PAIRS:
        return []
    pairs = tree.query_pairs(SPACE_M[-1], output_type="ndarray")
    apart = np.linalg.norm(metres[pairs[:, 0]] - metres[pairs[:, 1]], axis=1)
    band = np.searchsorted(SPACE_M[1:], apart)
    observed = _table(pairs, band, days)
    shuffled = np.stack([_table(pairs, band, rng.permutation(days)) for _ in range(SHUFFLES)])
    larger = (shuffled >= observed).sum(axis=0)
    return [Band(metres=SPACE_M[space + 1], days=TIME_DAYS[time + 1], observed=int(observed[space, time]),
                 expected=round(float(shuffled[:, space, time].mean()), 1),
                 p=float((1 + larger[space, time]) / (1 + SHUFFLES)))
            for space in range(len(SPACE_M) - 1) for time in range(len(TIME_DAYS) - 1)]


def _table(pairs: Whole, band: Whole, days: Numbers) -> Whole:
    between = np.abs(days[pairs[:, 0]] - days[pairs[:, 1]])
    when = np.searchsorted(TIME_DAYS[1:], between)
    soon = when < len(TIME_DAYS) - 1
    width = len(TIME_DAYS) - 1
    flat = np.bincount(band[soon] * width + when[soon], minlength=(len(SPACE_M) - 1) * width)
    return flat.reshape(len(SPACE_M) - 1, width)


def thinned(spots: Whole) -> NDArray[np.bool_]:
    """Return which cases are kept: the first MOST_OF_SPOT of each spot, in the order given."""
    order = np.argsort(spots, kind="stable")
    sizes = np.bincount(spots)
    nth = np.arange(len(spots)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = np.empty(len(spots), dtype=bool)
    kept[order] = nth < MOST_OF_SPOT
    return kept
