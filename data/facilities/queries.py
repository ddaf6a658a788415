"""Reading facilities: those of an area, sums by kind, and the nearest with places free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data.facilities.capacity import FREE, KINDS, STALE, TIGHT, state_of
from data.models.facility import Facility
from data.storage.box import Box, stands_in
from data.storage.prefix import begins_with
from data.units.distance import metres_between
from data.visit import Visit

NEAR_DEGREES = 0.04
"""About 4 km."""
NEAREST = 4


@dataclass(frozen=True, kw_only=True)
class Sum:
    """The places of one kind in an area, of facilities that told theirs within the hour; `oldest` of those."""

    kind: str
    facilities: int
    stale: int
    total: int
    free: int
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True)
class Near:
    """A facility with places free, and its distance in metres."""

    facility: Facility
    state: str
    distance_m: float


def listed(visit: Visit, prefix: str, *, kind: str = "", box: Box | None = None,
           limit: int | None = None) -> Sequence[Facility]:
    """Return the facilities of an area, of one kind or all, inside a box (WGS84), by kind and name."""
    wanted = select(Facility).where(begins_with(Facility.area_code, prefix))
    if kind:
        wanted = wanted.where(Facility.kind == kind)
    if box is not None:
        wanted = wanted.where(stands_in(Facility, box))
    return visit.session.scalars(
        wanted.order_by(Facility.kind, Facility.name, Facility.source, Facility.facility_id).limit(limit)).all()


def state(visit: Visit, one: Facility) -> str:
    """Return how full a facility is, as of this visit."""
    return state_of(one.total, one.free, one.as_of, visit.now)


def sums(visit: Visit, found: Sequence[Facility]) -> list[Sum]:
    """Return the sums of these facilities by kind, in the order of KINDS; what is stale is counted, not added."""
    made = []
    for kind in KINDS:
        of_kind = [one for one in found if one.kind == kind]
        told = [one for one in of_kind if state(visit, one) != STALE]
        if of_kind:
            made.append(Sum(kind=kind, facilities=len(of_kind), stale=len(of_kind) - len(told),
                            total=sum(one.total for one in told), free=sum(one.free for one in told),
                            oldest=min((one.as_of for one in told), default=None)))
    return made


def nearest_free(visit: Visit, lon: float, lat: float) -> list[Near]:
    """Return, of each kind, the nearest facility with free places told within the hour, by distance; at most NEAREST.

    Within about 4 km of the WGS84 point.
    """
    box = (lon - NEAR_DEGREES, lat - NEAR_DEGREES, lon + NEAR_DEGREES, lat + NEAR_DEGREES)
    near = [Near(facility=one, state=state(visit, one), distance_m=metres_between(lon, lat, one.lon, one.lat))
            for one in visit.session.scalars(select(Facility).where(stands_in(Facility, box)))]
    best: dict[str, Near] = {}
    for one in sorted(near, key=lambda found: (found.distance_m, found.facility.facility_id)):
        if one.state in (FREE, TIGHT):
            best.setdefault(one.facility.kind, one)
    return list(best.values())[:NEAREST]
