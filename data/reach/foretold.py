"""Where cases are foretold for a shift, by grid: stored forecasts of small areas, spread over grids as cases came.

An area's forecast of the shift's hours is divided in the proportion of what came to its grids in the same hours of
four weeks. One case more is laid over each area as its people live there, with the share of the whole area that asks
for the kind of unit: so that a forecast finds a place also where nothing came lately.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from data import clock
from data.forecasts import reading
from data.reach.came import DAY, SHIFT_HOURS, Came, came
from data.reach.ground import Flags, Floats, Ground
from data.visit import Visit

SPREAD_DAYS = 28
LAID = 1.0
"""Cases laid over each area as its people live there."""


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """Expected cases by grid; `is_known` of which grids: not where the forecast of their area stepped back."""

    weights: Floats
    is_known: Flags
    unplaced: int


def is_foretold(visit: Visit, area: str, begins: datetime) -> bool:
    """Is there a forecast in force of the shift that begins then, for the area or parts of it?"""
    return any(_hours(visit, area, begins).values())


def foretold(visit: Visit, area: str, ground: Ground, kind: str, begins: datetime) -> Foretold | None:
    """Return the cases for a kind of unit ("" any) foretold for a shift; None where no forecast is in force."""
    hours = _hours(visit, area, begins)
    if not any(hours.values()):
        return None
    width = len(next(iter(hours)))
    parts, of_grid = np.unique(np.array([code[:width] for code in ground.codes]), return_inverse=True)
    first = (begins - clock.start_of_day(begins, visit.zone)) // timedelta(hours=1)
    told = [hours.get(part, [0.0] * DAY) for part in parts.tolist()]  # of an area where none ever came nothing is told
    totals = np.array([sum(one[first:first + SHIFT_HOURS]) if one else 0.0 for one in told])
    lately = came(visit, area, ground, kind, (begins, DAY, SPREAD_DAYS))
    weights = totals[of_grid] * _shares(ground, lately, of_grid, len(parts))
    is_known = np.array([one is not None for one in told])[of_grid]
    return Foretold(weights=weights, is_known=is_known, unplaced=lately.unplaced)


def _hours(visit: Visit, area: str, begins: datetime) -> dict[str, list[float] | None]:
    return reading.hours_of(visit, area, begins.astimezone(visit.zone).date())


def _shares(ground: Ground, lately: Came, of_grid: np.ndarray, parts: int) -> Floats:
    """Return the share of its part's cases that come to each grid and ask for the kind of unit."""
    def by_part(values: Floats) -> Floats:
        return np.asarray(np.bincount(of_grid, weights=values, minlength=parts)[of_grid])

    people = np.nan_to_num(ground.people)
    lives = np.where(by_part(people) > 0, people, 1.0)
    asks = lately.of_kind.sum() / max(lately.of_all.sum(), 1.0)
    return np.asarray((lately.of_kind + LAID * asks * lives / by_part(lives)) / (by_part(lately.of_all) + LAID))
