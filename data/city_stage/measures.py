"""What the criteria of city stages are measured by: counts of the whole city over the last minutes."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from data.models.case import Case
from data.models.unit import Unit
from data.storage.prefix import lies_in
from data.units.status import ENGAGED, OFF_DUTY, OFFLINE
from data.visit import Visit

Measure = Callable[[Visit, int], int]
"""(visit, minutes) -> a whole number"""


def _received(visit: Visit, minutes: int, *conditions: ColumnElement[bool]) -> int:
    """Return how many cases came in within the last minutes, of the whole city, that meet the conditions."""
    return visit.session.execute(select(func.count()).select_from(Case).where(
        lies_in(Case.area_code, visit.city.code), Case.received_at > visit.now - timedelta(minutes=minutes),
        Case.received_at <= visit.now, *conditions)).scalar_one()


def _waiting(visit: Visit, minutes: int, priority: int) -> int:
    return _received(visit, minutes, Case.priority == priority, Case.is_open.is_(True), Case.acknowledged_at.is_(None),
                     Case.first_response_at.is_(None))


def p1_unacknowledged(visit: Visit, minutes: int) -> int:
    """Return how many first priorities of the last minutes nobody has acknowledged or answered."""
    return _waiting(visit, minutes, 1)


def p2_unacknowledged(visit: Visit, minutes: int) -> int:
    """Return the same of second priorities."""
    return _waiting(visit, minutes, 2)


def alarms(visit: Visit, minutes: int) -> int:
    """Return how many first and second priorities came in within the last minutes."""
    return _received(visit, minutes, Case.priority <= 2)


def received(visit: Visit, minutes: int) -> int:
    """Return how many cases of all priorities came in within the last minutes."""
    return _received(visit, minutes)


def units_engaged(visit: Visit, _minutes: int) -> int:
    """Return how many percent of the units on duty are out now; 0 where none is on duty."""
    counted = dict(visit.session.execute(
        select(Unit.status, func.count()).where(lies_in(Unit.area_code, visit.city.code)).group_by(Unit.status)).all())
    on_duty = sum(n for status, n in counted.items() if status not in (OFF_DUTY, OFFLINE))
    return round(100 * sum(counted.get(status, 0) for status in ENGAGED) / on_duty) if on_duty else 0


MEASURES: Mapping[str, Measure] = {one.__name__: one for one in (
    p1_unacknowledged, p2_unacknowledged, alarms, received, units_engaged)}
