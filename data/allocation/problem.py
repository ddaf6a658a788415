"""What a plan is made for: cases that wait, units with what keeps them from going, the ways, what must be kept."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.allocation.rules import DEFAULT, NEVER_HELD, Cover, Rules

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HURDLES = ("no_unit", "offline", "off_shift", "engaged", "no_position", "position_stale", "resting", "at_max_load",
           "wrong_skill", "crew_too_small", "shift_ends", "too_far")
"""Why a unit cannot go, in the order it is asked; "no_unit" is that of units of another kind."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One case that nobody was sent to."""

    id: int
    no: str
    version: int
    area: str
    lon: float
    lat: float
    priority: int
    due_in: float | None = None
    """Minutes until the deadline, negative after it; None where it has none."""
    kind: str = ""
    """The kind of unit it asks for; "" means any."""
    skills: tuple[str, ...] = ()
    """One of these is needed; () means none."""
    crew: int = 1
    """People that are needed at least."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One unit. `hurdle` says why it can be sent nowhere now, "" that it can."""

    id: str
    version: int
    kind: str
    lon: float
    lat: float
    skills: frozenset[str] = frozenset()
    crew: int = 1
    load: int = 0
    """Cases it had today, the one it is on included."""
    shift_left: float | None = None
    """Minutes left of its shift; None: it is always on duty."""
    hurdle: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    """What is to be said about the hurdle."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One rule of coverage on this map: which unit reaches which grid in time, and what each grid counts."""

    rule: Cover
    reach: Flags
    """Units (all of the problem) by grids."""
    share: Floats
    """Of each grid, in percent of all."""
    codes: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    by_people: bool = False

    @cached_property
    def units(self) -> NDArray[np.int64]:
        """The units that reach anything."""
        return np.flatnonzero(self.reach.any(axis=1))

    @cached_property
    def close(self) -> Flags:
        """`reach` of these units alone."""
        return np.ascontiguousarray(self.reach[self.units])

    @cached_property
    def before(self) -> float:
        """The percent that all free units reach."""
        return float(self.share[self.close.any(axis=0)].sum())

    @property
    def floor(self) -> float:
        """The percent that must stay reached: what is asked, or what there is where that is less."""
        return min(self.rule.percent, self.before)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One snapshot. `minutes`, `metres` and `on_roads` are units by cases, infinite where a unit cannot go at all."""

    area: str
    cases: tuple[Waiting, ...]
    units: tuple[Candidate, ...]
    minutes: Floats
    metres: Floats
    on_roads: Flags
    watched: tuple[Watched, ...] = ()
    rules: Rules = DEFAULT
    left_out: tuple[Waiting, ...] = ()
    """Cases beyond the number that one plan looks at."""
    unknown: tuple[str, ...] = ()
    """What could not be known: no_roads, no_people, class_without_kind, no_grids"""

    def hurdle_of(self, case: int, unit: int) -> str:
        """Return why a unit cannot go to a case, "" when it can."""
        wanted, one = self.cases[case], self.units[unit]
        minutes = self.minutes[unit, case]
        found = {
            "no_unit": bool(wanted.kind) and one.kind != wanted.kind,
            one.hurdle: True,
            "wrong_skill": bool(wanted.skills) and one.skills.isdisjoint(wanted.skills),
            "crew_too_small": one.crew < wanted.crew,
            "shift_ends": one.shift_left is not None and minutes + self.rules.work_minutes > one.shift_left,
            "too_far": not minutes <= self.rules.most_minutes,
        }
        return next((name for name in HURDLES if found.get(name)), "")


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """The problem in numbers: cases by units."""

    fits: Flags
    cost: Floats
    """Weighted minutes of each pick, its price in fairness included; infinite where the unit does not fit."""
    unmet: Floats
    """What it costs to send nobody to each case: `delay`, and for a first priority more than all coverage is worth."""
    delay: Floats
    """Weighted minutes of each case that nobody is sent to."""
    weights: Floats
    mean_load: Floats
    """Of each unit's kind."""

    def saving(self) -> Floats:
        """Return what each pick changes against sending nobody: never above zero, zero where it does not fit."""
        return np.asarray(np.minimum(np.where(self.fits, self.cost - self.unmet[:, None], 0.0), 0.0))


def weigh(problem: Problem) -> Weighed:
    """Return the problem in numbers."""
    cases, units, rules = problem.cases, problem.units, problem.rules
    weights = np.array([rules.weight(one.priority, one.due_in) for one in cases], dtype=float)
    fits = _fits(problem)
    mean = mean_loads(problem)
    beyond = np.maximum(0.0, np.array([one.load for one in units], dtype=float) - mean)
    delay = np.where(fits, problem.minutes.T, 0.0)
    cost = np.where(fits, weights[:, None] * delay + rules.fair_minutes * beyond[None, :], np.inf)
    unmet = weights * rules.unmet_minutes
    all_coverage = sum(one.rule.price * one.rule.percent for one in problem.watched)
    never_held = np.array([one.priority <= NEVER_HELD for one in cases], dtype=bool) & fits.any(axis=1)
    return Weighed(fits=fits, cost=cost, unmet=unmet + np.where(never_held, all_coverage, 0.0), delay=unmet,
                   weights=weights, mean_load=mean)


def _fits(problem: Problem) -> Flags:
    """Return who fits where, as `hurdle_of` says of each, but of all at once."""
    cases, units, rules = problem.cases, problem.units, problem.rules
    fits = np.zeros((len(cases), len(units)), dtype=bool)
    ready = np.array([not one.hurdle for one in units], dtype=bool)
    kinds = np.array([one.kind for one in units], dtype=object)
    crews = np.array([one.crew for one in units], dtype=float)
    left = np.array([np.inf if one.shift_left is None else one.shift_left for one in units], dtype=float)
    skilled: dict[tuple[str, ...], Flags] = {}
    for row, case in enumerate(cases):
        if case.skills not in skilled:
            skilled[case.skills] = np.array([not case.skills or not one.skills.isdisjoint(case.skills)
                                             for one in units], dtype=bool)
        minutes = problem.minutes[:, row]
        fits[row] = (ready & skilled[case.skills] & (crews >= case.crew) & (minutes <= rules.most_minutes)
                     & (minutes + rules.work_minutes <= left))
        if case.kind:
            fits[row] &= kinds == case.kind
    return fits


def mean_loads(problem: Problem) -> Floats:
    """Return for each unit how many cases the units of its kind on duty had today on average."""
    of: dict[str, list[int]] = {}
    for one in problem.units:
        if one.hurdle not in ("off_shift", "offline"):
            of.setdefault(one.kind, []).append(one.load)
    means = {kind: sum(loads) / len(loads) for kind, loads in of.items()}
    return np.array([means.get(one.kind, 0.0) for one in problem.units], dtype=float)
