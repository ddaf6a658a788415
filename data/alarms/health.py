"""告警健康: whether alarms are as many as people can follow. The last 24 hours of an area, counted anew each time.

An alarm is a case of the first or second priority. After EEMUA 191 and ISA-18.2; nothing here is about a person.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select

from data.cases import queries
from data.cases.states import Verb
from data.models.case import Case, CaseEvent
from data.storage.prefix import begins_with, lies_in
from data.visit import Visit

SPAN, SHIFT = timedelta(hours=24), timedelta(hours=8)
WINDOW, FLOOD_FROM, FLOOD_BELOW = timedelta(minutes=10), 10, 5
CHATTERS, WITHIN = 3, timedelta(minutes=1)
STALE = timedelta(hours=24)
TOP = 10
MIX = (5, 15, 80)
"""Percent of first, second, and lower priorities that EEMUA 191 calls sound."""
URGENT = 2
AT_A_SEAT = (Verb.ACKNOWLEDGE, Verb.DISPATCH, Verb.SHELVE)
"""What only somebody at a seat does with an alarm."""

Place = tuple[str, str, str]
"""(source, area code, class code): what an alarm comes from."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """The figures, as of one moment. Shares and times are percent; None where there is nothing to reckon with."""

    alarms: int
    """Of the last 24 hours."""
    seats: int
    """People who acknowledged, dispatched or shelved within the last shift, one at least."""
    a_seat: float
    """Alarms in 10 minutes for each seat, over the last hour."""
    peak: int
    """Most alarms in any 10 minutes."""
    flooded: float
    """Percent of the 24 hours in flood: from ten alarms in 10 minutes until fewer than five."""
    mix: tuple[float, float, float] | None
    standing: int
    """Alarms nobody acknowledged or answered for more than 24 hours."""
    chattering: int
    """Sources of one place and class that alarmed three times within a minute."""
    top_share: float | None
    top: tuple[tuple[Place, int], ...]
    shelved: int
    minutes_to_acknowledge: float | None
    acknowledged: int


def health(visit: Visit, prefix: str) -> Health:
    """Return the figures of an area, as far as the visitor sees it."""
    since = visit.now - SPAN
    arrived = visit.session.execute(
        select(Case.received_at, Case.source, Case.area_code, Case.class_code)
        .where(lies_in(Case.area_code, prefix), Case.received_at > since, Case.received_at <= visit.now,
               Case.priority <= URGENT).order_by(Case.received_at)).all()
    moments = [one.received_at for one in arrived]
    places: list[Place] = [(one.source, one.area_code, one.class_code) for one in arrived]
    seats, waits = seats_taken(visit, prefix), waits_until_acknowledged(visit, prefix, since)
    top = Counter(places).most_common(TOP)
    last_hour = sum(at > visit.now - timedelta(hours=1) for at in moments)
    return Health(
        alarms=len(moments), seats=seats, a_seat=last_hour / 6 / seats, peak=most_within(moments, WINDOW),
        flooded=100 * time_in_flood(moments, visit.now) / SPAN, mix=mix(visit, prefix, since),
        standing=count_standing(visit, prefix), chattering=len(chattering(moments, places)),
        top_share=100 * sum(count for _, count in top) / len(moments) if moments else None, top=tuple(top),
        shelved=queries.count_shelved(visit, prefix),
        minutes_to_acknowledge=median(waits) if waits else None, acknowledged=len(waits))


def mix(visit: Visit, prefix: str, since: datetime) -> tuple[float, float, float] | None:
    """Return percent of first, second and lower priorities among all that came in; None where nothing did."""
    counted = dict(visit.session.execute(
        select(Case.priority, func.count()).where(lies_in(Case.area_code, prefix), Case.received_at > since,
                                                  Case.received_at <= visit.now).group_by(Case.priority)).all())
    whole = sum(counted.values())
    if not whole:
        return None
    first, second = counted.get(1, 0), counted.get(2, 0)
    return 100 * first / whole, 100 * second / whole, 100 * (whole - first - second) / whole


def count_standing(visit: Visit, prefix: str) -> int:
    """Return how many alarms wait for more than 24 hours."""
    return visit.session.execute(select(func.count()).select_from(Case).where(
        begins_with(Case.area_code, prefix), Case.is_open.is_(True), Case.priority <= URGENT,
        Case.received_at <= visit.now - STALE, Case.acknowledged_at.is_(None),
        Case.first_response_at.is_(None))).scalar_one()


def seats_taken(visit: Visit, prefix: str) -> int:
    """Return how many people worked on cases of the area from a seat within the last shift, one at least."""
    found = visit.session.execute(
        select(func.count(CaseEvent.person.distinct())).join(Case, Case.id == CaseEvent.case_id)
        .where(lies_in(Case.area_code, prefix), CaseEvent.at > visit.now - SHIFT, CaseEvent.at <= visit.now,
               CaseEvent.verb.in_(AT_A_SEAT))).scalar_one()
    return max(1, found)


def waits_until_acknowledged(visit: Visit, prefix: str, since: datetime) -> list[float]:
    """Return the minutes from coming in to the first acknowledgement, of alarms acknowledged since a moment."""
    rows = visit.session.execute(
        select(Case.received_at, func.min(CaseEvent.at)).join(CaseEvent, CaseEvent.case_id == Case.id)
        .where(lies_in(Case.area_code, prefix), Case.priority <= URGENT, CaseEvent.verb == Verb.ACKNOWLEDGE,
               CaseEvent.at > since, CaseEvent.at <= visit.now)
        .group_by(Case.id, Case.received_at))
    return [max(0.0, (at - received) / timedelta(minutes=1)) for received, at in rows]


def most_within(moments: Sequence[datetime], window: timedelta) -> int:
    """Return the largest number of moments, in order, that lie within one window."""
    most = first = 0
    for last, at in enumerate(moments):
        while moments[first] <= at - window:
            first += 1
        most = max(most, last - first + 1)
    return most


def time_in_flood(moments: Sequence[datetime], until: datetime) -> timedelta:
    """Return how long it flooded: from the tenth alarm within 10 minutes until fewer than five are left in them."""
    changes = sorted([(at, 1) for at in moments] + [(at + WINDOW, -1) for at in moments])
    total, begun, count = timedelta(), None, 0
    for at, step in changes:
        if at > until:
            break
        count += step
        if begun is None and count >= FLOOD_FROM:
            begun = at
        elif begun is not None and count < FLOOD_BELOW:
            total, begun = total + (at - begun), None
    return total + (until - begun) if begun is not None else total


def chattering(moments: Iterable[datetime], places: Iterable[Place]) -> set[Place]:
    """Return what alarmed three times or more within a minute."""
    by_place: dict[Place, list[datetime]] = {}
    for at, place in zip(moments, places, strict=True):
        by_place.setdefault(place, []).append(at)
    return {place for place, times in by_place.items() if most_within(times, WITHIN) >= CHATTERS}
