"""How many cases came in, or were closed, in a time, by outcome (data.storage.rollups.OUTCOMES).

Of large areas whole hours are read from the rollups, the rest of the time from the cases; the answer is the same.
"""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from data import clock
from data.models.case import Case
from data.models.city import DISTRICT
from data.models.rollup import ROLLUPS
from data.storage.prefix import lies_in
from data.storage.rollups import CLOSINGS, OUTCOME_OF_CASE
from data.visit import Visit

HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)
"""A window that ends an instant after a moment holds what came at that very moment."""
Where = tuple[ColumnElement[bool], ...]
"""What a case must be besides (data.cases.only). Rollups know nothing of it: then the cases are counted."""
MOMENTS = {"received": Case.received_at, "closed": Case.closed_at}


def received(visit: Visit, prefix: str, begin: datetime, end: datetime, where: Where = ()) -> int:
    """Return how many cases of an area came in from `begin` until just before `end`, whatever became of them."""
    return sum(_count(visit, prefix, "received", (begin, end), where).values())


def closed(visit: Visit, prefix: str, begin: datetime, end: datetime, where: Where = ()) -> Counter[str]:
    """Return {outcome: how many} of the cases of an area that were closed from `begin` until just before `end`."""
    return _count(visit, prefix, "closed", (begin, end), where)


def received_by_hour(visit: Visit, prefix: str, begin: datetime, hours: int, where: Where = ()) -> list[int]:
    """Return how many cases came in per hour, `hours` numbers from the hour that holds `begin`."""
    first = clock.hour_number(begin)
    areas = None if where else rolled_up(visit, prefix)
    if areas is None:
        rows = select(Case.hour_no, func.count()).where(
            lies_in(Case.area_code, prefix), Case.hour_no >= first, Case.hour_no < first + hours, *where,
        ).group_by(Case.hour_no)
    else:
        rows = select(ROLLUPS.c.hour_no, func.sum(ROLLUPS.c.received)).where(
            ROLLUPS.c.area_code.in_(areas), ROLLUPS.c.hour_no >= first, ROLLUPS.c.hour_no < first + hours,
        ).group_by(ROLLUPS.c.hour_no)
    counts = {hour: int(count) for hour, count in visit.session.execute(rows)}
    return [counts.get(first + offset, 0) for offset in range(hours)]


def received_by_day(visit: Visit, prefix: str, begin: datetime, end: datetime,
                    where: Where = ()) -> tuple[list[int], list[datetime]]:
    """Return how many cases came in per city day from that of `begin` until `end`, and when each day begins.

    Of the first and the last day whole hours are counted; who wants less says so by `where`.
    """
    first = clock.start_of_day(begin, visit.zone)
    hours = clock.hour_number(end) - clock.hour_number(first) + 1
    found: dict[datetime, int] = {}
    for offset, count in enumerate(received_by_hour(visit, prefix, first, hours, where)):
        day = clock.start_of_day(first + offset * HOUR, visit.zone)
        if day < end:
            found[day] = found.get(day, 0) + count
    return list(found.values()), list(found)


def rolled_up(visit: Visit, prefix: str) -> list[str] | None:
    """Return the areas whose rollups together are what the visitor sees of an area; None where there are no such.

    A writer's own changes are not folded yet: it counts the cases themselves.
    """
    if not visit.session.info.get("is_reader") or not 1 <= visit.city.level_of(prefix) <= DISTRICT:
        return None
    found: set[str] = set()
    for area, department in visit.scope.spans():
        if department:
            return None
        if prefix.startswith(area):
            return [prefix]
        if area.startswith(prefix):
            found.add(area)
    return sorted(found) if all(visit.city.level_of(area) <= DISTRICT for area in found) else None


def _count(visit: Visit, prefix: str, what: str, over: tuple[datetime, datetime], where: Where) -> Counter[str]:
    found: Counter[str] = Counter()
    begin, end = over
    areas = None if where else rolled_up(visit, prefix)
    first, last = clock.hour_number(begin + HOUR - INSTANT), clock.hour_number(end)
    if areas is None or first >= last:
        return _from_cases(visit, prefix, what, over, where)
    rows = select(ROLLUPS.c.outcome, func.sum(ROLLUPS.c[what])).where(
        ROLLUPS.c.area_code.in_(areas), ROLLUPS.c.hour_no >= first, ROLLUPS.c.hour_no < last,
    ).group_by(ROLLUPS.c.outcome)
    for outcome, count in visit.session.execute(rows):
        found[outcome] += int(count)
    return (found + _from_cases(visit, prefix, what, (begin, clock.moment_of_hour(first)))
            + _from_cases(visit, prefix, what, (clock.moment_of_hour(last), end)))


def _from_cases(visit: Visit, prefix: str, what: str, over: tuple[datetime, datetime],
                where: Where = ()) -> Counter[str]:
    begin, end = over
    if begin >= end:
        return Counter()
    rows = visit.session.execute(select(OUTCOME_OF_CASE, func.count()).select_from(Case).where(
        lies_in(Case.area_code, prefix), MOMENTS[what] >= begin, MOMENTS[what] < end, *where,
    ).group_by(OUTCOME_OF_CASE))
    # Not asked of the database: it would walk every case that stands closed.
    return Counter({name: count for name, count in rows if what == "received" or name in CLOSINGS})
