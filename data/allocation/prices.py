"""What it costs to change one pick: all else stays, except that a case whose unit is taken gets the cheapest left."""

import numpy as np

from data.allocation.assignment import NOBODY, Ints, total_of
from data.allocation.plan import Alternative
from data.allocation.problem import Problem, Weighed

LOOKED_AT, KEPT = 6, 4
"""Of the cheapest other units so many are priced, and so many of these are offered."""


def changed(weighed: Weighed, unit_of: Ints, case: int, unit: int) -> tuple[Ints, int]:
    """Return the assignment with this unit on this case, and the case that lost it (NOBODY: none)."""
    after = unit_of.copy()
    loser = int(np.flatnonzero(unit_of == unit)[0]) if (unit_of == unit).any() else NOBODY
    loser = NOBODY if loser == case else loser
    after[case] = unit
    if loser != NOBODY:
        after[loser] = NOBODY
        free = weighed.fits[loser].copy()
        free[after[after != NOBODY]] = False
        cost = np.where(free, weighed.cost[loser], np.inf)
        if cost.min() < weighed.unmet[loser]:
            after[loser] = int(cost.argmin())
    return after, loser


def price(problem: Problem, weighed: Weighed, unit_of: Ints, case: int, unit: int) -> Alternative:
    """Return what it costs to send this unit to this case, in weighted minutes; it must fit."""
    after, loser = changed(weighed, unit_of, case, unit)
    more = total_of(problem, weighed, after) - total_of(problem, weighed, unit_of)
    instead = "" if loser == NOBODY or after[loser] == NOBODY else problem.units[int(after[loser])].id
    return Alternative(
        unit=problem.units[unit].id, minutes=float(problem.minutes[unit, case]),
        metres=float(problem.metres[unit, case]), on_roads=bool(problem.on_roads[unit, case]), price=more,
        displaces="" if loser == NOBODY else problem.cases[loser].no, instead=instead)


def alternatives(problem: Problem, weighed: Weighed, unit_of: Ints, case: int) -> tuple[Alternative, ...]:
    """Return the other units that this case could have, the cheapest change first."""
    cost = weighed.cost[case].copy()
    if unit_of[case] != NOBODY:
        cost[unit_of[case]] = np.inf
    near = [int(unit) for unit in np.argsort(cost, kind="stable")[:LOOKED_AT] if np.isfinite(cost[unit])]
    found = [price(problem, weighed, unit_of, case, unit) for unit in near]
    return tuple(sorted(found, key=lambda one: (one.price, one.unit))[:KEPT])
