"""Where in time something happened: how many cases came in per part of a time, and which receipt or closing is next."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from data import clock
from data.cases import windows
from data.models.case import Case
from data.storage.prefix import lies_in
from data.visit import Visit

SHORTEST, LONGEST = timedelta(minutes=30), timedelta(days=31)
MOST_PARTS = 240
FAR = timedelta(days=30)
"""How far a next event is looked for."""
HOUR = timedelta(hours=1)


def per_part(visit: Visit, prefix: str, begin: datetime, end: datetime, parts: int) -> list[int]:
    """Return how many cases of an area came in during each of `parts` equal parts of a time; nothing after now.

    Where a part is an hour or longer, whole hours are counted and each falls into the part it begins in.
    """
    width = (end - begin) / parts
    if width < HOUR:
        moments = list(visit.session.scalars(select(Case.received_at).where(
            lies_in(Case.area_code, prefix), Case.received_at >= begin, Case.received_at < min(end, visit.now))))
        return _fallen(moments, [1] * len(moments), begin, width, parts)
    first = clock.hour_number(begin)
    hours = clock.hour_number(end) - first + 1
    counts = windows.received_by_hour(visit, prefix, begin, hours)
    starts = [max(begin, clock.moment_of_hour(first + offset)) for offset in range(hours)]
    return _fallen(starts, counts, begin, width, parts)


def _fallen(moments: list[datetime], counts: list[int], begin: datetime, width: timedelta, parts: int) -> list[int]:
    found = [0] * parts
    for at, count in zip(moments, counts, strict=True):
        part = int((at - begin) / width)
        if 0 <= part < parts:
            found[part] += count
    return found


def next_event(visit: Visit, prefix: str, at: datetime, *, forward: bool) -> datetime | None:
    """Return when the next case of an area came in or ended after `at`, or the last before it; None within FAR."""
    here = lies_in(Case.area_code, prefix)
    found = []
    for moment in (Case.received_at, Case.closed_at):
        if forward:
            wanted = select(func.min(moment)).where(here, moment > at, moment <= min(at + FAR, visit.now))
        else:
            wanted = select(func.max(moment)).where(here, moment < at, moment >= at - FAR)
        found.append(visit.session.execute(wanted).scalar())
    known = [one for one in found if one is not None]
    return (min(known) if forward else max(known)) if known else None
