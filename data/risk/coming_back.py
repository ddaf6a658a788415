"""Places where the same matter comes back again and again (反复发生), worst first.

A place is a spot with what lies within 50 m of it and is of the same class, as in the figure of repeats
(data.figures.repeats). The spot with most cases around it is taken first, and its cases are nobody else's.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Integer, cast, delete, select

from data import clock
from data.cases.states import State
from data.figures import repeats
from data.figures.conditions import all_of
from data.models.case import Case
from data.models.risk import RepeatPlace
from data.risk import states
from data.risk.history import between
from data.storage.bulk import insert_rows
from data.storage.moments import microseconds_of
from data.visit import Visit

Whole = NDArray[np.int64]

DAYS, LEAST = 90, 3
MOST_KEPT = 500


def make(visit: Visit) -> tuple[int, list[str]]:
    """Replace the places; return how many cases were looked at, and what could not be known."""
    visit.session.execute(delete(RepeatPlace))
    rows = visit.session.execute(
        select(Case.id, Case.area_code, Case.class_scheme, Case.class_code, Case.lon, Case.lat,
               microseconds_of(Case.received_at).label("at"), cast(Case.is_open, Integer).label("open"),
               Case.state, Case.suspicions)
        .where(*between(visit, visit.now - timedelta(days=DAYS), visit.now + timedelta(microseconds=1)),
               all_of(("placed_exactly",), visit.now))
        .order_by(Case.received_at, Case.id)).all()
    if not rows:
        states.keep(visit, "repeats", {"days": DAYS, "named": 0}, ["no_history"])
        return 0, ["no_history"]
    kinds: dict[tuple[str, str], int] = {}
    kind = np.array([kinds.setdefault((one.class_scheme, one.class_code), len(kinds)) for one in rows])
    metres = repeats.places(kind, np.array([one.lon for one in rows]), np.array([one.lat for one in rows]))
    seconds = np.array([one.at for one in rows]) / 1e6
    groups = [group for group in gathered(metres) if _comes_back(seconds[group])]
    groups.sort(key=lambda group: (-len(group), -seconds[group[-1]]))
    kept = [_row(visit, number, [rows[one] for one in group.tolist()])
            for number, group in enumerate(groups[:MOST_KEPT])]
    insert_rows(visit.session, RepeatPlace, kept)
    states.keep(visit, "repeats", {"days": DAYS, "cases": len(rows), "places": len(groups), "named": len(kept)}, [])
    return len(rows), []


def _comes_back(seconds: NDArray[np.float64]) -> bool:
    """Are there enough, and does one follow another within the figure's 30 days?"""
    return len(seconds) >= LEAST and float(np.diff(seconds).min()) <= repeats.WITHIN.total_seconds()


def gathered(metres: NDArray[np.float64]) -> list[Whole]:
    """Return the cases of each place (in the order given) that has at least LEAST of them."""
    spots, where = np.unique(metres, axis=0, return_inverse=True)
    where = where.reshape(-1)
    points = shapely.points(spots)
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=repeats.WITHIN_M)
    sizes = np.bincount(where)
    around = np.bincount(one, weights=sizes[other], minlength=len(spots))
    order = np.argsort(one, kind="stable")
    ends = np.searchsorted(one[order], np.arange(len(spots) + 1))
    cases = np.split(np.argsort(where, kind="stable"), np.cumsum(sizes)[:-1])
    taken = np.zeros(len(spots), dtype=bool)
    found = []
    for spot in np.argsort(-around, kind="stable").tolist():
        if around[spot] < LEAST:
            break
        members = other[order[ends[spot]:ends[spot + 1]]]
        free = members[~taken[members]]
        if not taken[spot] and sizes[free].sum() >= LEAST:
            taken[free] = True
            found.append(np.sort(np.concatenate([cases[one] for one in free.tolist()])))
    return found


def _row(visit: Visit, number: int, cases: Sequence[Any]) -> dict[str, object]:
    last = cases[-1]
    return {
        "area_code": last.area_code, "number": number, "made_at": visit.now, "class_scheme": last.class_scheme,
        "class_code": last.class_code, "lon": float(np.mean([one.lon for one in cases])),
        "lat": float(np.mean([one.lat for one in cases])), "cases": len(cases),
        "open": sum(one.open for one in cases), "closed": sum(one.state == State.CLOSED for one in cases),
        "doubted": sum(one.state == State.CLOSED and one.suspicions != 0 for one in cases),
        "first_at": _moment(cases[0].at), "last_at": _moment(last.at), "latest_id": last.id}


def _moment(microseconds: int) -> datetime:
    return clock.EPOCH + timedelta(microseconds=int(microseconds))
