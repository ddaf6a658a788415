"""How far the nearest of many starts is from each goal, in one search over the roads instead of one for each start.

The same ways as data.travel.minutes: along the roads where they tell, else the straight line ROAD_FACTOR times as long.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.travel.network import CLOSE_M, FARTHEST_OFF_M, Network, Spots
from data.travel.speeds import ROAD_FACTOR
from data.units.distance import METRES_PER_DEGREE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEIGHBOURS = 8
"""So many starts around a goal are looked at for a straight way, where roads do not tell."""
LEAST_M = 1e-3
"""An edge of no length would be no edge."""


def nearest_metres(roads: Network | None, origins: Floats, goals: Floats) -> Floats:
    """Return the metres of way from the nearest origin to each goal, WGS84 (n, 2); infinite without any, or to nowhere.

    Origins that are no points (not finite) count as none.
    """
    found = np.full(len(goals), np.inf)
    origins, here = origins[np.isfinite(origins).all(axis=1)], np.isfinite(goals).all(axis=1)
    if not len(origins) or not here.any():
        return found
    squeeze = float(np.cos(np.radians(np.median(goals[here, 1])))) if roads is None else roads.squeeze
    near, which = _neighbours(origins, goals[here], squeeze)
    if roads is None:
        found[here] = near[:, 0] * ROAD_FACTOR
        return found
    start, goal = roads.stand(origins), roads.stand(goals[here])
    untold = _untold(start, goal, near, which)
    straight = np.where(untold, near * ROAD_FACTOR, np.inf).min(axis=1)
    driven = np.where(goal.away <= FARTHEST_OFF_M, _driven(roads, start, goal), np.inf)
    off = start.away > FARTHEST_OFF_M
    if off.any():
        lone, _ = _neighbours(origins[off], goals[here], squeeze)
        straight = np.minimum(straight, lone[:, 0] * ROAD_FACTOR)
    found[here] = np.minimum(straight, driven)
    return found


def _neighbours(origins: Floats, goals: Floats, squeeze: float) -> tuple[Floats, Ints]:
    """Return metres to, and numbers of, the origins nearest to each goal as the crow flies."""
    from scipy.spatial import cKDTree

    scale = np.array([squeeze, 1.0]) * METRES_PER_DEGREE
    metres, which = cKDTree(origins * scale).query(goals * scale, k=min(NEIGHBOURS, len(origins)))
    return metres.reshape(len(goals), -1), which.reshape(len(goals), -1)


def _untold(start: Spots, goal: Spots, near: Floats, which: Ints) -> NDArray[np.bool_]:
    """Say of each neighbour whether roads do not tell the way (as data.travel.network)."""
    away = start.away[which] + goal.away[:, None]
    far = (start.away[which] > FARTHEST_OFF_M) | (goal.away > FARTHEST_OFF_M)[:, None]
    return np.asarray(far | (near <= np.maximum(CLOSE_M, away)))


def _driven(roads: Network, start: Spots, goal: Spots) -> Floats:
    """Return the metres along the roads from the nearest start."""
    on = start.away <= FARTHEST_OFF_M
    if not on.any():
        return np.full(len(goal.road), np.inf)
    road, along, away = start.road[on], start.along[on], ROAD_FACTOR * start.away[on]
    reached = _from_all(roads, road, along, away)
    one, other = roads.ends[goal.road].T
    ends = np.minimum(reached[one] + goal.along, reached[other] + roads.lengths[goal.road] - goal.along)
    ways: Floats = np.minimum(ends, _on_the_same(road, along, away, goal)) + ROAD_FACTOR * goal.away
    return ways


def _from_all(roads: Network, road: Ints, along: Floats, away: Floats) -> Floats:
    """Return the metres from the nearest start to each junction: one more junction leads to every start's road."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    count = roads.graph.shape[0]
    to = np.concatenate([roads.ends[road, 0], roads.ends[road, 1]])
    cost = np.concatenate([away + along, away + roads.lengths[road] - along])
    order = np.argsort(cost, kind="stable")
    nodes, first = np.unique(to[order], return_index=True)
    inner: Any = roads.graph.tocoo()
    rows = np.concatenate([inner.row, np.full(len(nodes), count)])
    columns = np.concatenate([inner.col, nodes])
    weights = np.concatenate([inner.data, np.maximum(cost[order][first], LEAST_M)])
    graph = coo_array((weights, (rows, columns)), shape=(count + 1, count + 1)).tocsr()
    return np.asarray(dijkstra(graph, directed=False, indices=count))[:count]


def _on_the_same(road: Ints, along: Floats, away: Floats, goal: Spots) -> Floats:
    """Return the metres to goals on the very road of a start, straight along it."""
    found = np.full(len(goal.road), np.inf)
    for one in np.intersect1d(road, goal.road):
        mine, wanted = road == one, np.flatnonzero(goal.road == one)
        ways = np.abs(along[mine][:, None] - goal.along[wanted][None, :]) + away[mine][:, None]
        found[wanted] = ways.min(axis=0)
    return found
