"""Figures of finding the grid that holds a point: a million at once against the bare tree, and one by one."""

import time

import numpy as np
import shapely

from data.areas.locate import index_of
from tests.bench.table import Row, per_second, percentile

SIDE, POINTS, SINGLE = 142, 1_000_000, 5_000
"""142 × 142 = 20,164 grids of a city 0.28 degrees wide."""
SIZE = 0.002


def rows() -> list[Row]:
    """Return: points per second of our index and of `shapely.STRtree` in the same run; one point at a time, p95."""
    corners = [(121 + column * SIZE, 30.5 + line * SIZE) for column in range(SIDE) for line in range(SIDE)]
    shapes = [shapely.box(x, y, x + SIZE, y + SIZE) for x, y in corners]
    index = index_of([(f"9901010010{number:05d}", shapely.to_wkb(shape)) for number, shape in enumerate(shapes)], None)
    tree = shapely.STRtree(shapes)
    chance = np.random.default_rng(1)
    lon, lat = 121 + chance.random(POINTS) * SIDE * SIZE, 30.5 + chance.random(POINTS) * SIDE * SIZE
    ours, bare = [], []
    for _ in range(3):
        ours.append(per_second(POINTS, lambda: index.locate_many(lon, lat)))
        bare.append(per_second(POINTS, lambda: tree.query(shapely.points(lon, lat), predicate="intersects")))
    singles = []
    for x, y in zip(lon[:SINGLE].tolist(), lat[:SINGLE].tolist(), strict=True):
        began = time.perf_counter()
        index.locate(x, y)
        singles.append(1e6 * (time.perf_counter() - began))
    return [
        Row(name=f"grid of {POINTS:,} points among {len(shapes):,}; reference: the bare tree", unit="/s",
            value=float(np.median(ours)), reference=float(np.median(bare)), goal=0.9 * float(np.median(bare)),
            smaller_is_better=False),
        Row(name="grid of one point, p95", unit="us", value=percentile(singles, 0.95), goal=50,
            note=f"median {percentile(singles, 0.5):.0f} us"),
    ]
