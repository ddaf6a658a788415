"""The roads as a graph to measure on: the shortest way in metres between many points at once.

Roads are taken in both directions; a point joins them at the nearest spot of the nearest road, by a straight line
that counts ROAD_FACTOR times. Lengths are metres on a plane around the city, good to 1 % over it.
scipy is loaded when the first network is built, not when the program starts.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.travel.roads import Roads
from data.travel.speeds import ROAD_FACTOR
from data.units.distance import METRES_PER_DEGREE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FARTHEST_OFF_M = 2_000.0
"""A point farther than this from every road stands on none."""
CLOSE_M = 30.0
"""Two points nearer to each other than this, or than they are to the roads, go straight."""
SAME_DEGREES = 1e-7
"""A centimetre: two points of a way that are no nearer than this are two."""
AT_ONCE = 64
"""So many starts are measured in one go: bounds the memory."""


@dataclass(frozen=True)
class Spots:
    """Where points stand: on the plane, the road, metres along it from its first end, metres away from it."""

    plane: Floats
    road: Ints
    along: Floats
    away: Floats


@dataclass(frozen=True)
class Network:
    """The largest connected piece of the roads. `ends` are junctions, `graph` holds metres between them."""

    graph: Any
    lines: NDArray[np.object_]
    ends: Ints
    lengths: Floats
    tree: shapely.STRtree
    squeeze: float

    def stand(self, points: Floats) -> Spots:
        """Return where WGS84 points (n, 2) stand."""
        plane = points * (self.squeeze, 1.0) * METRES_PER_DEGREE
        spots = shapely.points(plane)
        road = np.asarray(self.tree.nearest(spots), dtype=np.int64)
        near = self.lines[road]
        return Spots(plane, road, shapely.line_locate_point(near, spots), shapely.distance(near, spots))

    def metres(self, origins: Floats, goals: Floats) -> Floats:
        """Return the way in metres, origins by goals; infinite where roads do not tell it."""
        if len(origins) < len(goals):
            return self.metres(goals, origins).T
        start, goal = self.stand(origins), self.stand(goals)
        found = np.full((len(origins), len(goals)), np.inf)
        nodes, row_of = np.unique(self.ends[goal.road], return_inverse=True)
        row_of = row_of.reshape(-1, 2)
        for first in range(0, len(nodes), AT_ONCE):
            piece = self._from(nodes[first:first + AT_ONCE])
            for side in (0, 1):
                mine = np.flatnonzero((row_of[:, side] >= first) & (row_of[:, side] < first + AT_ONCE))
                rows = piece[row_of[mine, side] - first]
                behind = goal.along[mine] if side == 0 else self.lengths[goal.road[mine]] - goal.along[mine]
                found[:, mine] = np.minimum(found[:, mine], self._to_ends(rows, start).T + behind)
        same = start.road[:, None] == goal.road[None, :]
        found = np.where(same, np.minimum(found, np.abs(start.along[:, None] - goal.along[None, :])), found)
        found += ROAD_FACTOR * (start.away[:, None] + goal.away[None, :])
        return np.where(_is_told(start, goal), found, np.inf)

    def _to_ends(self, rows: Floats, spots: Spots) -> Floats:
        """Return the metres from each row's junction to spots, by the nearer end of their roads."""
        one, other = self.ends[spots.road].T
        return np.minimum(rows[:, one] + spots.along, rows[:, other] + self.lengths[spots.road] - spots.along)

    def _from(self, nodes: Ints) -> Floats:
        from scipy.sparse.csgraph import dijkstra

        return np.asarray(dijkstra(self.graph, directed=False, indices=nodes))

    def way(self, origin: tuple[float, float], goal: tuple[float, float]) -> list[tuple[float, float]]:
        """Return the points (WGS84, six digits) of the shortest way; the straight line where there is none."""
        spots = self.stand(np.array([origin, goal]))
        if not _is_told(*(Spots(spots.plane[[i]], spots.road[[i]], spots.along[[i]], spots.away[[i]])
                          for i in (0, 1))).all():
            return [origin, goal]
        if spots.road[0] == spots.road[1]:
            middle = [self._stretch(int(spots.road[0]), float(spots.along[0]), float(spots.along[1]))]
        else:
            middle = self._over_junctions(spots)
        points = np.vstack([spots.plane[:1], *middle, spots.plane[1:]]) / METRES_PER_DEGREE / (self.squeeze, 1.0)
        inside = points[np.r_[True, np.any(np.abs(np.diff(points, axis=0)) > SAME_DEGREES, axis=1)]][1:]
        if len(inside) and np.all(np.abs(inside[-1] - goal) <= SAME_DEGREES):
            inside = inside[:-1]
        return [origin, *((round(lon, 6), round(lat, 6)) for lon, lat in inside.tolist()), goal]

    def _over_junctions(self, spots: Spots) -> list[Floats]:
        from scipy.sparse.csgraph import dijkstra

        (a, b), ends = (int(one) for one in spots.road), self.ends
        far, before = dijkstra(self.graph, directed=False, indices=ends[a], return_predecessors=True)
        off = (np.array([spots.along[0], self.lengths[a] - spots.along[0]])[:, None] + far[:, ends[b]]
               + np.array([spots.along[1], self.lengths[b] - spots.along[1]]))
        leave, enter = np.unravel_index(int(off.argmin()), off.shape)
        steps = [int(ends[b, enter])]
        while steps[-1] != ends[a, leave]:
            steps.append(int(before[leave, steps[-1]]))
        steps.reverse()
        return [self._stretch(a, float(spots.along[0]), 0.0 if leave == 0 else float(self.lengths[a])),
                *(self._between(one, other) for one, other in pairwise(steps)),
                self._stretch(b, 0.0 if enter == 0 else float(self.lengths[b]), float(spots.along[1]))]

    def _between(self, one: int, other: int) -> Floats:
        """Return the points of the shortest road between two neighbouring junctions."""
        joins = np.flatnonzero((self.ends == (one, other)).all(axis=1) | (self.ends == (other, one)).all(axis=1))
        road = int(joins[self.lengths[joins].argmin()])
        points: Floats = shapely.get_coordinates(self.lines[road])
        return points if self.ends[road, 0] == one else points[::-1]

    def _stretch(self, road: int, start: float, end: float) -> Floats:
        """Return the points of a road between two places along it."""
        line = self.lines[road]
        points = shapely.get_coordinates(line)
        along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
        inside = points[(along > min(start, end)) & (along < max(start, end))]
        tips = shapely.get_coordinates(shapely.line_interpolate_point(line, [start, end]))
        return np.vstack([tips[:1], inside if start <= end else inside[::-1], tips[1:]])


def _is_told(start: Spots, goal: Spots) -> NDArray[np.bool_]:
    """Do roads tell the way between these: is each near one, and nearer to it than to the other?"""
    apart = np.hypot(*(start.plane[:, None, axis] - goal.plane[None, :, axis] for axis in (0, 1)))
    near = (start.away <= FARTHEST_OFF_M)[:, None] & (goal.away <= FARTHEST_OFF_M)[None, :]
    return np.asarray(near & (apart > np.maximum(CLOSE_M, start.away[:, None] + goal.away[None, :])))


def build(roads: Roads) -> Network | None:
    """Return the network of the roads' largest connected piece; None where there are no roads."""
    if not roads.parts:
        return None
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    lines = shapely.linestrings(np.concatenate([part * (roads.squeeze, 1.0) for part in roads.parts])
                                * METRES_PER_DEGREE, indices=np.repeat(np.arange(len(roads.parts)),
                                                                       [len(part) for part in roads.parts]))
    ends, lengths = _ends(roads), shapely.length(lines)
    order = np.argsort(-lengths, kind="stable")  # of two roads between the same junctions the shorter one counts
    count = len(roads.nodes)
    best: dict[tuple[int, int], float] = {
        (min(a, b), max(a, b)): length for (a, b), length in zip(ends[order].tolist(), lengths[order].tolist(),
                                                                strict=True) if a != b}
    keys = np.array(list(best), dtype=np.int64).reshape(-1, 2)
    graph = csr_array((np.array(list(best.values())), (keys[:, 0], keys[:, 1])), shape=(count, count))
    _, piece = connected_components(graph, directed=False)
    kept = piece[ends[:, 0]] == np.bincount(piece, minlength=1).argmax()
    lines, ends, lengths = lines[kept], ends[kept], lengths[kept]
    return Network(graph, lines, ends, lengths, shapely.STRtree(lines), roads.squeeze)


def _ends(roads: Roads) -> Ints:
    """Return the first and the last junction of each part."""
    ends = np.zeros((len(roads.parts), 2), dtype=np.int64)
    for here, ways in enumerate(roads.leaving):
        for _, _, part, backwards in ways:
            ends[part, int(backwards)] = here
    return ends
