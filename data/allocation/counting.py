"""Shortfalls counted: how many cases of which area could not be served in which hour, and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data import clock
from data.models.allocation import AllocationPlan, AllocationShortfall
from data.storage.database import everywhere
from data.storage.prefix import begins_with
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Missed:
    """So many cases of an area in one hour for one reason; a case that several plans missed in the hour counts once."""

    area: str
    hour: datetime
    reason: str
    cases: int


def shortfalls_by(visit: Visit, prefix: str, since: datetime) -> list[Missed]:
    """Return the shortfalls since then by the parts of an area (one level below it), hour (UTC) and reason.

    As of the visit's moment: what plans made after it missed does not count.
    """
    last = clock.hour_number(visit.now)
    with everywhere(visit.session):
        later = sorted(visit.session.scalars(select(AllocationPlan.id).where(
            AllocationPlan.made_at > visit.now, AllocationPlan.made_at < clock.moment_of_hour(last + 1))))
    rows = visit.session.execute(
        select(AllocationShortfall.area_code, AllocationShortfall.hour_no, AllocationShortfall.reason,
               func.count(AllocationShortfall.case_id.distinct()))
        .where(begins_with(AllocationShortfall.area_code, prefix),
               AllocationShortfall.hour_no >= clock.hour_number(since), AllocationShortfall.hour_no <= last,
               AllocationShortfall.plan_id.not_in(later))
        .group_by(AllocationShortfall.area_code, AllocationShortfall.hour_no, AllocationShortfall.reason))
    level = visit.city.level_of(prefix) if prefix else 0
    width = visit.city.width_of(min(level + 1, visit.city.leaf_level()))
    found: Counter[tuple[int, str, str]] = Counter()
    for area, hour, reason, cases in rows:
        found[hour, area[:width], reason] += cases
    return [Missed(area=area, hour=clock.moment_of_hour(hour), reason=reason, cases=cases)
            for (hour, area, reason), cases in sorted(found.items())]
