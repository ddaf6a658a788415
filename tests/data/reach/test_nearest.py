"""The nearest of many starts: the same ways as the matrix of all of them tells, in one search."""

import numpy as np
import pytest
import shapely

from data.reach.nearest import nearest_metres
from data.travel.minutes import metres_of
from data.travel.network import build
from data.travel.roads import tie

WEST, SOUTH, STEP = 120.0, 30.0, 0.01


def street_grid(side=6):
    at = [[(WEST + x * STEP, SOUTH + y * STEP) for x in range(side)] for y in range(side)]
    ways = [(row[x], row[x + 1]) for row in at for x in range(side - 1)]
    ways += [(at[y][x], at[y + 1][x]) for y in range(side - 1) for x in range(side)]
    return build(tie([(3, shapely.LineString(way)) for way in ways]))


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_least_of_the_matrix(seed):
    rng = np.random.default_rng(seed)
    roads = street_grid()
    points = rng.uniform((WEST - 0.03, SOUTH - 0.03), (WEST + 0.08, SOUTH + 0.08), (400, 2))
    origins, goals = points[:30], points[30:]
    whole = metres_of(roads, origins, goals)[0].min(axis=0)
    assert nearest_metres(roads, origins, goals) == pytest.approx(whole, rel=5e-3, abs=60)


def test_without_roads_the_straight_way_counts():
    origins, goals = np.array([[120.0, 30.0], [120.5, 30.0]]), np.array([[120.01, 30.0], [120.49, 30.0]])
    whole = metres_of(None, origins, goals)[0].min(axis=0)
    assert nearest_metres(None, origins, goals) == pytest.approx(whole, rel=5e-3)


def test_nobody_and_nowhere_are_infinitely_far():
    goals = np.array([[120.0, 30.0], [np.nan, 30.0]])
    assert nearest_metres(street_grid(), np.empty((0, 2)), goals).tolist() == [np.inf, np.inf]
    found = nearest_metres(street_grid(), np.array([[np.nan, np.nan], [120.0, 30.0]]), goals)
    assert np.isfinite(found).tolist() == [True, False]
