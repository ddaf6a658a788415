"""Whose reach it is: a service on foot or by road, or units of a kind from their bases or from where they are.

Written as one word: "medical", "medical.road", "unit.fire", "unit.fire.now".
"""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from data.errors import Invalid
from data.models.unit import Place, Unit
from data.reach.ground import Floats
from data.storage.prefix import begins_with
from data.travel.speeds import METRES_PER_MINUTE, USUAL_SPEED_KMH, metres_a_minute
from data.units import status
from data.visit import Visit

SERVICES = {"medical": ("hospital", "clinic"), "education": ("school",), "elderly": ("elderly_care",)}
WALKING_KMH = 4.8
"""On foot, as the fifteen-minute life circle is usually reckoned."""
FOOT, ROAD, BASE, NOW = "foot", "road", "base", "now"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A service or a kind of unit, and how it reaches."""

    name: str
    is_unit: bool
    way: str
    """FOOT or ROAD of a service; BASE or NOW of units."""

    def key(self) -> str:
        """Return the word it is written as."""
        parts = ["unit"] * self.is_unit + [self.name] + [self.way] * (self.way in (ROAD, NOW))
        return ".".join(parts)

    def metres_a_minute(self) -> float:
        """Return the stated speed."""
        if self.is_unit:
            return metres_a_minute(self.name)
        return METRES_PER_MINUTE * (WALKING_KMH if self.way == FOOT else USUAL_SPEED_KMH)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where somebody or something stands."""

    id: str
    kind: str
    name: str
    name_en: str
    area: str
    lon: float
    lat: float


def read_subject(text: str) -> Subject:
    """Return whose reach a word asks for. Raises Invalid("bad_reach")."""
    parts = text.split(".")
    if parts[0] in SERVICES and parts[1:] in ([], [ROAD]):
        return Subject(name=parts[0], is_unit=False, way=parts[1] if parts[1:] else FOOT)
    if parts[0] == "unit" and len(parts) in (2, 3) and parts[1] in status.KINDS and parts[2:] in ([], [NOW]):
        return Subject(name=parts[1], is_unit=True, way=parts[2] if parts[2:] else BASE)
    raise Invalid("bad_reach", reach=text[:40])


def sites_of(visit: Visit, subject: Subject) -> list[Site]:
    """Return what reaches, of the whole city that the visitor sees: what stands beyond a border reaches over it.

    Units that are out, off duty or silent are left out where they are asked for NOW. Raises NotAllowed.
    """
    if not subject.is_unit:
        visit.scope.require("areas.view")
        kinds = SERVICES[subject.name]
        found = visit.session.scalars(select(Place).where(
            begins_with(Place.area_code, visit.city.code), Place.kind.in_(kinds)).order_by(Place.id))
        return [Site(id=str(one.id), kind=one.kind, name=one.name, name_en=one.name_en, area=one.area_code,
                     lon=one.lon, lat=one.lat) for one in found]
    visit.scope.require("units.view")
    units = visit.session.scalars(select(Unit).where(
        begins_with(Unit.area_code, visit.city.code), Unit.kind == subject.name).order_by(Unit.id))
    if subject.way == NOW:
        return [_site(one, one.lon, one.lat) for one in units if one.status == status.AVAILABLE
                and status.is_on_shift(one, visit.now, visit.zone) and not status.is_position_stale(one, visit.now)]
    return [_site(one, one.home_lon, one.home_lat) for one in units]


def _site(one: Unit, lon: float, lat: float) -> Site:
    return Site(id=one.id, kind=one.kind, name=one.name, name_en=one.name_en, area=one.area_code, lon=lon, lat=lat)


def points_of(sites: list[Site]) -> Floats:
    """Return their points, WGS84 (n, 2)."""
    return np.array([(one.lon, one.lat) for one in sites], dtype=float).reshape(-1, 2)


def inside(visit: Visit, site: Site) -> bool:
    """Does it stand within the city's bounds? What does not reaches nobody here that could be counted on."""
    city = visit.city
    return bool(city.west <= site.lon <= city.east and city.south <= site.lat <= city.north)
