"""The ground that is reached or not: the grids of an area with their people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from data.models.area import Area
from data.storage.prefix import begins_with
from data.visit import Visit

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Grids by code: a point inside each (WGS84), its people (NaN where nobody counted them)."""

    codes: tuple[str, ...]
    points: Floats
    people: Floats

    def counted(self, which: Flags) -> int | None:
        """Return the people of some grids where they are known; None where they are known of no grid at all."""
        return None if np.isnan(self.people).all() else round(float(np.nansum(self.people[which])))


def read_ground(visit: Visit, area: str) -> Ground:
    """Return the grids of an area: its areas of the finest level. Raises NotAllowed outside of the scope."""
    visit.scope.require("areas.view")
    visit.scope.require_area(area)
    rows = visit.session.execute(
        select(Area.area_code, Area.lon, Area.lat, Area.population)
        .where(begins_with(Area.area_code, area), Area.level == visit.city.leaf_level())
        .order_by(Area.area_code)).all()
    people = [np.nan if people is None else people for *_, people in rows]
    return Ground(codes=tuple(code for code, *_ in rows), people=np.array(people, dtype=float),
                  points=np.array([(lon, lat) for _, lon, lat, _ in rows], dtype=float).reshape(-1, 2))
