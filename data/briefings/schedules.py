"""When briefings are due by themselves, and what came of it: no failure stays silent.

A time is one of the city's clock. On the day that the clock leaps over it, it is as much later as the clock leaps;
where the clock tells it twice, it is the first time: each day has it once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from data.briefings import keeping
from data.errors import Invalid, NotAllowed, NotFound
from data.models.brief_schedule import BriefSchedule
from data.people import trail
from data.storage.prefix import begins_with
from data.visit import Visit

MOST = 20
"""Schedules of one person."""
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""After each failure of the same briefing; after the last it waits for its next time."""
DAY_MINUTES = 24 * 60
MOST_FAULT = 300


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be made, and when: `minute` of the day on the city's clock, `weekday` from 0 (Monday), None: daily."""

    kind: str
    area: str
    minute: int
    weekday: int | None = None


def next_after(moment: datetime, minute: int, weekday: int | None, zone: ZoneInfo) -> datetime:
    """Return the first UTC moment after another at which the city's clock says so."""
    day = moment.astimezone(zone).date() - timedelta(days=1)
    while True:
        if weekday is None or day.weekday() == weekday:
            due = _at(day, minute, zone)
            if due > moment:
                return due
        day += timedelta(days=1)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)


def add(visit: Visit, plan: Plan) -> BriefSchedule:
    """Store a schedule in the visitor's own name and return it.

    Raises NotAllowed, Invalid: "bad_schedule_time", "too_many_schedules", "schedule_exists".
    """
    keeping.require_rights(visit.scope, plan.area)
    if visit.scope.person is None:
        raise NotAllowed(permission=keeping.MAKES)
    if not 0 <= plan.minute < DAY_MINUTES or plan.weekday not in (None, *range(7)):
        raise Invalid("bad_schedule_time")
    _require_room(visit, plan)
    due = next_after(visit.now, plan.minute, plan.weekday, visit.zone)
    one = BriefSchedule(kind=plan.kind, area_code=plan.area, language=visit.language, minute=plan.minute,
                        weekday=plan.weekday, made_by=visit.scope.person, by_name=visit.scope.name, made_at=visit.now,
                        next_at=due, due_at=due, tries=0, last_id="", fault="")
    visit.session.add(one)
    visit.session.flush()
    _note(visit, "schedule.add", one)
    return one


def _require_room(visit: Visit, plan: Plan) -> None:
    own = [one for one in listed(visit, "") if one.made_by == visit.scope.person]
    if len(own) >= MOST:
        raise Invalid("too_many_schedules", limit=MOST)
    if any((one.kind, one.area_code, one.minute, one.weekday) == (plan.kind, plan.area, plan.minute, plan.weekday)
           for one in own):
        raise Invalid("schedule_exists")


def listed(visit: Visit, prefix: str) -> list[BriefSchedule]:
    """Return the schedules of areas whose codes begin so and that this visitor may open, the next due first."""
    found = visit.session.scalars(
        select(BriefSchedule).where(begins_with(BriefSchedule.area_code, prefix), BriefSchedule.ended_at.is_(None))
        .order_by(BriefSchedule.due_at, BriefSchedule.id))
    return [one for one in found if visit.scope.allows(keeping.SEES, one.area_code)]


def count_faults(visit: Visit) -> int:
    """Return how many schedules of the visitor failed the last time."""
    if visit.scope.person is None:
        return 0
    return int(visit.session.execute(
        select(func.count()).select_from(BriefSchedule)
        .where(BriefSchedule.made_by == visit.scope.person, BriefSchedule.ended_at.is_(None),
               BriefSchedule.fault != "")).scalar_one())


def may_end(visit: Visit, one: BriefSchedule) -> bool:
    """May this visitor end it? Whose it is may, and whoever releases briefings of its area."""
    return one.made_by == visit.scope.person or visit.scope.allows(keeping.RELEASES, one.area_code)


def end(visit: Visit, schedule_id: int) -> BriefSchedule:
    """End a schedule and return it. Raises NotFound("schedule_not_found"), NotAllowed."""
    one = visit.session.get(BriefSchedule, schedule_id)
    if one is None or one.ended_at is not None or not visit.scope.allows(keeping.SEES, one.area_code):
        raise NotFound("schedule_not_found")
    if not may_end(visit, one):
        raise NotAllowed(permission=keeping.RELEASES)
    one.ended_at = visit.now
    _note(visit, "schedule.end", one)
    return one


def due(visit: Visit) -> list[int]:
    """Return the ids of those that are due, the longest due first."""
    return list(visit.session.scalars(
        select(BriefSchedule.id).where(BriefSchedule.ended_at.is_(None), BriefSchedule.next_at <= visit.now)
        .order_by(BriefSchedule.next_at, BriefSchedule.id)))


def succeed(visit: Visit, one: BriefSchedule, briefing_id: str) -> None:
    """Note that its briefing was made; it is due again at its next time from now, however many were missed."""
    one.last_id, one.last_at, one.fault, one.fault_at = briefing_id, visit.now, "", None
    _go_on(visit, one)


def fail(visit: Visit, one: BriefSchedule, why: str) -> None:
    """Note why it failed; it is tried again soon, and after some tries at its next time."""
    one.fault, one.fault_at = why[:MOST_FAULT], visit.now
    _note(visit, "schedule.fail", one, outcome="refused")
    coming = next_after(visit.now, one.minute, one.weekday, visit.zone)
    if one.tries < len(RETRIES) and visit.now + RETRIES[one.tries] < coming:
        one.next_at = visit.now + RETRIES[one.tries]
        one.tries += 1
    else:
        _go_on(visit, one)


def _go_on(visit: Visit, one: BriefSchedule) -> None:
    one.tries = 0
    one.next_at = one.due_at = next_after(visit.now, one.minute, one.weekday, visit.zone)


def _note(visit: Visit, what: str, one: BriefSchedule, outcome: str = "done") -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what,
               outcome=outcome, area=one.area_code, subject=str(one.id))
