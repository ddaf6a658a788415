"""The strip's figures, as data.figures.groups.strip defines them, each compared over the same elapsed time.

| name | numerator / denominator | compared with |
|---|---|---|
| received_today | cases received since the city day began | yesterday until the same time of day |
| open_now | cases that are open | - (details: priorities 1 and 2) |
| on_time_rate | cases closed in 7 days by their deadline / closed in 7 days with a deadline | the 7 days before |
| overdue_now | open cases past their deadline | - (details: past it by more than 48 h) |
| first_response | median minutes from receipt to first response, cases of 24 h | the 24 h before |
| closed_today | cases closed since the city day began | yesterday until the same time of day |
| units_on_duty | units neither off duty nor offline | - (details: engaged) |
| urgent_unacknowledged | urgent cases of 24 h nobody acknowledged or answered | - (details: the oldest's minutes) |

A case that was voided or declined has ended, but it was not closed. Closings that are not believed are left out of
on_time_rate and first_response, and counted as left out.
"""

from collections import Counter
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from data import clock
from data.cases import windows
from data.cases.windows import INSTANT, Where
from data.figures.conditions import condition
from data.figures.definition import Figure, share
from data.figures.dictionary import figure
from data.models.case import Case
from data.models.unit import Unit
from data.storage.moments import microseconds_of
from data.storage.prefix import begins_with, lies_in
from data.units import status
from data.visit import Visit

LONG_OVERDUE = timedelta(hours=48)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
ALARM_STANDS = DAY


def kpis(visit: Visit, prefix: str) -> list[Figure]:
    """Return the eight figures of the strip for an area, in the strip's order."""
    row = open_row(visit, prefix)
    return [
        received_today(visit, prefix),
        open_now(visit, row),
        _on_time_rate(visit, prefix),
        overdue_now(visit, row),
        _first_response(visit, prefix),
        _closed_today(visit, prefix),
        units_on_duty(visit, prefix),
        urgent_unacknowledged(visit, prefix),
    ]


def _elapsed_yesterday(visit: Visit) -> tuple[datetime, datetime]:
    then = clock.days_before(visit.now, 1, visit.zone)
    return clock.start_of_day(then, visit.zone), then


def received_today(visit: Visit, prefix: str, where: Where = ()) -> Figure:
    """Return how many cases came in since the city day began, and by the same time yesterday."""
    since = clock.start_of_day(visit.now, visit.zone)
    begin, end = _elapsed_yesterday(visit)
    return figure("received_today", as_of=visit.now,
                  value=windows.received(visit, prefix, since, visit.now + INSTANT, where),
                  before=windows.received(visit, prefix, begin, end + INSTANT, where))


def _closed_today(visit: Visit, prefix: str) -> Figure:
    since = clock.start_of_day(visit.now, visit.zone)
    begin, end = _elapsed_yesterday(visit)
    return figure("closed_today", as_of=visit.now,
                  value=windows.closed(visit, prefix, since, visit.now + INSTANT).total(),
                  before=windows.closed(visit, prefix, begin, end + INSTANT).total())


def open_row(visit: Visit, prefix: str, where: Where = ()) -> dict[str, int]:
    """Return how many cases are open, of priorities 1 and 2, overdue, and long so, by these names."""
    row = visit.session.execute(
        select(
            func.count().label("open"),
            _how_many(Case.priority == 1).label("p1"),
            _how_many(Case.priority == 2).label("p2"),
            _how_many(Case.due_at < visit.now).label("overdue"),
            _how_many(Case.due_at < visit.now - LONG_OVERDUE).label("long_overdue"),
        )
        .select_from(Case)
        .where(begins_with(Case.area_code, prefix), Case.is_open.is_(True), *where)
    ).one()
    return dict(row._mapping)


def open_now(visit: Visit, row: dict[str, int]) -> Figure:
    """Return how many cases are open, of what open_row counted."""
    return figure("open_now", as_of=visit.now, value=row["open"], details={"p1": row["p1"], "p2": row["p2"]})


def overdue_now(visit: Visit, row: dict[str, int]) -> Figure:
    """Return how many of them are past their deadline."""
    return figure("overdue_now", as_of=visit.now, value=row["overdue"], details={"long": row["long_overdue"]})


def _on_time_rate(visit: Visit, prefix: str) -> Figure:
    now = windows.closed(visit, prefix, visit.now - WEEK, visit.now)
    then = windows.closed(visit, prefix, visit.now - 2 * WEEK, visit.now - WEEK)
    return on_time(visit, now, then)


def on_time(visit: Visit, now: Counter[str], then: Counter[str]) -> Figure:
    """Return the share closed by their deadline of what was closed, by outcome, with the share of then."""
    base = now["on_time"] + now["late"]
    return figure("on_time_rate", as_of=visit.now, value=share(now["on_time"], base), numerator=now["on_time"],
                  sample=base, left_out=now["doubted"], before=share(then["on_time"], then["on_time"] + then["late"]))


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def response_minutes(visit: Visit, prefix: str, begin: datetime, end: datetime,
                     where: Where = ()) -> tuple[list[float], int]:
    """Return the minutes to the first response of cases received in a time, in order; and how many were left out."""
    rows = visit.session.execute(
        select(microseconds_of(Case.first_response_at) - microseconds_of(Case.received_at),
               condition("suspicious", visit.now)).where(
            lies_in(Case.area_code, prefix), Case.received_at >= begin, Case.received_at < end,
            Case.first_response_at.is_not(None), *where)
    ).all()
    minutes = [microseconds / 60_000_000 for microseconds, is_doubted in rows if not is_doubted]
    return sorted(minutes), len(rows) - len(minutes)


def _first_response(visit: Visit, prefix: str) -> Figure:
    now, left_out = response_minutes(visit, prefix, visit.now - DAY, visit.now)
    before, _ = response_minutes(visit, prefix, visit.now - 2 * DAY, visit.now - DAY)
    return response(visit, now, left_out, before)


def response(visit: Visit, now: list[float], left_out: int, before: list[float]) -> Figure:
    """Return the median of the minutes of now, with the median of those before."""
    details = {"p90": now[-(-9 * len(now) // 10) - 1]} if now else {}  # nearest rank
    return figure("first_response", as_of=visit.now, sample=len(now), left_out=left_out, details=details,
                  value=median(now) if now else None, before=median(before) if before else None)


def units_on_duty(visit: Visit, prefix: str) -> Figure:
    """Return how many units are neither off duty nor offline."""
    rows = visit.session.execute(
        select(Unit.status, func.count())
        .where(begins_with(Unit.area_code, prefix))
        .group_by(Unit.status)
    )
    counts = {state: count for state, count in rows}
    away = counts.get(status.OFF_DUTY, 0) + counts.get(status.OFFLINE, 0)
    engaged = sum(counts.get(one, 0) for one in status.ENGAGED)
    return figure("units_on_duty", as_of=visit.now, value=sum(counts.values()) - away,
                  details={"engaged": engaged, "all": sum(counts.values())})


def urgent_unacknowledged(visit: Visit, prefix: str, where: Where = ()) -> Figure:
    """Return how many alarms there are, with the minutes that the oldest has waited."""
    count, oldest = visit.session.execute(
        select(func.count(), func.min(Case.received_at)).select_from(Case).where(
            lies_in(Case.area_code, prefix), *is_alarm(visit.now), *where)
    ).one()
    details = {"oldest_minutes": (visit.now - oldest).total_seconds() / 60} if oldest is not None else {}
    return figure("urgent_unacknowledged", as_of=visit.now, value=count, details=details)


def is_alarm(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of an alarm: urgent, received within a day, nobody acknowledged or answered.

    What stood longer than ALARM_STANDS needs no alarm any more but an explanation: it counts as overdue
    (ISA-18.2 calls an alarm that stands for more than 24 hours stale).
    """
    return (
        Case.received_at > now - ALARM_STANDS,
        Case.received_at <= now + ALARM_STANDS,
        Case.is_open.is_(True),
        Case.priority <= 2,
        Case.acknowledged_at.is_(None),
        Case.first_response_at.is_(None),
    )


def area_values(
    visit: Visit, prefix: str, level: int, codes: list[str] | None = None, *, where: Where = ()
) -> dict[str, tuple[int, int, int, int]]:
    """Return {area code: (open, overdue, urgent, received today)} for the areas of a level inside an area.

    Areas with nothing to count are absent, except those asked for by `codes`. Cases placed more
    coarsely than the level are not in it.
    """
    width = visit.city.width_of(level)
    found: dict[str, list[int]] = {code: [0, 0, 0, 0] for code in codes or ()}
    group = func.substr(Case.area_code, 1, width)
    fine = [func.length(Case.area_code) >= width, *([group.in_(codes)] if codes is not None else []), *where]
    for code, opened, overdue, urgent in visit.session.execute(
        select(
            group,
            func.count(),
            func.sum(case((Case.due_at < visit.now, 1), else_=0)),
            func.sum(case((Case.priority <= 2, 1), else_=0)),
        )
        .select_from(Case)
        .where(begins_with(Case.area_code, prefix), Case.is_open.is_(True), *fine)
        .group_by(group)
    ):
        found.setdefault(code, [0, 0, 0, 0])[:3] = [opened, int(overdue or 0), int(urgent or 0)]
    since = clock.start_of_day(visit.now, visit.zone)
    for code, today in visit.session.execute(
        select(group, func.count())
        .select_from(Case)
        # Bounded on both sides, so that the index by time is walked for two days alone.
        .where(lies_in(Case.area_code, prefix), Case.received_at >= since, Case.received_at < since + 2 * DAY, *fine)
        .group_by(group)
    ):
        found.setdefault(code, [0, 0, 0, 0])[3] = today
    return {code: (v[0], v[1], v[2], v[3]) for code, v in found.items()}


def received_by_class(visit: Visit, prefix: str, begin: datetime, end: datetime,
                      where: Where = ()) -> dict[str, int]:
    """Return {class code: how many received} in a time, unordered."""
    return _received_by(visit, Case.class_code, prefix, (begin, end), where)


def received_by_channel(visit: Visit, prefix: str, begin: datetime, end: datetime,
                        where: Where = ()) -> dict[str, int]:
    """Return {channel: how many received} in a time, unordered."""
    return _received_by(visit, Case.channel, prefix, (begin, end), where)


def received_by_area(visit: Visit, prefix: str, level: int, over: tuple[datetime, datetime],
                     where: Where = ()) -> dict[str, int]:
    """Return {code of an area of the level: how many received} in a time; what is placed more coarsely is not in it."""
    width = visit.city.width_of(level)
    return _received_by(visit, func.substr(Case.area_code, 1, width), prefix, over,
                        (func.length(Case.area_code) >= width, *where))


def _received_by(visit: Visit, column: ColumnElement[str] | InstrumentedAttribute[str], prefix: str,
                 over: tuple[datetime, datetime], where: Where) -> dict[str, int]:
    rows = visit.session.execute(
        select(column, func.count())
        .select_from(Case)
        .where(lies_in(Case.area_code, prefix), Case.received_at >= over[0], Case.received_at < over[1], *where)
        .group_by(column)
    )
    return {code: count for code, count in rows}
