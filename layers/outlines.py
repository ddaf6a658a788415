"""Outlines for drawing on paper: rings of areas, and the water that lies in them. Degrees, WGS 84."""

from collections.abc import Iterator

import shapely

from data.visit import Visit
from layers.layer import Window
from layers.shown import areas, backdrop

Rings = tuple[tuple[tuple[float, float], ...], ...]
"""Each ring (exterior or hole) of every part, as (longitude, latitude)."""
WATER = ("water", "river", "lake")
RIVER_DEGREES = 0.001
"""Half the breadth that a river without one is drawn with: some hundred metres."""


def outlines(visit: Visit, area: str, level: int) -> Iterator[tuple[str, Rings]]:
    """Yield (area code, its rings) of the areas of a level inside an area, thinned as on the screens."""
    frame = areas.LAYER.features(visit, Window(area=area, level=level, finest=False, bbox=None))
    for code, shape in zip(frame["code"], frame.geometry, strict=True):
        yield code, rings(shape)


def water(visit: Visit, area: str) -> Rings:
    """Return the outlines of rivers and lakes, cut at the outline of an area."""
    window = Window(area=area, level=visit.city.level_of(area), finest=False, bbox=None)
    wet = backdrop.LAYER.features(visit, window)
    wet = wet[wet["kind"].isin(WATER)]
    outline = areas.LAYER.features(visit, window)
    if wet.empty or outline.empty:
        return ()
    broad = shapely.buffer(wet.geometry.to_numpy(), [
        RIVER_DEGREES if one.geom_type.endswith("LineString") else 0.0 for one in wet.geometry])
    return rings(shapely.intersection(shapely.union_all(broad), shapely.union_all(outline.geometry.to_numpy())))


def rings(shape: shapely.Geometry) -> Rings:
    """Return every ring of a polygon or of several; of anything else nothing."""
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    return tuple(tuple((round(x, 5), round(y, 5)) for x, y in ring.coords)
                 for part in parts for ring in (part.exterior, *part.interiors))
