"""What a plan says: which unit goes where and why, what nobody can be sent for and why, what stays covered, whose load
grows. Keys and values only; sentences are the screens'.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason, as a key of words and the values that fill it."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Another unit for the same case, and what it costs more: weighted minutes with all else as it is, except that a
    case whose unit is taken gets the cheapest one that is left."""

    unit: str
    minutes: float
    metres: float
    on_roads: bool
    price: float
    displaces: str = ""
    """The case that would lose its unit."""
    instead: str = ""
    """The unit which that case would get; "" none."""


@dataclass(frozen=True, kw_only=True)
class Pick:
    """One unit for one case."""

    case: int
    """Of the problem's cases."""
    unit: int
    minutes: float
    metres: float
    on_roads: bool
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """One case that nobody is sent to. `reason` is one of data.allocation.shortfalls.REASONS."""

    case_id: int
    reason: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Covered:
    """What one rule of coverage comes to: percent reached before and after, and the price of falling below it."""

    kind: str
    minutes: float
    asked: float
    before: float
    after: float
    price: float
    by_people: bool
    lost: tuple[str, ...] = ()
    """Grids that were reached and are no longer."""
    lost_points: tuple[tuple[float, float], ...] = ()

    def is_relaxed(self) -> bool:
        """Was it given up in part, because something was worth more?"""
        return self.price > 0.05


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """Load of the units of one kind on duty, in cases today: mean and standard deviation, before and with the plan."""

    kind: str
    units: int
    mean_before: float
    spread_before: float
    mean_after: float
    spread_after: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One plan. Delays are in weighted minutes; `gap` is how far from the best it is at most, as a share."""

    id: str
    made_at: datetime
    area: str
    picks: tuple[Pick, ...]
    shortfalls: tuple[Shortfall, ...]
    coverage: tuple[Covered, ...]
    fairness: tuple[Fairness, ...]
    gap: float
    seconds: float
    solver: str
    delay_weighted_min: float
    nearest_first_delay_min: float
    travel: str
    """Which model told the travel: roads, speed, mixed."""
    cases: int
    units: int
    """Free to be sent."""
    unknown: tuple[str, ...] = ()
