"""Reading warnings: who sees which, and in what order.

A warning reaches beyond the areas of who reads it: whoever works in a part of what it is for sees it, whoever may issue
there sees the drafts as well.
"""

from collections.abc import Iterable
from datetime import timedelta

import shapely
from sqlalchemy import select
from sqlalchemy.orm import undefer

from data.models.warning import CityWarning, WarningEvent
from data.storage.database import everywhere
from data.visit import Visit
from data.warnings.issuing import RIGHT
from data.warnings.levels import DRAFT, IN_FORCE, OPEN, rank

MOST = 300
OVER_SHOWN = 60
SINCE = timedelta(days=30)


def touches(one: CityWarning, prefix: str) -> bool:
    """Is any of a warning's areas in this one, or this one in it?"""
    return any(code.startswith(prefix) or prefix.startswith(code) for code in one.areas)


def sees(visit: Visit, one: CityWarning) -> bool:
    """May the visitor know of it?"""
    if not any(touches(one, prefix) for prefix in visit.scope.areas):
        return False
    return one.state in IN_FORCE or one.state not in OPEN or may_decide(visit, one)


def may_decide(visit: Visit, one: CityWarning) -> bool:
    """May the visitor issue, change and lift it?"""
    return all(visit.scope.allows(RIGHT, code) for code in one.areas)


def in_force(visit: Visit, prefix: str, *, drafts: bool = False) -> list[CityWarning]:
    """Return what is in force in an area, or part of it: red first, then the newest; drafts too where asked for.

    What ran out since the last look is left out.
    """
    states = OPEN if drafts else IN_FORCE
    with everywhere(visit.session):
        found = visit.session.scalars(
            select(CityWarning).where(CityWarning.state.in_(states), CityWarning.valid_until > visit.now)
            .order_by(CityWarning.issued_at.desc()).limit(MOST).options(undefer(CityWarning.outline))).all()
    seen = [one for one in found if touches(one, prefix) and sees(visit, one)]
    return sorted(seen, key=lambda one: (one.state == DRAFT, -rank(one.level)))


def about(visit: Visit, area: str, lon: float, lat: float) -> list[CityWarning]:
    """Return what is in force at a point (WGS84) of an area, the worst first."""
    return at_point(in_force(visit, area), lon, lat)


def at_point(found: Iterable[CityWarning], lon: float, lat: float) -> list[CityWarning]:
    """Return those whose ground holds a point (WGS84)."""
    point = shapely.Point(lon, lat)
    return [one for one in found if _holds(shapely.from_wkb(one.outline), point)]


def _holds(outline: shapely.Geometry, point: shapely.Point) -> bool:
    return bool(outline.is_empty or shapely.intersects(outline, point))


def over(visit: Visit, prefix: str) -> list[CityWarning]:
    """Return what ended in the last 30 days in an area, the newest first."""
    with everywhere(visit.session):
        found = visit.session.scalars(
            select(CityWarning).where(CityWarning.state.not_in(OPEN), CityWarning.made_at > visit.now - SINCE)
            .order_by(CityWarning.made_at.desc()).limit(MOST)).all()
    return [one for one in found if touches(one, prefix) and sees(visit, one)][:OVER_SHOWN]


def found(visit: Visit, warning_id: str) -> CityWarning | None:
    """Return a warning that the visitor may know of, None otherwise."""
    with everywhere(visit.session):
        one = visit.session.scalars(select(CityWarning).where(CityWarning.id == warning_id)
                                    .options(undefer(CityWarning.outline))).one_or_none()
    return one if one is not None and sees(visit, one) else None


def history(visit: Visit, one: CityWarning) -> list[WarningEvent]:
    """Return what happened to it, oldest first."""
    with everywhere(visit.session):
        return list(visit.session.scalars(select(WarningEvent).where(
            WarningEvent.warning_id == one.id, WarningEvent.area_code == one.area_code)
            .order_by(WarningEvent.id)))
