"""Which areas a small box touches, asked of the database from the city inwards: no index of the whole is needed."""

from sqlalchemy import ColumnElement, and_, or_, select

from data.areas.locate import GridIndex, index_of
from data.models.area import Area
from data.storage.box import Box
from data.storage.database import everywhere
from data.visit import Visit

PAD_DEGREES = 0.01
"""About a kilometre: so far may an area reach out of its parent and still be found."""


def codes_around(visit: Visit, box: Box) -> list[str]:
    """Return the codes of every area below the city whose own box touches this one, the coarsest first.

    The row guard does not apply: what of it may be seen is for whoever asks next to say.
    """
    found: list[str] = []
    parents = [visit.city.code]
    with everywhere(visit.session):
        while parents:
            near = visit.session.execute(
                select(Area.area_code, Area.west, Area.south, Area.east, Area.north)
                .where(Area.parent_code.in_(parents), _leads_on(box)).order_by(Area.area_code)
            ).all()
            parents = [code for code, *_ in near]
            found += [code for code, west, south, east, north in near
                      if west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]]
    return found


def index_around(visit: Visit, lon: float, lat: float) -> GridIndex:
    """Return an index that knows the areas at one WGS84 point, and answers for it as the whole city's would."""
    codes = codes_around(visit, (lon, lat, lon, lat))
    with everywhere(visit.session):
        rows = visit.session.execute(
            select(Area.level, Area.area_code, Area.geometry).where(Area.area_code.in_(codes), Area.area_m2 > 0)
            .order_by(Area.area_code)
        ).all()
    index = index_of([], None)
    for level in range(2, visit.city.leaf_level() + 1):
        index = index_of([(code, shape) for of, code, shape in rows if of == level], index)
    return index


def _leads_on(box: Box) -> ColumnElement[bool]:
    """Return the condition that an area, or something inside it, may touch the box; one without a polygon may."""
    return or_(Area.area_m2 <= 0, and_(
        Area.west <= box[2] + PAD_DEGREES, Area.east >= box[0] - PAD_DEGREES,
        Area.south <= box[3] + PAD_DEGREES, Area.north >= box[1] - PAD_DEGREES))
