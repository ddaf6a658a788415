"""Which parent holds a child where a source's levels do not nest, and in what order children are numbered."""

import numpy as np
import shapely
from numpy.typing import NDArray

from data.areas.polygons import Shapes, metres_around

POORLY_NESTED_BELOW = 0.95
"""Children of which less lies in their parent are listed in the import's report."""
NEAR_ENOUGH_M = 1_000.0
"""A child outside every parent (a shoal beyond a simplified shore) goes to the nearest one within this."""


def largest_parents(children: Shapes, parents: Shapes) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return, for each child, the index of the parent that holds most of it and the share it holds.

    Areas are compared in an equal-area projection. A child that touches no parent goes to the
    nearest within NEAR_ENOUGH_M with share 0; farther away its index is -1.
    """
    index, share = np.full(len(children), -1, dtype=np.intp), np.zeros(len(children))
    if not len(children) or not len(parents):
        return index, share
    to_metres = metres_around(np.concatenate([children, parents]))
    # Projecting may bend a hair-thin spike over itself; repaired again, or the overlay refuses it.
    children_m, parents_m = shapely.make_valid(to_metres(children)), shapely.make_valid(to_metres(parents))
    tree = shapely.STRtree(parents_m)
    child, parent = tree.query(children_m, predicate="intersects")
    held = shapely.area(shapely.intersection(children_m[child], parents_m[parent]))
    # Written in ascending order, the largest share is written last; on a tie the first parent is.
    order = np.lexsort((-parent, held))
    index[child[order]] = parent[order]
    share[child[order]] = held[order]
    share = np.minimum(share / np.maximum(shapely.area(children_m), 1e-9), 1.0)
    for lone in np.flatnonzero(index < 0):
        near = tree.query_nearest(children_m[lone], max_distance=NEAR_ENOUGH_M, all_matches=False)
        index[lone] = near[0] if len(near) else -1
    return index, share


def in_reading_order(shapes: Shapes) -> NDArray[np.intp]:
    """Return the order west to east in a row, rows from north to south, as grids are numbered.

    A row is as high as the median shape; a shape belongs to the row its box's middle lies in.
    """
    if not len(shapes):
        return np.array([], dtype=np.intp)
    west, south, east, north = shapely.bounds(shapes).T
    height = max(float(np.median(north - south)), 1e-9)
    middle = (south + north) / 2
    row = np.floor((north.max() - middle) / height + 1e-6)
    return np.lexsort(((west + east) / 2, row))


def overlapping(shapes: Shapes, others: Shapes, share: float) -> NDArray[np.intp]:
    """Return the indexes of shapes of which more than `share` lies in one of `others`.

    Compared in degrees: a ratio of two areas at one place needs no projection.
    """
    if not len(shapes) or not len(others):
        return np.array([], dtype=np.intp)
    one, other = shapely.STRtree(others).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[one], others[other]))
    return np.unique(one[common > share * np.maximum(shapely.area(shapes[one]), 1e-15)])
