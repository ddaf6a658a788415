"""Where the demo city is dense: points scattered so that each stands for the same number of grids.

The densest are the two banks at the centre; every district has a town of its own further out.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.outline import Skeleton

FLOOR = 0.055
"""Density at the edge against 1 at the middle."""


def density(skeleton: Skeleton, xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the relative density (0 to about 1.4) at plane points."""
    off = (xy - skeleton.centre) / (5_200.0, 4_000.0)
    core = np.exp(-np.einsum("ij,ij->i", off, off))
    off = (xy - skeleton.centre) / (12_500.0, 7_200.0)
    body = np.exp(-np.einsum("ij,ij->i", off, off))
    towns = np.zeros(len(xy))
    for seed in skeleton.seeds:
        off = (xy - seed) / (2_300.0, 1_900.0)
        towns += np.exp(-np.einsum("ij,ij->i", off, off))
    return np.asarray(FLOOR + 0.85 * core + 0.26 * body + 0.30 * towns)


def scatter(skeleton: Skeleton, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return `count` plane points on the city's land, scattered by density."""
    west, south, east, north = skeleton.outline.bounds
    land = skeleton.outline.difference(shapely.union_all([skeleton.river, skeleton.lake]))
    shapely.prepare(land)
    found: list[NDArray[np.float64]] = []
    have = 0
    while have < count:
        xy = rng.uniform((west, south), (east, north), (2 * count, 2))
        kept = xy[(rng.random(len(xy)) * 1.45 < density(skeleton, xy)) & shapely.contains_xy(land, xy)]
        found.append(kept)
        have += len(kept)
    return np.vstack(found)[:count]
