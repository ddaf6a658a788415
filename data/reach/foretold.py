"""Where cases are foretold for a shift, by grid: stored hours of small areas, divided by stored shares of grids.

Of these, a kind of unit is asked for by the share that asked for it in the same hours of four weeks: each grid's own,
to which one case more is laid that asks as the whole area does.
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
"""Cases laid over each grid that ask as the whole area does."""
Told = dict[str, tuple[list[float], dict[str, float]] | None]
"""{small area: (expected cases by hour of the day, {grid: share})}; None where either forecast stepped back."""


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """Expected cases by grid; `is_known` of which grids: not where the forecast of their area stepped back."""

    weights: Floats
    is_known: Flags
    unplaced: int


def is_foretold(visit: Visit, area: str, begins: datetime) -> bool:
    """Is there a forecast in force of the shift that begins then, for the area or parts of it?"""
    return any(_told(visit, area, begins).values())


def foretold(visit: Visit, area: str, ground: Ground, kind: str, begins: datetime) -> Foretold | None:
    """Return the cases for a kind of unit ("" any) foretold for a shift; None where no forecast is in force."""
    told = _told(visit, area, begins)
    if not any(told.values()):
        return None
    width = len(next(iter(told)))
    first = (begins - clock.start_of_day(begins, visit.zone)) // timedelta(hours=1)
    of_grid = {code: sum(hours[first:first + SHIFT_HOURS]) * share
               for hours, shares in filter(None, told.values()) for code, share in shares.items()}
    lately = came(visit, area, ground, kind, (begins, DAY, SPREAD_DAYS))
    weights = np.array([of_grid.get(code, 0.0) for code in ground.codes]) * _asking(lately)
    is_known = np.array([told.get(code[:width], ()) is not None for code in ground.codes])  # none ever came: none told
    return Foretold(weights=weights, is_known=is_known, unplaced=lately.unplaced)


def _told(visit: Visit, area: str, begins: datetime) -> Told:
    day = begins.astimezone(visit.zone).date()
    shares = reading.shares_of(visit, area, day)
    return {part: (hours, shares[part]) if hours and part in shares else None
            for part, hours in reading.hours_of(visit, area, day).items()}


def _asking(lately: Came) -> Floats:
    """Return the share of each grid's cases that ask for the kind of unit."""
    asks = lately.of_kind.sum() / lately.of_all.sum() if lately.of_all.any() else 1.0
    return np.asarray((lately.of_kind + LAID * asks) / (lately.of_all + LAID))
