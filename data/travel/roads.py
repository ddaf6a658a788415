"""Ways along the roads of the backdrop: a graph of their parts and the shortest route on it.

A city without roads gets straight lines. Lengths are metres on a plane around the first road, good to
1 % over a city.
"""

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models.area import Backdrop
from data.units.distance import METRES_PER_DEGREE, metres_between

Points = NDArray[np.float64]

HIGHEST_RANK = 3
"""Roads of lower rank join in only where there are few roads in all."""
FEW_PARTS = 6_000
NEAR_ENOUGH_M = 400.0
"""Two ends closer than this go straight."""
SPEED_UP = {1: 0.55, 2: 0.7, 3: 1.0, 4: 1.25}
"""How long a metre feels, by rank: people prefer the wide roads."""


@dataclass(frozen=True)
class Route:
    """A way from here to there: WGS84 points and the metres travelled up to each."""

    points: Points
    metres: NDArray[np.float64]

    def length_m(self) -> float:
        """Return the whole length in metres."""
        return float(self.metres[-1])

    def at(self, share: float) -> tuple[float, float]:
        """Return longitude and latitude after this share (0 to 1) of the way, to six digits."""
        way = min(max(share, 0.0), 1.0) * self.metres[-1]
        return (round(float(np.interp(way, self.metres, self.points[:, 0])), 6),
                round(float(np.interp(way, self.metres, self.points[:, 1])), 6))


@dataclass
class Roads:
    """Junctions, and from each the parts that leave it: (to, cost, index of the part, walked backwards)."""

    nodes: Points
    leaving: list[list[tuple[int, float, int, bool]]]
    parts: list[Points]
    tree: shapely.STRtree
    squeeze: float = 1.0
    """Cosine of the latitude."""

    def route(self, start: tuple[float, float], end: tuple[float, float]) -> Route:
        """Return the way between two WGS84 points: to the nearest junction, along the roads, to the goal."""
        if not self.parts or metres_between(*start, *end) < NEAR_ENOUGH_M:
            return straight(start, end)
        first, last = (int(self.tree.nearest(shapely.Point(lon * self.squeeze, lat))) for lon, lat in (start, end))
        way = self._shortest(first, last)
        if way is None:
            return straight(start, end)
        return measured(np.vstack([start, *way, end]), self.squeeze)

    def _shortest(self, first: int, last: int) -> list[Points] | None:
        """Return the points of the parts from one junction to another (A*, straight distance as the bound)."""
        best = {first: 0.0}
        came: dict[int, tuple[int, int, bool]] = {}
        front = [(0.0, first)]
        while front:
            _, here = heapq.heappop(front)
            if here == last:
                return self._walked(came, last)
            for to, cost, part, backwards in self.leaving[here]:
                total = best[here] + cost
                if total < best.get(to, np.inf):
                    best[to] = total
                    came[to] = (here, part, backwards)
                    heapq.heappush(front, (total + self._at_least(to, last), to))
        return None

    def _at_least(self, a: int, b: int) -> float:
        off = (self.nodes[a] - self.nodes[b]) * (self.squeeze, 1.0)
        return float(np.hypot(*off)) * METRES_PER_DEGREE * min(SPEED_UP.values())

    def _walked(self, came: dict[int, tuple[int, int, bool]], last: int) -> list[Points]:
        way: list[Points] = []
        while last in came:
            last, part, backwards = came[last]
            way.append(self.parts[part][::-1] if backwards else self.parts[part])
        return way[::-1] or [self.nodes[[last]]]


def straight(start: tuple[float, float], end: tuple[float, float]) -> Route:
    """Return the straight way."""
    return measured(np.array([start, end], dtype=float), float(np.cos(np.radians(start[1]))))


def measured(points: Points, squeeze: float) -> Route:
    """Return the points as a route."""
    steps = np.diff(points, axis=0) * (squeeze, 1.0)
    metres = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]) * METRES_PER_DEGREE)])
    return Route(points, metres)


def read_roads(session: Session) -> Roads:
    """Return the graph of the backdrop's roads; without roads an empty one, on which every way is straight."""
    rows = session.execute(select(Backdrop.rank, Backdrop.geometry).where(Backdrop.kind == "road")
                           .order_by(Backdrop.rank, Backdrop.id)).all()
    lines = [(rank, part) for rank, wkb in rows for part in shapely.get_parts(shapely.from_wkb(wkb))]
    if len(lines) > FEW_PARTS:
        lines = [(rank, part) for rank, part in lines if rank <= HIGHEST_RANK]
    return tie(lines)


def tie(lines: list[tuple[int, shapely.LineString]]) -> Roads:
    """Return the graph of (rank, line) parts whose ends meet; only its largest connected piece counts."""
    number: dict[tuple[float, float], int] = {}
    leaving: list[list[tuple[int, float, int, bool]]] = []
    parts: list[Points] = []
    latitude = float(shapely.get_coordinates(lines[0][1])[0, 1]) if lines else 0.0
    squeeze = float(np.cos(np.radians(latitude)))
    for rank, line in lines:
        points = shapely.get_coordinates(line)
        ends = [number.setdefault((round(x, 6), round(y, 6)), len(number)) for x, y in points[[0, -1]].tolist()]
        leaving.extend([] for _ in range(len(number) - len(leaving)))
        cost = measured(points, squeeze).length_m() * SPEED_UP.get(rank, 1.25)
        leaving[ends[0]].append((ends[1], cost, len(parts), False))
        leaving[ends[1]].append((ends[0], cost, len(parts), True))
        parts.append(points)
    nodes = np.array(list(number), dtype=float).reshape(-1, 2)
    return _largest(nodes, leaving, parts, squeeze)


def _largest(nodes: Points, leaving: list[list[tuple[int, float, int, bool]]], parts: list[Points],
             squeeze: float) -> Roads:
    piece = np.full(len(nodes), -1)
    for start in range(len(nodes)):
        if piece[start] < 0:
            front = [start]
            piece[start] = start
            while front:
                for to, *_ in leaving[front.pop()]:
                    if piece[to] < 0:
                        piece[to] = start
                        front.append(to)
    kept = piece == np.bincount(piece).argmax() if len(nodes) else piece == 0
    spots = np.where(kept[:, None], nodes * (squeeze, 1.0), np.nan)
    tree = shapely.STRtree([shapely.Point(xy) if ok else shapely.Point() for xy, ok in zip(spots, kept, strict=True)])
    return Roads(nodes, leaving, parts, tree, squeeze)
