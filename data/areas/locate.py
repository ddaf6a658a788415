"""Which grid holds a point: an index in memory over the areas, for one point or a million."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models.area import Area


@dataclass(frozen=True)
class GridIndex:
    """An immutable index; build a new one when areas change."""

    codes: np.ndarray
    """Ascending; in the order of the tree's shapes."""
    tree: shapely.STRtree
    coarser: "GridIndex | None" = None
    """The level above, asked for points that no area of this level holds."""

    def locate_many(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Return the code of the finest area that holds each point, as an object array; None where none does.

        That is a grid, or a larger area where grids leave a gap or were never drawn. A point on a
        shared edge belongs to the area with the smallest code.
        """
        points = shapely.points(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        which, grid = self.tree.query(points, predicate="intersects")
        nearest = np.full(len(points), len(self.codes), dtype=np.intp)
        nearest[which] = grid
        on_edges = np.flatnonzero(nearest[which] != grid)  # of several areas the last was kept
        np.minimum.at(nearest, which[on_edges], grid[on_edges])
        found = self._codes_or_none[nearest]
        missed = np.flatnonzero(nearest == len(self.codes))
        if self.coarser is not None and len(missed):
            found[missed] = self.coarser.locate_many(np.asarray(lon)[missed], np.asarray(lat)[missed])
        return found

    @cached_property
    def _codes_or_none(self) -> np.ndarray:
        """The codes, and None after the last of them."""
        return np.append(self.codes, np.array([None], dtype=object))

    def locate(self, lon: float, lat: float) -> str | None:
        """Return the code of the finest area that holds one WGS84 point, None where none does."""
        found = self.locate_many(np.array([lon]), np.array([lat]))[0]
        return None if found is None else str(found)


def build_index(session: Session, leaf_level: int) -> GridIndex:
    """Return the index over the areas in the session's scope: the finest level first, the districts last."""
    index = None
    for level in range(min(2, leaf_level), leaf_level + 1):
        index = _index_of_level(session, level, index)
    assert index is not None
    return index


def _index_of_level(session: Session, level: int, coarser: GridIndex | None) -> GridIndex:
    rows = session.execute(
        select(Area.area_code, Area.geometry).where(Area.level == level, Area.area_m2 > 0).order_by(Area.area_code)
    ).all()
    return index_of([(code, shape) for code, shape in rows], coarser)


def index_of(rows: Sequence[tuple[str, bytes]], coarser: GridIndex | None) -> GridIndex:
    """Return the index over areas of one level given as (code, WKB), in the order of their codes."""
    codes = np.array([code for code, _ in rows], dtype=object)
    shapes = shapely.from_wkb([shape for _, shape in rows]) if rows else np.array([], dtype=object)
    shapely.prepare(shapes)
    return GridIndex(codes, shapely.STRtree(shapes), coarser)
