"""Figures of reach, placement and what-if on the demo city of 20,214 grids, without a database: its map and roads.

Reference of reach: the least of the whole matrix of sites and grids; of placement: greedy, and the optimum's bound.
"""

import time

import numpy as np

from data.demo.areas import CityMap, draw_map
from data.demo.backdrop import backdrop_rows
from data.demo.city import SIZES
from data.reach.covering import choose
from data.reach.nearest import nearest_metres
from data.reach.placement import MOST_GOALS, MOST_SPOTS
from data.reach.reach import is_reached
from data.reach.whatif import quantile
from data.travel.minutes import metres_of
from data.travel.network import Network, build
from data.travel.roads import tie
from data.travel.speeds import metres_a_minute
from tests.bench.table import Row

SITES, UNITS, SPOTS, GOALS, TRIES = 400, 44, MOST_SPOTS, MOST_GOALS, 5
MILLISECONDS = 1_000.0


def rows() -> list[Row]:
    """Return: reach of all grids, its error, placement, what-if."""
    city = draw_map(SIZES["city"].counts, households_per_grid=SIZES["city"].households_per_grid, seed=1)
    return [*reach_rows(city, roads_of(city)), *placement_rows(city, roads_of(city))]


def roads_of(city: CityMap) -> Network:
    """Return the network of the demo city's roads."""
    import shapely

    lines = [(row["rank"], part) for row in backdrop_rows(city) if row["kind"] == "road"
             for part in shapely.get_parts(shapely.from_wkb(row["geometry"]))]
    found = build(tie(lines))
    assert found is not None
    return found


def points_of(city: CityMap) -> np.ndarray:
    """Return a point of each grid, WGS84."""
    return np.asarray(city.grids().labels, dtype=float)


def reach_rows(city: CityMap, roads: Network) -> list[Row]:
    """Return how long all grids from SITES sites take, and how far that is from the matrix."""
    goals, rng = points_of(city), np.random.default_rng(1)
    sites = goals[rng.choice(len(goals), SITES, replace=False)] + rng.normal(0, 5e-4, (SITES, 2))
    nearest_metres(roads, sites, goals)
    taken = []
    for _ in range(TRIES):
        began = time.perf_counter()
        found = nearest_metres(roads, sites, goals)
        taken.append(MILLISECONDS * (time.perf_counter() - began))
    began = time.perf_counter()
    whole = np.minimum.reduce([metres_of(roads, sites[first:first + 50], goals)[0].min(axis=0)
                               for first in range(0, SITES, 50)])
    plain = MILLISECONDS * (time.perf_counter() - began)
    off = np.abs(found - whole)
    return [
        Row(name=f"reach: nearest of {SITES} sites for {len(goals):,} grids; reference: the matrix", unit="ms",
            value=float(np.median(taken)), goal=1_000, reference=plain),
        Row(name="reach: farthest from the matrix", unit="m", value=float(off.max()), goal=60,
            note=f"{int((off > 1).sum())} of {len(goals)} grids differ by more than a metre"),
        Row(name="what-if: now and then for one kind, median and p90 minutes", unit="ms",
            value=2 * float(np.median(taken)) + quantiles(found, len(goals)), goal=2_000,
            note="without reading the database"),
    ]


def quantiles(metres: np.ndarray, count: int) -> float:
    """Return how long four quantiles take, in ms."""
    weights = np.random.default_rng(2).gamma(0.3, 1.0, count)
    began = time.perf_counter()
    for share in (0.5, 0.9, 0.5, 0.9):
        quantile(metres, weights, share)
    return MILLISECONDS * (time.perf_counter() - began)


def placement_rows(city: CityMap, roads: Network) -> list[Row]:
    """Return how long placing UNITS fire crews takes, and how it compares, at their speed in 15 and in 5 minutes."""
    goals, rng = points_of(city), np.random.default_rng(3)
    weights = rng.poisson(0.35, len(goals)) * rng.gamma(2.0, 0.5, len(goals))
    wanted = np.argsort(-weights, kind="stable")[:GOALS]
    spots = np.arange(0, len(goals), max(1, -(-len(goals) // SPOTS)))
    began = time.perf_counter()
    minutes = np.concatenate([metres_of(roads, goals[spots[first:first + 100]], goals[wanted])[0]
                              for first in range(0, len(spots), 100)]) / metres_a_minute("fire")
    matrix = time.perf_counter() - began
    found = []
    for units, reach, words in ((8, is_reached(minutes), "8 units, 15 min"), (UNITS, minutes <= 5, "44 units, 5 min")):
        began = time.perf_counter()
        solved = choose(reach, weights[wanted], units)
        taken = matrix + time.perf_counter() - began
        found += [
            Row(name=f"placement: {words}, {len(spots)} spots, {GOALS:,} grids, all in all", unit="s", value=taken,
                goal=15, note=f"{matrix:.1f} s of it for the minutes"),
            Row(name=f"placement: {words}, expected cases covered; reference: greedy", unit="%",
                value=100 * solved.value / float(weights[wanted].sum()), smaller_is_better=False,
                reference=100 * solved.greedy / float(weights[wanted].sum()),
                goal=100 * solved.greedy / float(weights[wanted].sum())),
            Row(name=f"placement: {words}, at most so far from the optimum", unit="%", value=100 * solved.gap,
                goal=0.5),
        ]
    return found
