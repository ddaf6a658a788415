"""Cases that came back: another of the same class within 50 m had come in the 30 days before.

Only cases placed by their own coordinates count. Distances are measured on a plane touching the earth at the
area's middle (WGS84 radius): over a city that is right to a few parts in a thousand.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import select

from data import clock
from data.figures import dictionary
from data.figures.conditions import all_of
from data.figures.counting import Figures
from data.figures.definition import share
from data.figures.facts import within
from data.figures.period import Period
from data.models.case import Case
from data.storage.moments import microseconds_of
from data.units.distance import EARTH_RADIUS_M
from data.visit import Visit

WITHIN_M = 50.0
WITHIN = timedelta(days=30)
APART_M = 1e8
"""Classes are laid this far apart, so that one search finds neighbours of the same class only."""

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Repeats:
    """Ids of the cases of a period that are repeats, and of how many cases."""

    ids: list[int] = field(default_factory=list)
    sample: int = 0


def find(visit: Visit, prefix: str, period: Period) -> Repeats:
    """Return the repeats among an area's cases of a period; what came first may lie before it."""
    rows = visit.session.execute(
        select(Case.id, Case.class_scheme, Case.class_code, Case.lon, Case.lat,
               microseconds_of(Case.received_at))
        .where(within(prefix), all_of(("received", "placed_exactly"), period.as_of), Case.received_at < period.end,
               Case.received_at >= period.begin - WITHIN)
        .order_by(Case.received_at, Case.id)
    ).all()
    if not rows:
        return Repeats()
    ids, schemes, codes, lon, lat, moments = zip(*rows, strict=True)
    kinds: dict[tuple[str, str], int] = {}
    kind = np.array([kinds.setdefault(one, len(kinds)) for one in zip(schemes, codes, strict=True)])
    after_begin = (np.array(moments) - clock.microsecond_number(period.begin)) / 1e6
    inside = after_begin >= 0
    found = is_repeat(places(kind, np.array(lon), np.array(lat)), after_begin) & inside
    return Repeats(np.array(ids)[found].tolist(), int(inside.sum()))


def figures(repeats: Repeats, period: Period) -> Figures:
    """Return how many cases are repeats, and which share."""
    count = len(repeats.ids)
    return {
        "repeats": dictionary.figure("repeats", value=count, numerator=count, as_of=period.as_of),
        "repeat_rate": dictionary.figure("repeat_rate", value=share(count, repeats.sample), numerator=count,
                                         sample=repeats.sample, as_of=period.as_of),
    }


def places(kind: Whole, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return metres east and north, each class on a plane of its own."""
    middle = np.radians((lat.min() + lat.max()) / 2)
    east = np.radians(lon - lon.mean()) * np.cos(middle) * EARTH_RADIUS_M + kind * APART_M
    return np.stack([east, np.radians(lat - lat.mean()) * EARTH_RADIUS_M], axis=1)


def is_repeat(places: NDArray[np.float64], seconds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which cases have an earlier one near them in space and time; `seconds` ascend.

    Neighbours are looked for between distinct places, not between cases: a sensor's thousand messages from one
    spot are one place.
    """
    spots, where = np.unique(places, axis=0, return_inverse=True)
    where = where.reshape(-1)
    points = shapely.points(spots)
    near, far = shapely.STRtree(points).query(points, predicate="dwithin", distance=WITHIN_M)
    count = len(where)
    order = np.lexsort((np.arange(count), where))
    sorted_keys = where[order] * count + order  # by place, then by time
    mine, there = _each_case_of(near, far, where, order)
    last = np.searchsorted(sorted_keys, there * count + mine) - 1
    has = last >= 0
    has[has] = sorted_keys[last[has]] // count == there[has]
    gap = seconds[mine[has]] - seconds[order[last[has]]]
    found = np.zeros(count, dtype=bool)
    found[mine[has][gap <= WITHIN.total_seconds()]] = True
    return found


def _each_case_of(near: Whole, far: Whole, where: Whole, order: Whole) -> tuple[Whole, Whole]:
    """Return (case, neighbouring place) for every case of every pair of places."""
    sizes = np.bincount(where)
    starts = np.cumsum(sizes) - sizes
    repeated = sizes[near]
    pair = np.repeat(np.arange(len(near)), repeated)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(repeated) - repeated, repeated)
    return order[starts[near[pair]] + offset], far[pair]
