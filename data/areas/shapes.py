"""Geometry of areas and backdrop as stored: WKB rows, for the floor above to make frames of."""

from typing import Any

from sqlalchemy import select

from data.models.area import Area, Backdrop
from data.models.unit import Place
from data.storage.prefix import begins_with
from data.visit import Visit


def area_rows(visit: Visit, prefix: str, level: int) -> list[dict[str, Any]]:
    """Return the areas of a level inside an area with their WKB, by code."""
    rows = visit.session.execute(
        select(
            Area.area_code,
            Area.name,
            Area.name_en,
            Area.level,
            Area.population,
            Area.area_m2,
            Area.lon,
            Area.lat,
            Area.geometry,
        )
        .where(Area.level == level, begins_with(Area.area_code, prefix))
        .order_by(Area.area_code)
    )
    return [dict(row._mapping) for row in rows]


def backdrop_rows(visit: Visit) -> list[dict[str, Any]]:
    """Return the rivers, roads and parks with their WKB, in drawing order."""
    rows = visit.session.execute(
        select(Backdrop.kind, Backdrop.rank, Backdrop.name, Backdrop.name_en, Backdrop.geometry).order_by(
            Backdrop.rank.desc(), Backdrop.id
        )
    )
    return [dict(row._mapping) for row in rows]


def place_rows(
    visit: Visit, prefix: str, limit: int, *, box: tuple[float, float, float, float] | None = None
) -> list[dict[str, Any]]:
    """Return the places of an area inside a box (west, south, east, north, WGS84), at most `limit`, by kind, name."""
    wanted = select(
        Place.id, Place.kind, Place.name, Place.name_en, Place.address, Place.lon, Place.lat, Place.area_code
    ).where(begins_with(Place.area_code, prefix))
    if box is not None:
        wanted = wanted.where(Place.lon.between(box[0], box[2]), Place.lat.between(box[1], box[3]))
    rows = visit.session.execute(wanted.order_by(Place.kind, Place.name).limit(limit))
    return [dict(row._mapping) for row in rows]
