"""Why nobody is sent to a case: what stops the unit that came nearest to going, or what the unit does instead."""

from typing import Any

import numpy as np

from data.allocation.assignment import Ints, cover_price, reached
from data.allocation.plan import Shortfall
from data.allocation.problem import HURDLES, Problem, Waiting, Weighed

REASONS = (*HURDLES, "outbid", "held_for_coverage", "case_unplaced", "too_many")
"""Every reason there is. `too_many`: the plan looked at more urgent cases only."""


def shortfall_of(problem: Problem, weighed: Weighed, unit_of: Ints, case: int) -> Shortfall:
    """Return why a case without a unit has none."""
    wanted = problem.cases[case]
    if not np.isfinite([wanted.lon, wanted.lat]).all():
        return Shortfall(case_id=wanted.id, reason="case_unplaced")
    fit = np.flatnonzero(weighed.fits[case])
    if not len(fit):
        return _stopped(problem, case)
    nearest = int(fit[problem.minutes[fit, case].argmin()])
    free = [int(unit) for unit in fit if unit not in unit_of]
    values = {"unit": problem.units[nearest].id, "minutes": round(float(problem.minutes[nearest, case]), 1),
              "n": len(fit)}
    if free:  # it was left where it is for what it covers there; nothing else keeps a free unit
        unit = min(free, key=lambda one: float(problem.minutes[one, case]))
        sent = unit_of.copy()
        sent[case] = unit
        dearer = cover_price(problem, sent) - cover_price(problem, unit_of)
        return Shortfall(case_id=wanted.id, reason="held_for_coverage", values={
            "unit": problem.units[unit].id, "minutes": round(float(problem.minutes[unit, case]), 1), "n": len(free),
            "kind": problem.units[unit].kind, "percent": round(_lost(problem, unit_of, sent), 1),
            "price": round(dearer, 1), "worth": round(float(weighed.delay[case] - weighed.cost[case, unit]), 1)})
    other = problem.cases[int(np.flatnonzero(unit_of == nearest)[0])]
    return Shortfall(case_id=wanted.id, reason="outbid", values={
        **values, "case": other.no, "priority": other.priority, "own": wanted.priority})


def _lost(problem: Problem, unit_of: Ints, sent: Ints) -> float:
    """Return how many percent more would be reached no longer, of the rule that would lose most."""
    return max((reached(one, unit_of) - reached(one, sent) for one in problem.watched), default=0.0)


def _stopped(problem: Problem, case: int) -> Shortfall:
    """Return the hurdle of the unit that came nearest to going, with how many units each hurdle stops."""
    wanted = problem.cases[case]
    stopped: dict[str, list[int]] = {}
    for number in range(len(problem.units)):
        stopped.setdefault(problem.hurdle_of(case, number), []).append(number)
    of_kind = {name: units for name, units in stopped.items() if name != "no_unit"}
    if not of_kind:
        return Shortfall(case_id=wanted.id, reason="no_unit", values={"kind": wanted.kind})
    reason = max(of_kind, key=HURDLES.index)
    counts = {name: len(units) for name, units in sorted(of_kind.items(), key=lambda one: HURDLES.index(one[0]))}
    return Shortfall(case_id=wanted.id, reason=reason, values={
        "kind": wanted.kind, "n": len(of_kind[reason]), "of": sum(counts.values()), "counts": counts,
        **_details(problem, case, reason, of_kind[reason])})


def _details(problem: Problem, case: int, reason: str, units: list[int]) -> dict[str, Any]:
    """Return what else is known: of the unit that it would take least of."""
    wanted = problem.cases[case]
    if reason == "too_far":
        unit = min(units, key=lambda one: float(problem.minutes[one, case]))
        minutes = float(problem.minutes[unit, case])
        return {"unit": problem.units[unit].id, "minutes": round(minutes, 1) if np.isfinite(minutes) else None,
                "limit": problem.rules.most_minutes}
    if reason == "wrong_skill":
        return {"skills": list(wanted.skills)}
    if reason == "crew_too_small":
        return {"crew": wanted.crew, "most": max(problem.units[one].crew for one in units)}
    if reason in ("position_stale", "offline", "resting"):
        unit = min(units, key=lambda one: int(problem.units[one].values.get("minutes", 0)))
        return {"unit": problem.units[unit].id, **problem.units[unit].values}
    if reason == "shift_ends":
        unit = max(units, key=lambda one: problem.units[one].shift_left or 0.0)
        return {"unit": problem.units[unit].id, "minutes": round(problem.units[unit].shift_left or 0.0)}
    return dict(problem.units[units[0]].values)


def left_out(case: Waiting, looked_at: int) -> Shortfall:
    """Return the shortfall of a case that the plan did not look at."""
    return Shortfall(case_id=case.id, reason="too_many", values={"n": looked_at})


