"""Which area holds one point: asked of the database, where no index over all areas is at hand."""

import shapely
from sqlalchemy import select
from sqlalchemy.orm import undefer

from data.models.area import Area
from data.visit import Visit


def area_at(visit: Visit, lon: float, lat: float) -> Area | None:
    """Return the finest area the visitor may see that holds a WGS84 point, None where none does.

    A point on a shared edge belongs to the area with the smallest code.
    """
    near = visit.session.scalars(
        select(Area).where(Area.west <= lon, Area.east >= lon, Area.south <= lat, Area.north >= lat, Area.area_m2 > 0)
        .order_by(Area.level.desc(), Area.area_code).options(undefer(Area.geometry))
    )
    point = shapely.Point(lon, lat)
    return next((one for one in near if shapely.from_wkb(one.geometry).intersects(point)), None)
