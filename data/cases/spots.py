"""Where somebody means: coordinates, a case's place, or an area by its code or name."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from data.areas import queries as areas
from data.errors import Invalid
from data.models.area import Area
from data.models.case import Case
from data.visit import Visit

POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,\uff0c\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
MOST_NAMED = 6
POLE = 90


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place: WGS84 degrees where they are known, else an area's code alone."""

    lon: float | None = None
    lat: float | None = None
    area_code: str = ""
    case_no: str = ""


def find(visit: Visit, words: str) -> Spot:
    """Return the place that the words name: "lon,lat" (either way round where that is plain), a case, an area.

    Raises Invalid: "no_coordinate" for no words, "place_not_found", "place_ambiguous" with the names there are.
    """
    if not words.strip():
        raise Invalid("no_coordinate")
    point = POINT.fullmatch(words)
    if point:
        lon, lat = float(point[1]), float(point[2])
        return Spot(lon=lat, lat=lon) if abs(lat) > POLE >= abs(lon) else Spot(lon=lon, lat=lat)
    case = visit.session.scalars(select(Case).where(Case.case_no == words.strip())).one_or_none()
    if case is not None:
        known = case.placed == "point"
        return Spot(lon=case.lon if known else None, lat=case.lat if known else None, area_code=case.area_code,
                    case_no=case.case_no)
    return Spot(area_code=_area(visit, words.strip()).area_code)


def _area(visit: Visit, words: str) -> Area:
    code = areas.resolve(visit, words)
    if code is not None:
        return areas.find(visit, code)
    found = _named(visit, or_(Area.name == words, Area.name_en == words)) or _named(visit, or_(
        Area.name.icontains(words, autoescape=True), Area.name_en.icontains(words, autoescape=True)))
    if not found:
        raise Invalid("place_not_found", place=words[:40])
    if len(found) > 1:
        names = ", ".join(f"{areas.name_of(one, visit.language)} {one.area_code}" for one in found[:MOST_NAMED])
        raise Invalid("place_ambiguous", place=words[:40], names=names + (" …" if len(found) > MOST_NAMED else ""))
    return found[0]


def _named(visit: Visit, condition: ColumnElement[bool]) -> list[Area]:
    """Return a few of the areas below the city that a condition names, the largest first."""
    return list(visit.session.scalars(
        select(Area).where(condition, Area.level > 1).order_by(Area.level, Area.area_code).limit(MOST_NAMED + 1)))
