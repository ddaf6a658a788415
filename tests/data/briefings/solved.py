"""What a reader could compute with an exact solver of whole numbers: the least and the most that a count can be."""

import math

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from data.briefings.suppressing import Told
from data.ledger.elements import FEWEST_SHOWN

ENDLESS = 10_000.0


def between(told: Told, name: str) -> set[int]:
    """Return the least and the most that a count can be: one value where it can be computed."""
    shown = told.shown()
    names = sorted({*shown, *(one for each in told.sums for one in (each.whole, *each.parts))})
    place = {each: number for number, each in enumerate(names)}
    low, high = np.zeros(len(names)), np.full(len(names), ENDLESS)
    for each, number in place.items():
        if each in told.few:
            low[number], high[number] = 1, FEWEST_SHOWN - 1
        elif each in told.kept:
            low[number] = FEWEST_SHOWN
        elif each in shown:
            low[number] = high[number] = told.values[each]
    rows, least, most = [], [], []
    for each in told.sums:
        row = np.zeros(len(names))
        row[place[each.whole]] = 1
        for part in each.parts:
            row[place[part]] -= 1
        rows.append(row)
        least.append(0.0)
        most.append(0.0 if each.is_exact else math.inf)
    laws = LinearConstraint(np.array(rows), least, most) if rows else ()
    found = set()
    for sign in (1, -1):
        aim = np.zeros(len(names))
        aim[place[name]] = sign
        done = milp(aim, constraints=laws, bounds=Bounds(low, high), integrality=np.ones(len(names)))
        assert done.success, done.message
        found.add(round(sign * done.fun))
    return found
