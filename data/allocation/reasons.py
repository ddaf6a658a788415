"""Why a unit was picked: who was nearer and why not them, what makes it fit, what hurries."""

import numpy as np

from data.allocation.assignment import SAME, Ints, cover_price, reached
from data.allocation.plan import Reason
from data.allocation.problem import Problem, Weighed

SOON_MIN = 60.0
URGENT = 2


def reasons_of(problem: Problem, weighed: Weighed, unit_of: Ints, case: int) -> tuple[Reason, ...]:
    """Return why the case has the unit it has; never none."""
    unit = int(unit_of[case])
    wanted, one = problem.cases[case], problem.units[unit]
    found = [_nearness(problem, weighed, unit_of, case)]
    found.append(Reason(key="right_kind", values={"kind": one.kind}) if wanted.kind else Reason(key="any_kind"))
    if wanted.skills:
        found.append(Reason(key="has_skill", values={"skills": sorted(one.skills.intersection(wanted.skills))}))
    found.append(Reason(key="arrives", values={
        "minutes": round(float(problem.minutes[unit, case]), 1), "on_roads": bool(problem.on_roads[unit, case])}))
    found += _hurry(wanted.priority, wanted.due_in)
    if one.load + 0.5 < weighed.mean_load[unit]:
        found.append(Reason(key="light_load", values={"n": one.load, "mean": round(float(weighed.mean_load[unit]), 1)}))
    for watched in problem.watched:
        if watched.rule.kind == one.kind and watched.floor > 0:
            after = reached(watched, unit_of)
            if after >= watched.rule.percent - SAME:
                found.append(Reason(key="keeps_coverage", values={
                    "kind": one.kind, "percent": round(after, 1), "minutes": watched.rule.minutes}))
    return tuple(found)


def _nearness(problem: Problem, weighed: Weighed, unit_of: Ints, case: int) -> Reason:
    """Return what is to be said about nearer units that fit too: there is none, or why not the nearest."""
    unit = int(unit_of[case])
    minutes = np.where(weighed.fits[case], problem.minutes[:, case], np.inf)
    nearest = int(minutes.argmin())
    fit = int(weighed.fits[case].sum())
    if minutes[nearest] >= minutes[unit] - SAME:
        return Reason(key="nearest", values={"n": fit}) if fit > 1 else Reason(key="only_one")
    values = {"unit": problem.units[nearest].id, "minutes": round(float(minutes[nearest]), 1)}
    holder = np.flatnonzero(unit_of == nearest)
    if len(holder):
        other = problem.cases[int(holder[0])]
        return Reason(key="nearer_busy", values={**values, "case": other.no, "priority": other.priority})
    instead = unit_of.copy()
    instead[case] = nearest
    dearer = cover_price(problem, instead) - cover_price(problem, unit_of)
    if dearer > SAME:
        return Reason(key="nearer_kept", values={**values, "price": round(dearer, 1)})
    return Reason(key="nearer_loaded", values={**values, "n": problem.units[nearest].load,
                                               "own": problem.units[unit].load})


def _hurry(priority: int, due_in: float | None) -> list[Reason]:
    found = [Reason(key="urgent", values={"priority": priority})] if priority <= URGENT else []
    if due_in is not None and due_in < 0:
        found.append(Reason(key="overdue", values={"minutes": round(-due_in)}))
    elif due_in is not None and due_in <= SOON_MIN:
        found.append(Reason(key="due_soon", values={"minutes": round(due_in)}))
    return found


