"""Travel time between many points at once, and the way between two.

Along the roads of the city's backdrop where both points stand near one: the shortest way by length, driven at the
kind's stated speed (data.travel.speeds). Elsewhere: the straight line, ROAD_FACTOR times as long, at the same speed.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from data.travel import network
from data.travel.network import Network
from data.travel.roads import read_roads
from data.travel.speeds import ROAD_FACTOR, metres_a_minute
from data.units.distance import EARTH_RADIUS_M
from data.visit import Visit

Point = tuple[float, float]
"""Longitude and latitude, WGS84."""
Floats = NDArray[np.float64]

BY_ROADS, BY_SPEED, MIXED = "roads", "speed", "mixed"
MOST_KEPT = 2
"""Maps whose roads are kept in memory."""

_lock = Lock()
_kept: OrderedDict[tuple[str, str], Network | None] = OrderedDict()


@dataclass(frozen=True, kw_only=True)
class Travel:
    """Origins by goals. `on_roads` says of each whether the road graph told, else the stated speed model did."""

    minutes: Floats
    metres: Floats
    on_roads: NDArray[np.bool_]

    def model(self) -> str:
        """Return which model told: BY_ROADS, BY_SPEED, or MIXED where each told of some."""
        if not self.on_roads.any():
            return BY_SPEED
        return BY_ROADS if self.on_roads.all() else MIXED


def minutes_between(visit: Visit, origins: Sequence[Point], goals: Sequence[Point], kinds: Sequence[str]) -> Travel:
    """Return the travel of units of these kinds (one for each origin) to the goals.

    Infinite where a point is no point (not finite): nobody knows how long that takes.
    """
    metres, on_roads = metres_of(roads_of(visit), _array(origins), _array(goals))
    speeds = np.array([metres_a_minute(kind) for kind in kinds], dtype=float).reshape(-1, 1)
    return Travel(minutes=metres / speeds, metres=metres, on_roads=on_roads)


def metres_of(roads: Network | None, origins: Floats, goals: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the metres of way, origins by goals, and of each whether roads told."""
    straight = straight_metres(origins, goals)
    metres = np.where(np.isnan(straight), np.inf, straight * ROAD_FACTOR)
    on_roads = np.zeros(metres.shape, dtype=bool)
    if roads is None or not metres.size:
        return metres, on_roads
    here, there = (np.isfinite(points).all(axis=1) for points in (origins, goals))
    known = np.ix_(here, there)
    told = roads.metres(origins[here], goals[there])
    on_roads[known] = np.isfinite(told)
    metres[known] = np.where(on_roads[known], told, metres[known])
    return metres, on_roads


def straight_metres(origins: Floats, goals: Floats) -> Floats:
    """Return great-circle metres, origins by goals (haversine, as data.units.distance)."""
    lon_a, lat_a = np.radians(origins[:, 0])[:, None], np.radians(origins[:, 1])[:, None]
    lon_b, lat_b = np.radians(goals[:, 0])[None, :], np.radians(goals[:, 1])[None, :]
    with np.errstate(invalid="ignore"):
        chord = (np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2)
        return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))


def way_between(visit: Visit, origin: Point, goal: Point) -> list[Point]:
    """Return the points of the way that `minutes_between` measured: along the roads, or two points straight."""
    roads = roads_of(visit)
    if roads is None or not np.isfinite([*origin, *goal]).all():
        return [origin, goal]
    return roads.way(origin, goal)


def roads_of(visit: Visit) -> Network | None:
    """Return the network of the city's roads as its map stands, built once for each version of the map; None: none."""
    key = (visit.city.epoch, visit.city.map_version)
    with _lock:
        if key not in _kept:
            _kept[key] = network.build(read_roads(visit.session))
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _array(points: Sequence[Point]) -> Floats:
    return np.array(points, dtype=float).reshape(-1, 2)
