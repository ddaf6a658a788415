"""Where cases are expected in the next shift, by grid: as many as are foretold; where nothing is, as many as came in
the same hours of the same weekday before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import func, select

from data import clock
from data.models.case import Case
from data.reach.came import SHIFT_HOURS, WEEK, came
from data.reach.foretold import Foretold, foretold
from data.reach.ground import Floats, Ground
from data.storage.prefix import begins_with
from data.visit import Visit

WEEKS = 4
FLOOD = 20
"""More cases of one grid than so many, and so many times what is usual of a grid that had any, are a flood."""
BY_FORECAST, BY_WEEKS, BY_PEOPLE, BY_GRIDS = "forecast", "weeks", "people", "grids"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What each grid counts. `basis` says by what: the forecast, else cases of BY_WEEKS, people, every grid alike."""

    weights: Floats
    basis: str
    weeks: int
    """Of how many weeks the history knows these hours."""
    begins: datetime
    unknown: tuple[str, ...]
    """partly_history, flood, no_history, short_history, no_cases, unplaced, no_people."""

    def total(self) -> float:
        """Return the sum of all grids."""
        return float(self.weights.sum())


def next_shift(visit: Visit) -> datetime:
    """Return when the next shift begins."""
    here = visit.now.astimezone(visit.zone)
    midnight = clock.start_of_day(visit.now, visit.zone)
    return midnight + timedelta(hours=(here.hour // SHIFT_HOURS + 1) * SHIFT_HOURS)


def expected(visit: Visit, area: str, ground: Ground, kind: str) -> Expected:
    """Return where cases for a kind of unit are expected ("" of any) in the next shift."""
    begins = next_shift(visit)
    weeks = _known_weeks(visit, area, begins)
    before = came(visit, area, ground, kind, (begins, WEEK, weeks))
    counts = usual(before.of_kind)
    is_flood = bool((counts < before.of_kind).any())
    told = foretold(visit, area, ground, kind, begins)
    if told is not None and told.weights.any():
        return _by_forecast(told, counts / max(weeks, 1), weeks, begins, is_flood=is_flood)
    unknown = [key for key, holds in (("flood", is_flood), ("no_history", not weeks),
                                      ("short_history", 0 < weeks < WEEKS), ("unplaced", before.unplaced > 0)) if holds]
    if counts.any():
        return Expected(weights=counts / weeks, basis=BY_WEEKS, weeks=weeks, begins=begins,
                        unknown=tuple(unknown))
    weights, basis = by_people(ground)
    unknown += ["no_cases"] * bool(weeks) + ["no_people"] * (basis == BY_GRIDS)
    return Expected(weights=weights, basis=basis, weeks=weeks, begins=begins, unknown=tuple(unknown))


def by_people(ground: Ground) -> tuple[Floats, str]:
    """Return the people of each grid; where they are not known of any, every grid alike; and by which it is."""
    people = np.nan_to_num(ground.people)
    return (people, BY_PEOPLE) if people.any() else (np.ones(len(ground.codes)), BY_GRIDS)


def usual(counts: Floats) -> Floats:
    """Return the cases of each grid without what is a flood: ten thousand messages of one sensor move no unit."""
    some = counts[counts > 0]
    return np.minimum(counts, FLOOD * max(1.0, float(np.median(some)))) if len(some) else counts


def _by_forecast(told: Foretold, weekly: Floats, weeks: int, begins: datetime, *, is_flood: bool) -> Expected:
    """Return what is foretold; where a forecast stepped back, the mean of past weeks stands in its place."""
    is_partly = not told.is_known.all()
    unknown = [key for key, holds in (("partly_history", is_partly), ("flood", is_partly and is_flood),
                                      ("unplaced", told.unplaced > 0)) if holds]
    return Expected(weights=np.where(told.is_known, told.weights, weekly), basis=BY_FORECAST, weeks=weeks,
                    begins=begins, unknown=tuple(unknown))


def _known_weeks(visit: Visit, area: str, begins: datetime) -> int:
    """Return of how many weeks back these hours had not passed when the first case of all was received."""
    first = visit.session.scalar(select(func.min(Case.hour_no)).where(begins_with(Case.area_code, area)))
    begin = clock.hour_number(begins)
    return 0 if first is None else sum(begin - WEEK * back + SHIFT_HOURS > first for back in range(1, WEEKS + 1))
