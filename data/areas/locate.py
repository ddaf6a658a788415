"""Which grid holds a point: an index in memory over the finest areas, for one point or a million."""

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

    def locate_many(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Return the grid code of each point as an object array, None where no grid holds it.

        A point on a shared edge belongs to the grid with the smallest code.
        """
        found = np.full(len(lon), None, dtype=object)
        points = shapely.points(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        which, grid = self.tree.query(points, predicate="intersects")
        order = np.argsort(self.codes[grid], kind="stable")[::-1]
        found[which[order]] = self.codes[grid[order]]
        return found

    def locate(self, lon: float, lat: float) -> str | None:
        """Return the grid code of one WGS84 point, None where no grid holds it."""
        found = self.locate_many(np.array([lon]), np.array([lat]))[0]
        return None if found is None else str(found)


def build_index(session: Session, leaf_level: int) -> GridIndex:
    """Return the index over every area of the finest level in the session's scope."""
    grids = select(Area.area_code, Area.geometry).where(Area.level == leaf_level).order_by(Area.area_code)
    rows = session.execute(grids).all()
    codes = np.array([code for code, _ in rows], dtype=object)
    shapes = shapely.from_wkb([shape for _, shape in rows]) if rows else np.array([], dtype=object)
    shapely.prepare(shapes)
    return GridIndex(codes, shapely.STRtree(shapes))
