"""The ledger of patrol rankings: what scored days say, and by that which ranking is shown.

The learned ranking is shown only while its excess over chance is at least GOAL times that of the plain ranking of the
last 28 days, over the latest scored days. Otherwise it stays off, the plain one is shown, and the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from data.models.risk import PatrolDay
from data.visit import Visit

LEARNED, PLAIN = "learned", "last_28"
VERSION = "1"
GOAL = 1.3
TEST_DAYS, LEAST_TESTED, LEAST_CASES = 28, 14, 200
"""How many scored days are looked at, and how few days or cases say nothing yet."""


@dataclass(frozen=True)
class Compared:
    """One day: cases, and how many the two rankings had in their grids."""

    day: int
    cases: float
    learned: float
    plain: float


def excess_ratio(days: Sequence[Compared], chance: float) -> float | None:
    """Return how many times the plain ranking's excess over chance the learned one's is; None of nothing."""
    cases = sum(one.cases for one in days)
    plainly = sum(one.plain for one in days) - chance * cases
    return (sum(one.learned for one in days) - chance * cases) / plainly if cases and plainly > 0 else None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How good the learned ranking has been, over the scored days looked at."""

    days: int
    tested: int
    """Of them were reckoned afterwards."""
    cases: int
    learned: float | None
    """Share of cases in the ranking's grids, 0 to 1."""
    plain: float | None
    chance: float | None
    ratio: float | None
    """Excess over chance by that of the plain ranking; None where nothing can be said."""

    @property
    def is_on(self) -> bool:
        """Is the learned ranking good enough to be shown?"""
        return self.ratio is not None and self.ratio >= GOAL


def ledger(visit: Visit, limit: int = TEST_DAYS) -> list[tuple[PatrolDay, PatrolDay]]:
    """Return (learned, plain) of the latest scored days, newest first."""
    rows = visit.session.scalars(select(PatrolDay).where(PatrolDay.scored_at.is_not(None))
                                 .order_by(PatrolDay.day.desc()).limit(2 * limit))
    by_day: dict[str, dict[str, PatrolDay]] = {}
    for row in rows:
        by_day.setdefault(row.day, {})[row.method] = row
    return [(pair[LEARNED], pair[PLAIN]) for pair in by_day.values() if len(pair) == 2]


def standing(visit: Visit) -> Standing:
    """Return how good the learned ranking has been over the latest scored days."""
    days = ledger(visit)
    tested = [Compared(0, one.cases or 0, one.hits or 0.0, other.hits or 0.0) for one, other in days]
    cases = int(sum(one.cases for one in tested))
    if len(days) < LEAST_TESTED or cases < LEAST_CASES:
        return Standing(days=len(days), tested=sum(one.is_backtest for one, _ in days), cases=cases, learned=None,
                        plain=None, chance=None, ratio=None)
    chance = sum((one.cases or 0) * one.top / one.grids for one, _ in days) / cases
    return Standing(days=len(days), tested=sum(one.is_backtest for one, _ in days), cases=cases, chance=chance,
                    learned=sum(one.learned for one in tested) / cases,
                    plain=sum(one.plain for one in tested) / cases, ratio=excess_ratio(tested, chance))
