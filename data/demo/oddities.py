"""What is odd in the demo city of late: street lamps go out all over one community, and some grids have fallen silent.

Without them nothing would stand out: all else follows the same rhythm everywhere.
"""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from data.demo.areas import CityMap
from data.demo.catalogue import Kind

Numbers = NDArray[np.int64]

SECOND = 1_000_000
BURST_KIND, BURST, BURST_SHARE = "B0137", timedelta(hours=60), 0.7
SILENT_DAYS, SILENT_GRIDS, SILENT_AMONG = 32, 6, (0.80, 0.95)
"""How many grids are silent, among those of this much liveliness."""


def befall(city: CityMap, kinds: Sequence[Kind], lively: NDArray[np.float64], *, cases: tuple[Numbers, Numbers],
           end: int, where: tuple[Numbers, Numbers], rng: np.random.Generator) -> None:
    """Move cases (kind, moment) of the latest days to other grids, in place; `end` is the last moment.

    `where` is (grid, hot place) of each case; one that is moved is no longer of a hot place.
    """
    (kind, at), (grid, hot) = cases, where
    codes = [one.code for one in kinds]
    if len(city.grids().codes) < 20 * SILENT_GRIDS:
        return
    communities = city.grids().parent
    crowded = np.flatnonzero(communities == communities[int(np.argmax(lively))])
    lamps = (kind == codes.index(BURST_KIND)) & (at > end - BURST // timedelta(microseconds=1))
    moved = np.flatnonzero(lamps & (rng.random(len(kind)) < BURST_SHARE))
    grid[moved], hot[moved] = rng.choice(crowded, len(moved)), -1
    low, high = np.quantile(lively, SILENT_AMONG)
    silent = rng.choice(np.flatnonzero((lively >= low) & (lively <= high) & (communities != communities[crowded[0]])),
                        SILENT_GRIDS, replace=False)
    late = np.flatnonzero(np.isin(grid, silent) & (at > end - SILENT_DAYS * 86_400 * SECOND))
    loud = np.setdiff1d(np.arange(len(lively)), silent)
    grid[late], hot[late] = rng.choice(loud, len(late), p=lively[loud] / lively[loud].sum()), -1
