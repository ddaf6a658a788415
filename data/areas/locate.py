"""Which grid holds a point: an index in memory over the areas, for one point or a million."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models.area import Area


@dataclass(frozen=True)
class GridIndex:
    """An immutable index; build a new one when areas change."""

    codes: np.ndarray
    tree: shapely.STRtree
    coarser: "GridIndex | None" = None
    """The level above, asked for points that no area of this level holds."""

    def locate_many(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Return the code of the finest area that holds each point, as an object array; None where none does.

        That is a grid, or a larger area where grids leave a gap or were never drawn. A point on a
        shared edge belongs to the area with the smallest code.
        """
        found = np.full(len(lon), None, dtype=object)
        points = shapely.points(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        which, grid = self.tree.query(points, predicate="intersects")
        order = np.argsort(self.codes[grid], kind="stable")[::-1]
        found[which[order]] = self.codes[grid[order]]
        if self.coarser is not None and len(missed := np.flatnonzero(found == None)):  # noqa: E711 - elementwise
            found[missed] = self.coarser.locate_many(np.asarray(lon)[missed], np.asarray(lat)[missed])
        return found

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
