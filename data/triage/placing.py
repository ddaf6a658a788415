"""Which place a text names, and how far from it its point lies: areas and places of the city by their names.

Only names are compared: a place that the city does not know is not found, and a name that many areas bear is taken
for the nearest of them. A point a little outside of a named area is no contradiction; far is what a person should see.
"""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import func, literal, select

from data.models.area import Area
from data.models.unit import Place
from data.storage.prefix import lies_in
from data.units.distance import metres_between
from data.visit import Visit

READ_CHARACTERS = 400
SHORTEST, MOST_NAMED, CITY = 3, 50, 1
"""A name of two characters stands in too many texts by chance."""
FAR_M = 500.0
"""From here on the point and the text contradict each other: a place is smaller than that."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A place that the text names."""

    name: str
    name_en: str
    area_code: str
    """Of the area; of a place the area it lies in."""
    kind: str
    """area, place"""
    distance_m: float
    """From the case's point to the place; 0 inside a named area."""

    @property
    def contradicts(self) -> bool:
        """Does the point lie so far away that one of the two is wrong?"""
        return self.distance_m >= FAR_M


def named_in(visit: Visit, text: str, point: tuple[float, float]) -> list[Named]:
    """Return the places that a text names, the nearest of each name, those that contradict the point first.

    Areas down to communities and places that the visitor sees; a name inside of a longer one that was found counts
    as the longer. `point` is (longitude, latitude) in WGS84.
    """
    plain = unicodedata.normalize("NFKC", text[:READ_CHARACTERS]).replace("\0", "")
    if len(plain) < SHORTEST:
        return []
    found = [*_areas(visit, plain, point), *_places(visit, plain, point)]
    nearest: dict[str, Named] = {}
    for one in sorted(found, key=lambda one: one.distance_m):
        nearest.setdefault(one.name, one)
    whole = [one for name, one in nearest.items() if not any(name != other and name in other for other in nearest)]
    return sorted(whole, key=lambda one: (not one.contradicts, -len(one.name), one.name))


def _areas(visit: Visit, text: str, point: tuple[float, float]) -> list[Named]:
    rows = visit.session.scalars(
        select(Area).where(Area.level > CITY, Area.level < visit.city.leaf_level(), func.length(Area.name) >= SHORTEST,
                           literal(text).contains(Area.name), lies_in(Area.area_code, visit.city.code))
        .limit(MOST_NAMED))
    return [Named(name=one.name, name_en=one.name_en, area_code=one.area_code, kind="area", distance_m=metres_between(
        *point, min(max(point[0], one.west), one.east), min(max(point[1], one.south), one.north))) for one in rows]


def _places(visit: Visit, text: str, point: tuple[float, float]) -> list[Named]:
    rows = visit.session.scalars(
        select(Place).where(func.length(Place.name) >= SHORTEST, literal(text).contains(Place.name),
                            lies_in(Place.area_code, visit.city.code)).limit(MOST_NAMED))
    return [Named(name=one.name, name_en=one.name_en, area_code=one.area_code, kind="place",
                  distance_m=metres_between(*point, one.lon, one.lat)) for one in rows]
