"""A square grid laid over polygons that have no finer areas of their own."""

import re

import numpy as np
import shapely
from numpy.typing import NDArray

from data.areas.polygons import Shapes, areas_m2, degrees_around, metres_around, repair
from data.errors import Invalid

MOST_CELLS = 200_000
SLIVER_SHARE = 0.1
"""A clipped piece smaller than this share of a whole square joins a neighbour: alone it would be a speck."""
RIM_SHARE = 0.002
EDGE_DEGREES = 0.01
"""A long edge is bent by the projection; in steps of a kilometre by a centimetre only."""


def read_size(text: str) -> float:
    """Return metres of "500m", "500", "0.5km". Raises Invalid("bad_grid_size") below 20 m or above 50 km."""
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*(m|km)?\s*", text)
    metres = float(found[1]) * (1000 if found[2] == "km" else 1) if found else 0.0
    if not 20 <= metres <= 50_000:
        raise Invalid("bad_grid_size", value=text)
    return metres


def lay_squares(polygons: Shapes, size_m: float) -> tuple[Shapes, NDArray[np.intp]]:
    """Return square cells of `size_m` metres clipped to the polygons, and the polygon each belongs to.

    The squares stand in one raster over all polygons, in a local equal-area projection. A cell on
    a border is cut and each polygon gets its own piece; a piece smaller than SLIVER_SHARE of a
    square joins the largest piece it touches in the same polygon. Together the cells cover the
    polygons without a gap. Raises Invalid("too_many_cells").
    """
    squares = _raster(polygons, size_m)
    owner, square = shapely.STRtree(squares).query(polygons, predicate="intersects")
    # Cut in degrees, where the polygons' own edges are straight: cells and polygon then end alike.
    pieces, _repaired = repair(shapely.intersection(squares[square], polygons[owner]))
    solid = ~shapely.is_missing(pieces)
    return _join_slivers(pieces[solid], owner[solid], SLIVER_SHARE * size_m * size_m)


def _join_slivers(pieces: Shapes, owner: NDArray[np.intp], least_m2: float) -> tuple[Shapes, NDArray[np.intp]]:
    area = areas_m2(pieces)
    tree = shapely.STRtree(pieces)
    joined, gone = pieces.copy(), np.zeros(len(pieces), dtype=bool)
    for sliver in np.flatnonzero(area < least_m2):
        near = tree.query(pieces[sliver], predicate="intersects")
        near = near[(owner[near] == owner[sliver]) & (area[near] >= least_m2)]
        if len(near):
            host = near[np.argmax(area[near])]
            joined[host] = shapely.union(joined[host], pieces[sliver])
            gone[sliver] = True
    return joined[~gone], owner[~gone]


def _raster(polygons: Shapes, size_m: float) -> Shapes:
    """Return the squares that any of the polygons may touch, in degrees; neighbours share their corners exactly."""
    inside = metres_around(polygons)(shapely.segmentize(polygons, EDGE_DEGREES))
    # A square's edge is straight in degrees and so a little bent in metres: the raster overlaps the rim.
    margin = 1.0 + size_m * RIM_SHARE
    west, south, east, north = shapely.total_bounds(inside) + np.array([-margin, -margin, margin, margin])
    columns, rows = int(np.ceil((east - west) / size_m)), int(np.ceil((north - south) / size_m))
    if columns * rows > 20 * MOST_CELLS:
        raise Invalid("too_many_cells", cells=columns * rows, limit=MOST_CELLS)
    x, y = np.meshgrid(west + size_m * np.arange(columns), north - size_m * np.arange(1, rows + 1))
    squares = shapely.box(x.ravel(), y.ravel(), x.ravel() + size_m, y.ravel() + size_m)
    touched = np.unique(shapely.STRtree(squares).query(inside, predicate="dwithin", distance=margin)[1])
    if len(touched) > MOST_CELLS:
        raise Invalid("too_many_cells", cells=len(touched), limit=MOST_CELLS)
    return degrees_around(polygons)(squares[touched])
