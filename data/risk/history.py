"""What is known of the grids: who lives there, which lie beside each other, and their cases day by day.

A day is a city day that is over. Days on which the whole city has no case in a history of several a day are taken for
a gap in the record, not for a miracle: they are left out, and said to be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sqlalchemy import ColumnElement, case, func, select

from data import clock
from data.figures.conditions import all_of
from data.models.area import Area
from data.models.case import Case
from data.visit import Visit

Numbers = NDArray[np.float64]
Table = NDArray[np.float32]

MOST_DAYS = 182
LEAST_DAILY = 3.0
"""Cases a day on the days with any, below which a day without one may well be true."""
BESIDE_DEGREES = 1e-4
"""About ten metres: outlines of grids seldom meet to the millimetre."""
WEIGHTS = {1: 8.0, 2: 4.0, 3: 2.0, 4: 1.0}
"""What a case of a priority counts where harm is asked for, not work."""


@dataclass(frozen=True, kw_only=True)
class Grids:
    """The areas of the finest level there is, by code."""

    level: int
    width: int
    codes: list[str]
    people: Numbers
    """nan where nobody has counted."""
    km2: Numbers
    points: Numbers
    """Longitude and latitude of a point inside each, WGS84."""
    near: csr_array
    """Row-normalised: near @ x is the mean of the neighbours."""
    unknown: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, kw_only=True)
class History:
    """Cases by grid and observed day. The last column is yesterday, unless yesterday is a gap."""

    days: list[date]
    cases: Table
    harm: Table
    """The same, each case by its priority's weight."""
    rows: int
    unknown: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.days)


def grids(visit: Visit) -> Grids:
    """Return the finest areas; where they have no outlines, none lies beside another."""
    level = visit.session.scalar(select(func.max(Area.level))) or 1
    rows = visit.session.execute(
        select(Area.area_code, Area.population, Area.area_m2, Area.lon, Area.lat, Area.geometry)
        .where(Area.level == level).order_by(Area.area_code)).all()
    people = np.array([np.nan if row.population is None else row.population for row in rows], dtype=np.float64)
    drawn = [number for number, row in enumerate(rows) if row.area_m2 > 0]
    near = beside(shapely.from_wkb([rows[number].geometry for number in drawn]), np.array(drawn, dtype=int), len(rows))
    unknown = [] if drawn else ["no_shapes"]
    unknown += ["no_people"] if not np.nansum(people) else []
    return Grids(level=level, width=visit.city.width_of(level), codes=[row.area_code for row in rows], people=people,
                 km2=np.array([row.area_m2 / 1e6 for row in rows]),
                 points=np.array([(row.lon, row.lat) for row in rows]).reshape(-1, 2), near=near,
                 unknown=tuple(unknown))


def beside(shapes: NDArray[np.object_], which: NDArray[np.int64], count: int) -> csr_array:
    """Return who lies beside whom among `count` grids, each row summing to 1 or 0; `which` have these outlines."""
    if not len(which):
        return csr_array((count, count))
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=BESIDE_DEGREES)
    apart = one != other
    one, other = which[one[apart]], which[other[apart]]
    degree = np.bincount(one, minlength=count)
    return csr_array((1.0 / degree[one], (one, other)), shape=(count, count))


def read(visit: Visit, known: Grids, *, back: int = MOST_DAYS) -> History:
    """Return the cases of the last `back` city days that are over, floods and all."""
    today = clock.start_of_day(visit.now, visit.zone)
    begin = clock.start_of_day(clock.days_before(today, back, visit.zone), visit.zone)
    weight = case(*((Case.priority == priority, value) for priority, value in WEIGHTS.items()), else_=1.0)
    rows = visit.session.execute(
        select(Case.area_code, Case.hour_no, func.count(), func.sum(weight))
        .where(*between(visit, begin, today)).group_by(Case.area_code, Case.hour_no)).all()
    first = begin.astimezone(visit.zone).date()
    place = {code: number for number, code in enumerate(known.codes)}
    day_of: dict[int, int] = {}
    cases = np.zeros((len(known), back), dtype=np.float32)
    harm = np.zeros_like(cases)
    astray = total = 0
    for code, hour, count, harms in rows:
        total += count
        grid = place.get(code[: known.width])
        if hour not in day_of:
            day_of[hour] = (clock.moment_of_hour(hour).astimezone(visit.zone).date() - first).days
        if grid is None or not 0 <= day_of[hour] < back:
            astray += count
            continue
        cases[grid, day_of[hour]] += count
        harm[grid, day_of[hour]] += harms
    kept, unknown = observed(cases.sum(axis=0))
    return History(days=[first + timedelta(days=int(one)) for one in kept], cases=cases[:, kept], harm=harm[:, kept],
                   rows=total, unknown=(*unknown, *(["astray"] if astray else [])))


def between(visit: Visit, begin: datetime, end: datetime) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of cases received from `begin` until before `end`, without voided and merged ones."""
    return (all_of(("received",), visit.now), Case.hour_no >= clock.hour_number(begin),
            Case.received_at >= begin, Case.received_at < end)


def observed(daily: NDArray[np.float32]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the days of which something is known, and what could not be known of the rest.

    Nothing is known before the first case, nor on days without any where there are usually several.
    """
    some = np.flatnonzero(daily > 0)
    if not len(some):
        return some, ("no_history",)
    if daily[some].mean() < LEAST_DAILY:
        return np.arange(some[0], len(daily)), ()
    return some, ("gap",) if len(some) < len(daily) - some[0] else ()
