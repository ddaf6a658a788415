"""Loose rings put together again: polygons with their holes, wound as RFC 7946 asks. Degrees, WGS 84."""

from collections.abc import Sequence

import shapely
from shapely.geometry.polygon import orient

Ring = Sequence[tuple[float, float]]
FEWEST = 3
"""Points of a ring, the last of which need not be the first again."""


def polygons(rings: Sequence[Ring]) -> list[list[list[tuple[float, float]]]]:
    """Return the coordinates of polygons: of each its exterior against the clock, then its holes with it, all closed.

    A ring inside an odd number of others is a hole of the smallest of them. What is no ring is left out.
    """
    found = [shape for ring in rings if len(ring) >= FEWEST and (shape := shapely.Polygon(ring)).area > 0]
    found.sort(key=lambda shape: -shape.area)
    holders: list[list[int]] = []
    for place, shape in enumerate(found):
        inside = shape.representative_point()
        holders.append([larger for larger in range(place) if found[larger].contains(inside)])
    holes: dict[int, list[Ring]] = {place: [] for place, around in enumerate(holders) if len(around) % 2 == 0}
    for place, around in enumerate(holders):
        if len(around) % 2:
            holes[around[-1]].append(found[place].exterior.coords)
    return [_written(shapely.Polygon(found[place].exterior.coords, inner)) for place, inner in holes.items()]


def _written(shape: shapely.Polygon) -> list[list[tuple[float, float]]]:
    wound = orient(shape, 1.0)
    return [[(x, y) for x, y in ring.coords] for ring in (wound.exterior, *wound.interiors)]
