"""A drawn shape: how it is written, what may be drawn, and what it covers.

| written | means |
|---|---|
| `circle:LAT,LNG,METRES` | everything within so many metres of a point |
| `box:SOUTH,WEST,NORTH,EAST` | a rectangle |
| `poly:LAT,LNG;LAT,LNG;…` | a polygon, closed by itself |
| `line:LAT,LNG;LAT,LNG;…,METRES` | everything within so many metres of a way |

WGS84 degrees, latitude first, as people write places and as addresses of screens do. Distances are measured on the
plane that touches the shape's middle: true to 1 in 1,000 at the largest size that is allowed.
"""

import math
import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from data.errors import Invalid
from data.storage.box import Box
from data.units.distance import METRES_PER_DEGREE

MOST_CORNERS = 100
LEAST_RADIUS_M, MOST_RADIUS_M = 10.0, 20_000.0
MOST_KM2 = 2_500.0
"""A shape larger than that is an area of the city: its own panels say more."""
WHOLE = "area"
ROUNDNESS = 32
"""Segments of a quarter circle: the outline lies within 0.03 % of the radius."""
NUMBER = r"-?\d{1,3}(?:\.\d{1,9})?"
POINT = rf"{NUMBER},{NUMBER}"
METRES = r"\d{1,6}(?:\.\d{1,3})?"
FORMS = {
    "circle": re.compile(rf"({POINT}),({METRES})"),
    "box": re.compile(rf"({POINT}),({POINT})()"),
    "poly": re.compile(rf"({POINT}(?:;{POINT})*)()"),
    "line": re.compile(rf"({POINT}(?:;{POINT})*),({METRES})"),
}
CORNERS = {"circle": 1, "box": 2, "poly": 3, "line": 2}
"""How many points each form needs at least."""


@dataclass(frozen=True)
class Shape:
    """A shape on the ground. `outline` is a polygon in WGS84 longitude and latitude."""

    said: str
    kind: str
    """circle, box, poly, line; WHOLE for that of an area"""
    outline: shapely.Polygon
    metres: float = 0.0
    """The radius of a circle, the reach to each side of a line; else 0."""

    @property
    def box(self) -> Box:
        """West, south, east, north."""
        west, south, east, north = self.outline.bounds
        return west, south, east, north

    @cached_property
    def km2(self) -> float:
        """Its size in square kilometres."""
        return float(_to_plane(self.outline, self.outline.centroid).area) / 1e6

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of its middle."""
        return self.outline.centroid.x, self.outline.centroid.y

    def holds(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Return which of the points lie in it, its edge included."""
        points = shapely.points(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        shapely.prepare(self.outline)
        return np.asarray(shapely.intersects(self.outline, points))

    def shares(self, areas: NDArray[np.object_]) -> NDArray[np.float64]:
        """Return how much of each polygon lies in it, 0 to 1."""
        sizes = shapely.area(areas)
        shares: NDArray[np.float64] = np.zeros(len(areas))
        np.divide(shapely.area(shapely.intersection(areas, self.outline)), sizes, out=shares, where=sizes > 0)
        return shares


def read_shape(said: str) -> Shape:
    """Return the shape that was written. Raises Invalid("bad_shape") with what is wrong with it, by a key of words."""
    kind, _, rest = said.partition(":")
    form = FORMS[kind].fullmatch(rest) if kind in FORMS else None
    if form is None:
        raise Invalid("bad_shape", why="unreadable")
    points = _points(f"{form[1]};{form[2]}" if kind == "box" else form[1])
    metres = float(form[2]) if kind in ("circle", "line") else 0.0
    _require_sane(kind, points, metres)
    outline = _outline(kind, points, metres)
    if not outline.is_valid or outline.is_empty or not isinstance(outline, shapely.Polygon):
        raise Invalid("bad_shape", why="crosses_itself")
    shape = Shape(said=said, kind=kind, outline=outline, metres=metres)
    if shape.km2 > MOST_KM2:
        raise Invalid("bad_shape", why="too_large")
    return shape


def shape_of_area(outline: bytes) -> Shape:
    """Return the shape of an area that nobody drew, of its outline as WKB."""
    return Shape(said="", kind=WHOLE, outline=shapely.from_wkb(outline))


def _points(written: str) -> list[tuple[float, float]]:
    """Return longitude and latitude of each."""
    pairs = (pair.split(",") for pair in written.split(";"))
    return [(float(lon), float(lat)) for lat, lon in pairs]


def _require_sane(kind: str, points: list[tuple[float, float]], metres: float) -> None:
    if not CORNERS[kind] <= len(set(points)) <= MOST_CORNERS:
        raise Invalid("bad_shape", why="corners")
    # Nothing is measured across the date line or at the poles: no city lies there.
    if any(abs(lat) > 85 or abs(lon) > 179 for lon, lat in points):
        raise Invalid("bad_shape", why="off_the_map")
    if kind in ("circle", "line") and not LEAST_RADIUS_M <= metres <= MOST_RADIUS_M:
        raise Invalid("bad_shape", why="radius")
    spread = max(max(abs(points[0][0] - lon), abs(points[0][1] - lat)) for lon, lat in points)
    if spread > 5:
        raise Invalid("bad_shape", why="too_large")


def _outline(kind: str, points: list[tuple[float, float]], metres: float) -> shapely.Geometry:
    if kind == "box":
        (lon_a, lat_a), (lon_b, lat_b) = points
        return shapely.box(min(lon_a, lon_b), min(lat_a, lat_b), max(lon_a, lon_b), max(lat_a, lat_b))
    if kind == "poly":
        return shapely.Polygon(points)
    way = shapely.Point(points[0]) if kind == "circle" else shapely.LineString(points)
    return _from_plane(_to_plane(way, way.centroid).buffer(metres, quad_segs=ROUNDNESS), way.centroid)


def _to_plane(shape: shapely.Geometry, middle: shapely.Point) -> shapely.Geometry:
    """Return the shape in metres east and north of its middle."""
    across = METRES_PER_DEGREE * math.cos(math.radians(middle.y))
    return shapely.transform(shape, lambda at: (at - (middle.x, middle.y)) * (across, METRES_PER_DEGREE))


def _from_plane(shape: shapely.Geometry, middle: shapely.Point) -> shapely.Geometry:
    across = METRES_PER_DEGREE * math.cos(math.radians(middle.y))
    return shapely.transform(shape, lambda at: at / (across, METRES_PER_DEGREE) + (middle.x, middle.y))
