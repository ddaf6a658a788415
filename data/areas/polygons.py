"""Polygons at the door: repaired, measured in metres, reduced to what an area can be.

Arrays of shapely shapes in WGS84 longitude and latitude unless a name ends in `_m`.
"""

import contextlib
from collections.abc import Callable

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Projection = Callable[[Shapes], Shapes]

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7
"""shapely.get_type_id"""


def repair(shapes: Shapes) -> tuple[Shapes, NDArray[np.bool_]]:
    """Return valid polygons or multipolygons, and which had to be repaired.

    A shape of which nothing polygonal remains becomes None. Self-crossing rings are split where
    they cross (GEOS MakeValid); points and lines left over from that are dropped.
    """
    broken = ~shapely.is_valid(shapes)
    sound = shapes.copy()
    sound[broken] = _one_by_one_if_need_be(shapely.make_valid, shapes[broken])
    kinds = shapely.get_type_id(sound)
    for i in np.flatnonzero((kinds != POLYGON) & (kinds != MULTIPOLYGON)):
        sound[i] = _polygonal_part(sound[i])
    sound[shapely.is_missing(sound) | shapely.is_empty(sound)] = None
    return sound, broken & ~shapely.is_missing(shapes)


def _one_by_one_if_need_be(work: Callable[[Shapes], Shapes], shapes: Shapes) -> Shapes:
    """Return what `work` makes of all shapes at once; where one of them makes it fail, that one becomes None."""
    try:
        return work(shapes)
    except shapely.errors.GEOSException:
        made = np.full(len(shapes), None, dtype=object)
        for i, shape in enumerate(shapes):
            with contextlib.suppress(shapely.errors.GEOSException):
                made[i] = work(np.array([shape], dtype=object))[0]
        return made


def _polygonal_part(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    if shape is None or shapely.get_type_id(shape) != COLLECTION:
        return None
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) in (POLYGON, MULTIPOLYGON)]
    return shapely.union_all(parts) if parts else None


def metres_around(shapes: Shapes) -> Projection:
    """Return a projection to metres that keeps areas true, centred on the shapes.

    Lambert azimuthal equal-area on the WGS84 ellipsoid; distances within 100 km of the centre are
    true to 1 in 10,000.
    """
    project = _transformer(shapes).transform

    def to_metres(some: Shapes) -> Shapes:
        moved: Shapes = shapely.transform(some, lambda at: np.column_stack(project(at[:, 0], at[:, 1])))
        return moved

    return to_metres


def degrees_around(shapes: Shapes) -> Projection:
    """Return the way back from `metres_around` of the same shapes."""
    transformer = _transformer(shapes)

    def to_degrees(some: Shapes) -> Shapes:
        moved: Shapes = shapely.transform(
            some, lambda at: np.column_stack(transformer.transform(at[:, 0], at[:, 1], direction="INVERSE")))
        return moved

    return to_degrees


def _transformer(shapes: Shapes) -> pyproj.Transformer:
    west, south, east, north = shapely.total_bounds(shapes)
    lon, lat = round((west + east) / 2, 4), round((south + north) / 2, 4)
    return pyproj.Transformer.from_crs("EPSG:4326", f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m",
                                       always_xy=True)


def areas_m2(shapes: Shapes) -> NDArray[np.float64]:
    """Return square metres on the WGS84 ellipsoid (equal-area projection); 0 for empty shapes."""
    if not len(shapes) or np.isnan(shapely.total_bounds(shapes)).any():
        return np.zeros(len(shapes))
    found: NDArray[np.float64] = shapely.area(metres_around(shapes)(shapes))
    return found


def label_points(shapes: Shapes) -> NDArray[np.float64]:
    """Return one point (lon, lat) inside each shape, for its label; NaN for a missing or empty one."""
    points = _one_by_one_if_need_be(shapely.point_on_surface, shapes)
    points[shapely.is_empty(points)] = None
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])
