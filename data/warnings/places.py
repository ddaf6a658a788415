"""For where a warning is: the ground that was drawn or the areas that were chosen, and which areas that touches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from sqlalchemy import select
from sqlalchemy.orm import undefer

from data.areas import queries
from data.errors import Invalid
from data.models.area import Area
from data.storage.box import Box
from data.storage.database import everywhere
from data.visit import Visit
from data.within.shape import read_shape

MOST_AREAS = 40
DIGITS = 5
FINE = 0.0002
"""Degrees: an outline is drawn about 20 m true."""


@dataclass(frozen=True)
class Ground:
    """Where a warning holds. `code` is the smallest area that holds all of `areas`."""

    code: str
    areas: tuple[str, ...]
    outline: shapely.Geometry
    """WGS84; empty where the areas are known by name alone."""
    shape: str = ""


def drawn(visit: Visit, said: str) -> Ground:
    """Return the ground of a drawn shape, with the areas it touches, as finely as few enough of them say.

    Raises Invalid("bad_shape", "outside_every_area").
    """
    shape = read_shape(said)
    with everywhere(visit.session):
        found = [visit.city.code]
        for level in range(2, visit.city.leaf_level()):
            touched = _touched(visit, shape.outline, shape.box, level)
            if not touched and level == 2:
                raise Invalid("outside_every_area")
            if not touched or len(touched) > MOST_AREAS:
                break
            found = touched
    return Ground(_around(visit, found), tuple(found), shape.outline, said)


def chosen(visit: Visit, codes: Iterable[str]) -> Ground:
    """Return the ground of areas by code; one that lies in another is left out.

    Raises Invalid("no_area", "too_many_areas", "unknown_area").
    """
    wanted = sorted(set(codes))
    outermost = [code for code in wanted if not any(code != one and code.startswith(one) for one in wanted)]
    if not outermost:
        raise Invalid("no_area")
    if len(outermost) > MOST_AREAS:
        raise Invalid("too_many_areas", limit=MOST_AREAS)
    with everywhere(visit.session):
        rows = visit.session.execute(select(Area.area_code, Area.geometry, Area.area_m2)
                                     .where(Area.area_code.in_(outermost))).all()
    missing = set(outermost) - {code for code, _, _ in rows}
    if missing:
        raise Invalid("unknown_area", area=min(missing))
    shapes = [shapely.from_wkb(wkb) for _, wkb, size in rows if size]
    outline = shapely.simplify(shapely.union_all(shapes), FINE) if shapes else shapely.MultiPolygon()
    return Ground(_around(visit, outermost), tuple(outermost), outline)


def _touched(visit: Visit, outline: shapely.Geometry, box: Box, level: int) -> list[str]:
    west, south, east, north = box
    near = visit.session.scalars(select(Area).where(
        Area.level == level, Area.area_m2 > 0, Area.west <= east, Area.east >= west, Area.south <= north,
        Area.north >= south).order_by(Area.area_code).options(undefer(Area.geometry)).limit(10 * MOST_AREAS)).all()
    if not near:
        return []
    shapes = shapely.from_wkb([one.geometry for one in near])
    is_touched = np.asarray(shapely.area(shapely.intersection(shapely.make_valid(shapes), outline)) > 0)
    return [one.area_code for one, touched in zip(near, is_touched, strict=True) if touched]


def _around(visit: Visit, codes: list[str]) -> str:
    """Return the smallest area that holds all of them, the city at most."""
    first, last = min(codes), max(codes)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    widths = [visit.city.width_of(level) for level in range(1, visit.city.leaf_level() + 1)]
    return first[:max((width for width in widths if width <= same), default=widths[0])]


def middle_of(outline: shapely.Geometry) -> tuple[float, float] | None:
    """Return longitude and latitude of a point inside, None for an empty outline."""
    if outline.is_empty:
        return None
    point = shapely.point_on_surface(outline)
    return float(point.x), float(point.y)


def names(visit: Visit, codes: Iterable[str]) -> dict[str, str]:
    """Return {code: name in the visit's language}, also of areas beyond the visitor's own."""
    with everywhere(visit.session):
        return queries.names_of(visit, codes)




def english(visit: Visit, code: str) -> str:
    """Return the English name of an area, the Chinese one where it has none."""
    with everywhere(visit.session):
        found = visit.session.scalars(select(Area).where(Area.area_code == code)).one_or_none()
    return queries.name_of(found, "en") if found else code


def rings(outline: bytes) -> Iterator[str]:
    """Yield the outer ring of each polygon of a WKB outline, closed, as "lat,lon lat,lon ..."."""
    for part in shapely.get_parts(shapely.from_wkb(outline)):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            yield " ".join(f"{round(lat, DIGITS)},{round(lon, DIGITS)}" for lon, lat in part.exterior.coords)
