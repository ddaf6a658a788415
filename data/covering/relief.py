"""Telling a free unit to stand by elsewhere, and calling it back. Its work stays; only where it waits changes."""

import math
from collections.abc import Sequence

from sqlalchemy import select, update

from data.errors import Conflict, Invalid, NotFound
from data.models.relief import Relief
from data.models.unit import Unit
from data.people import trail
from data.storage.prefix import begins_with
from data.units import status
from data.visit import Visit

ORDERS = "cases.dispatch"
MOST_LISTED = 50


def order(visit: Visit, unit_id: str, *, lon: float, lat: float, grid: str) -> Relief:
    """Tell a free unit to stand by at a place and return the order.

    Raises NotAllowed, NotFound("unit_not_found"), Conflict("unit_engaged"), Invalid("relief_outside") for no place of
    an area that the visitor may see.
    """
    unit = _find(visit, unit_id)
    visit.scope.require_area(grid)
    city = visit.city
    if not (math.isfinite(lon) and math.isfinite(lat) and city.west <= lon <= city.east
            and city.south <= lat <= city.north):
        raise Invalid("relief_outside")
    before = in_force(visit, [unit_id])
    # Sent on from another place it is called back to where it belongs.
    home = (before[-1].home_lon, before[-1].home_lat) if before else (unit.home_lon, unit.home_lat)
    _stand(visit, unit, lon, lat)
    _end(visit, before)
    made = Relief(area_code=unit.area_code, unit_id=unit.id, lon=lon, lat=lat, grid=grid, home_lon=home[0],
                  home_lat=home[1], ordered_at=visit.now, ordered_by=visit.scope.person, by_name=visit.scope.name)
    visit.session.add(made)
    visit.session.flush()
    _note(visit, "relief.order", unit, which=grid)
    return made


def call_back(visit: Visit, unit_id: str) -> Unit:
    """Have a unit stand by again where it did before, and return it. Raises NotAllowed, NotFound, Conflict."""
    unit = _find(visit, unit_id)
    found = in_force(visit, [unit_id])
    if not found:
        raise NotFound("relief_not_found")
    _stand(visit, unit, found[0].home_lon, found[0].home_lat)
    _end(visit, found)
    _note(visit, "relief.end", unit, which=found[0].grid)
    return unit


def in_force(visit: Visit, unit_ids: Sequence[str]) -> list[Relief]:
    """Return what is in force of these units, the newest first."""
    return list(visit.session.scalars(
        select(Relief).where(Relief.unit_id.in_(sorted(unit_ids)), Relief.ended_at.is_(None))
        .order_by(Relief.ordered_at.desc(), Relief.id.desc())))


def listed(visit: Visit, area: str) -> list[tuple[Relief, Unit]]:
    """Return what is in force for units of an area and those inside it, with the units, the newest first."""
    found = list(visit.session.scalars(
        select(Relief).where(begins_with(Relief.area_code, area), Relief.ended_at.is_(None))
        .order_by(Relief.ordered_at.desc(), Relief.id.desc()).limit(MOST_LISTED)))
    units = {one.id: one for one in visit.session.scalars(
        select(Unit).where(Unit.id.in_(sorted({one.unit_id for one in found}))))}
    return [(one, units[one.unit_id]) for one in found if one.unit_id in units]


def spots(visit: Visit, unit_ids: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return where units are to stand that were told so: {unit id: (lon, lat)}."""
    return {one.unit_id: (one.lon, one.lat) for one in in_force(visit, unit_ids)}


def unit_of(visit: Visit, one: Relief) -> Unit:
    """Return the unit that was told so."""
    return visit.session.get_one(Unit, one.unit_id)


def _find(visit: Visit, unit_id: str) -> Unit:
    visit.scope.require(ORDERS)
    unit = visit.session.get(Unit, unit_id)
    if unit is None or not visit.scope.covers(unit.area_code):
        raise NotFound("unit_not_found", unit=unit_id)
    return unit


def _stand(visit: Visit, unit: Unit, lon: float, lat: float) -> None:
    done = visit.session.execute(
        update(Unit).where(Unit.id == unit.id, Unit.status == status.AVAILABLE, Unit.version == unit.version)
        .values(home_lon=lon, home_lat=lat, version=Unit.version + 1).execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("unit_engaged", unit=unit.name)
    visit.session.refresh(unit)


def _end(visit: Visit, found: Sequence[Relief]) -> None:
    for one in found:
        one.ended_at = visit.now


def _note(visit: Visit, what: str, unit: Unit, **details: str) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               area=unit.area_code, subject=unit.id, **details)
