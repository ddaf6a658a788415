"""Degrees on paper or on a slide: the same distance in every direction at the middle of the area."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]


class Plane:
    """Equirectangular at the middle latitude; fits the points into a width and a height, the width's middle kept."""

    def __init__(self, points: Sequence[Point], width: float, height: float) -> None:
        self.west, self.north = min(x for x, _ in points), max(y for _, y in points)
        east, south = max(x for x, _ in points), min(y for _, y in points)
        self.narrow = math.cos(math.radians((self.north + south) / 2))
        broad, high = max(1e-9, (east - self.west) * self.narrow), max(1e-9, self.north - south)
        self.scale = min(width / broad, height / high)
        self.left = (width - broad * self.scale) / 2
        self.height = high * self.scale
        """Of the points, in the same unit."""

    def at(self, point: Point) -> Point:
        """Return where a place (longitude, latitude) lies, from the upper left corner."""
        return self.left + (point[0] - self.west) * self.narrow * self.scale, (self.north - point[1]) * self.scale

    def path(self, rings: Iterable[Sequence[Point]]) -> str:
        """Return rings as the path of an SVG."""
        return "".join("M" + "L".join("{:.1f} {:.1f}".format(*self.at(point)) for point in ring) + "Z"
                       for ring in rings)
