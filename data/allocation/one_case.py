"""One case by itself: what speaks for each unit that could go, what stops those that cannot, and why nobody can.

The same questions as of a whole plan, without other cases that want the same unit and without coverage.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from data.allocation import gathering, rules
from data.allocation.plan import Reason, Shortfall
from data.allocation.problem import Problem, weigh
from data.allocation.reasons import reasons_of
from data.allocation.shortfalls import shortfall_of
from data.models.case import Case
from data.models.unit import Unit
from data.travel.minutes import minutes_between
from data.visit import Visit

OF_UNIT = frozenset({"nearest", "only_one", "right_kind", "any_kind", "has_skill", "light_load"})
"""Reasons that speak of the unit; the others are of the case, or of other cases."""


@dataclass(frozen=True, kw_only=True)
class Why:
    """`reasons` and `hurdles` by unit id; a unit has one or the other. `shortfall` is there where nobody can go."""

    reasons: dict[str, tuple[Reason, ...]]
    hurdles: dict[str, str]
    shortfall: Shortfall | None
    units: dict[str, Unit]


def why(visit: Visit, case: Case, asked: Collection[str]) -> Why:
    """Return what speaks for and against these units (ids), and why nobody at all can go where that is so."""
    problem, units = _problem(visit, case)
    weighed = weigh(problem)
    reasons, hurdles = {}, {}
    for number, one in enumerate(problem.units):
        if one.id not in asked:
            continue
        hurdle = problem.hurdle_of(0, number)
        if hurdle:
            hurdles[one.id] = hurdle
        else:
            told = reasons_of(problem, weighed, np.array([number], dtype=np.int64), 0)
            reasons[one.id] = tuple(reason for reason in told if reason.key in OF_UNIT)
    nobody = None if weighed.fits.any() else shortfall_of(problem, weighed, np.array([-1], dtype=np.int64), 0)
    return Why(reasons=reasons, hurdles=hurdles, shortfall=nobody, units=units)


def _problem(visit: Visit, case: Case) -> tuple[Problem, dict[str, Unit]]:
    """Return the problem of the case and every unit that the visitor may see, and these units by id."""
    in_force = rules.in_force(visit)
    found = gathering.units_of(visit, visit.scope.home(visit.city.code))
    units = tuple(gathering.candidate(unit, visit, in_force) for unit in found)
    ready = np.array([number for number, one in enumerate(units) if not one.hurdle], dtype=np.int64)
    waiting = gathering.waiting_of(visit, case, gathering.asked_of(visit, {case.class_scheme}))
    travel = minutes_between(visit, [(units[i].lon, units[i].lat) for i in ready], [(case.lon, case.lat)],
                             [units[i].kind for i in ready])
    shape = (len(units), 1)
    minutes, metres, on_roads = np.full(shape, np.inf), np.full(shape, np.inf), np.zeros(shape, dtype=bool)
    minutes[ready], metres[ready], on_roads[ready] = travel.minutes, travel.metres, travel.on_roads
    return Problem(area=case.area_code, cases=(waiting,), units=units, minutes=minutes, metres=metres,
                   on_roads=on_roads, rules=in_force), {unit.id: unit for unit in found}
