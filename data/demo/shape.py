"""From plane metres to nested areas in WGS84: snapped to a fixed grid, shared edges exact, unions of children.

Every side of every grid is drawn once into one network, snapped to a millionth of a degree
(0.1 m) and read back as faces. Neighbours therefore share their corners to the last bit, and a
parent is the union of its children without any rounding.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from data.demo.partition import Leaves

MIDDLE = (123.6, 30.0)
"""Longitude and latitude of the plane's origin: open sea, so that nobody takes the city for a real one."""
SNAP_DEGREES = 1e-6
PLANE_DEGREES_M = (111_320.0 * np.cos(np.radians(MIDDLE[1])), 110_857.0)


@dataclass(frozen=True, kw_only=True)
class Grids:
    """The finest areas in WGS84 with the numbers of their parents."""

    polygons: NDArray[np.object_]
    district: NDArray[np.int64]
    street: NDArray[np.int64]
    community: NDArray[np.int64]


def to_degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return WGS84 longitude and latitude of plane metres (plate carree around MIDDLE; good to 0.1 % here)."""
    return np.asarray(np.asarray(xy) / PLANE_DEGREES_M + MIDDLE, dtype=np.float64)


def to_metres(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return plane metres of WGS84 degrees, the inverse of to_degrees."""
    return np.asarray((np.asarray(lonlat) - MIDDLE) * PLANE_DEGREES_M, dtype=np.float64)


def degrees_of(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return plane geometries in WGS84, coordinates rounded to the snapping grid."""
    return np.asarray(shapely.set_precision(shapely.transform(shapes, to_degrees), SNAP_DEGREES), dtype=object)


def snap(leaves: Leaves) -> Grids:
    """Return the grids as a coverage. Raises ValueError where snapping lost or split a grid."""
    plane = shapely.transform(np.array(leaves.polygons, dtype=object), to_degrees)
    network = shapely.union_all(shapely.boundary(plane), grid_size=SNAP_DEGREES)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))
    inner = shapely.point_on_surface(faces)
    face, leaf = shapely.STRtree(plane).query(inner, predicate="within")
    if len(face) != len(plane) or len(np.unique(leaf)) != len(plane):
        raise ValueError(f"{len(plane)} grids became {len(faces)} faces")
    ordered = np.empty(len(plane), dtype=object)
    ordered[leaf] = faces[face]
    return Grids(polygons=shapely.normalize(ordered), district=np.array(leaves.district),
                 street=np.array(leaves.street), community=np.array(leaves.community))


def unite(polygons: NDArray[np.object_], of_parent: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return the union of the polygons of each parent number 0..n-1; their corners are the children's own."""
    order = np.argsort(of_parent, kind="stable")
    pieces = np.split(polygons[order], np.searchsorted(of_parent[order], np.arange(1, int(of_parent.max()) + 1)))
    return np.array([_one(shapely.coverage_union_all(piece)) for piece in pieces], dtype=object)


def _one(union: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(union)
    return shapely.normalize(parts[0] if len(parts) == 1 else union)


def square_metres(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return geodesic areas on the WGS84 ellipsoid, in square metres."""
    geod = Geod(ellps="WGS84")
    return np.array([abs(geod.geometry_area_perimeter(polygon)[0]) for polygon in polygons])
