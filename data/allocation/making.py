"""Making a plan of a problem: solve it, and say of every case why."""

import time
from datetime import datetime

import numpy as np

from data.allocation import solving
from data.allocation.assignment import NOBODY, Ints, delay_of, nearest_first, reached, taken
from data.allocation.plan import Covered, Fairness, Pick, Plan
from data.allocation.prices import alternatives
from data.allocation.problem import Problem, Watched, Weighed, weigh
from data.allocation.reasons import reasons_of
from data.allocation.shortfalls import left_out, shortfall_of
from data.travel.minutes import BY_ROADS, BY_SPEED, MIXED

OFF_DUTY = ("off_shift", "offline")


def make(problem: Problem, *, plan_id: str, made_at: datetime, begun: float | None = None) -> Plan:
    """Return the plan of a problem; `begun` is since when its seconds count (`time.perf_counter`)."""
    begun = time.perf_counter() if begun is None else begun
    weighed = weigh(problem)
    given = solving.solve(problem, weighed)
    unit_of = given.unit_of
    order = sorted(range(len(problem.cases)), key=lambda one: (-weighed.weights[one], problem.cases[one].id))
    picks = tuple(_pick(problem, weighed, unit_of, one) for one in order if unit_of[one] != NOBODY)
    missing = [shortfall_of(problem, weighed, unit_of, one) for one in order if unit_of[one] == NOBODY]
    missing += [left_out(one, len(problem.cases)) for one in problem.left_out]
    return Plan(
        id=plan_id, made_at=made_at, area=problem.area, picks=picks, shortfalls=tuple(missing),
        coverage=covered(problem, unit_of), fairness=fairness(problem, unit_of), gap=given.gap(), solver=given.solver,
        delay_weighted_min=delay_of(problem, weighed, unit_of),
        nearest_first_delay_min=delay_of(problem, weighed, nearest_first(problem, weighed)),
        travel=_travel(picks), cases=len(problem.cases) + len(problem.left_out),
        units=sum(not one.hurdle for one in problem.units), unknown=problem.unknown,
        seconds=time.perf_counter() - begun)


def _pick(problem: Problem, weighed: Weighed, unit_of: Ints, case: int) -> Pick:
    unit = int(unit_of[case])
    return Pick(case=case, unit=unit, minutes=float(problem.minutes[unit, case]),
                metres=float(problem.metres[unit, case]), on_roads=bool(problem.on_roads[unit, case]),
                reasons=reasons_of(problem, weighed, unit_of, case),
                alternatives=alternatives(problem, weighed, unit_of, case))


def _travel(picks: tuple[Pick, ...]) -> str:
    told = {one.on_roads for one in picks}
    return MIXED if len(told) == 2 else BY_ROADS if True in told else BY_SPEED


def covered(problem: Problem, unit_of: Ints) -> tuple[Covered, ...]:
    """Return what each rule of coverage comes to under an assignment."""
    return tuple(_covered(one, unit_of) for one in problem.watched)


def _covered(watched: Watched, unit_of: Ints) -> Covered:
    after = reached(watched, unit_of)
    staying = np.ones(len(watched.reach), dtype=bool)
    staying[sorted(taken(unit_of))] = False
    lost = np.flatnonzero(watched.reach.any(axis=0) & ~watched.reach[staying].any(axis=0))
    return Covered(
        kind=watched.rule.kind, minutes=watched.rule.minutes, asked=watched.rule.percent,
        before=watched.before, after=after, by_people=watched.by_people,
        price=watched.rule.price * max(0.0, watched.floor - after),
        lost=tuple(watched.codes[one] for one in lost), lost_points=tuple(watched.points[one] for one in lost))


def fairness(problem: Problem, unit_of: Ints) -> tuple[Fairness, ...]:
    """Return the load of each kind of unit on duty, before and with the plan."""
    more = np.zeros(len(problem.units))
    more[sorted(taken(unit_of))] = 1
    of: dict[str, list[int]] = {}
    for number, one in enumerate(problem.units):
        if one.hurdle not in OFF_DUTY:
            of.setdefault(one.kind, []).append(number)
    found = []
    for kind, numbers in sorted(of.items()):
        loads = np.array([problem.units[one].load for one in numbers], dtype=float)
        after = loads + more[numbers]
        found.append(Fairness(kind=kind, units=len(numbers), mean_before=float(loads.mean()),
                              spread_before=float(loads.std()), mean_after=float(after.mean()),
                              spread_after=float(after.std())))
    return tuple(found)
