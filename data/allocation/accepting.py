"""Accepting what a plan proposes, pick by pick, through the one door by which cases move; and the price of a change."""

from dataclasses import dataclass

import numpy as np

from data.allocation import decisions, keeping, rules
from data.allocation.assignment import NOBODY, Ints
from data.allocation.gathering import asked_of, candidate, gather, waiting_of
from data.allocation.keeping import ACCEPTED, HOLDS, PROPOSED, REFUSED
from data.allocation.making import covered
from data.allocation.plan import Alternative, Covered, Reason
from data.allocation.prices import changed, price
from data.allocation.problem import Problem, weigh
from data.allocation.reasons import reasons_of
from data.cases import workflow
from data.cases.given import Given
from data.cases.states import Verb
from data.errors import Conflict, NotFound
from data.models.allocation import AllocationPick, AllocationPlan
from data.models.case import Case
from data.models.unit import Unit
from data.travel.minutes import minutes_between
from data.units import assignment
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Change:
    """What it means to send another unit: its price, what stays covered, and what speaks for it."""

    other: Alternative
    coverage: tuple[Covered, ...]
    reasons: tuple[Reason, ...]


def accept(visit: Visit, plan_id: str, case_no: str, unit_id: str = "") -> AllocationPick:
    """Send what the plan proposes for a case, or another unit, and return the pick.

    Raises NotAllowed, NotFound, Conflict("plan_too_old", "pick_accepted", "unit_engaged", "unit_unfit",
    "case_changed") and what the move itself raises; then nothing was done.
    """
    plan = keeping.find(visit, plan_id)
    pick = keeping.pick_of(visit, plan, case_no)
    if pick.state == ACCEPTED:
        raise Conflict("pick_accepted", case_no=case_no)
    _require_fresh(visit, plan)
    chosen = unit_id or pick.unit_id
    case = workflow.find(visit, case_no)
    if case.version != pick.case_version:
        raise Conflict("case_changed", case_no=case_no, version=case.version)
    minutes = _require_fit(visit, case, chosen)
    case = workflow.move(visit, case_no, Verb.DISPATCH, version=pick.case_version, given=Given(units=(chosen,)))
    sent = [one for one in assignment.open_dispatches(visit, case) if one.unit_id == chosen]
    pick.state, pick.code, pick.sent_unit, pick.decided_at = ACCEPTED, "", chosen, visit.now
    pick.promised_min = pick.minutes if chosen == pick.unit_id else minutes
    pick.dispatch_id = sent[-1].id
    decisions.note(visit, pick)
    visit.session.flush()
    return pick


def refuse(visit: Visit, plan_id: str, case_no: str, code: str) -> None:
    """Note that a pick could not be accepted, and why; one that was accepted meanwhile stays so."""
    pick = keeping.pick_of(visit, keeping.find(visit, plan_id), case_no)
    if pick.state != ACCEPTED:
        pick.state, pick.code, pick.decided_at = REFUSED, code, visit.now
        decisions.note(visit, pick)


def _require_fresh(visit: Visit, plan: AllocationPlan) -> None:
    if visit.now - plan.made_at > HOLDS:
        raise Conflict("plan_too_old", plan=plan.id, minutes=int(HOLDS.total_seconds() // 60))


def _require_fit(visit: Visit, case: Case, unit_id: str) -> float:
    """Return the minutes a unit takes to a case by now. Raises Conflict when it cannot go, with the hurdle."""
    unit = visit.session.get(Unit, unit_id)
    if unit is None or not visit.scope.covers(unit.area_code):
        raise NotFound("unit_not_found", unit=unit_id)
    in_force = rules.in_force(visit)
    travel = minutes_between(visit, [(unit.lon, unit.lat)], [(case.lon, case.lat)], [unit.kind])
    one = Problem(area=case.area_code, cases=(waiting_of(visit, case, asked_of(visit, {case.class_scheme})),),
                  units=(candidate(unit, visit, in_force),), minutes=travel.minutes, metres=travel.metres,
                  on_roads=travel.on_roads, rules=in_force)
    require_no_hurdle(one, 0, 0, unit.name)
    return float(travel.minutes[0, 0])


def require_no_hurdle(problem: Problem, case: int, unit: int, name: str) -> None:
    """Raise Conflict("unit_engaged") or Conflict("unit_unfit") with the hurdle where a unit cannot go to a case."""
    hurdle = problem.hurdle_of(case, unit)
    if hurdle == "engaged":
        raise Conflict("unit_engaged", unit=name)
    if hurdle:
        raise Conflict("unit_unfit", unit=name, hurdle=hurdle)


def price_of(visit: Visit, plan_id: str, case_no: str, unit_id: str) -> Change:
    """Return what it costs to send this unit instead, as things stand by now.

    Raises NotFound, Conflict("plan_too_old", "case_changed", "unit_engaged", "unit_unfit").
    """
    plan = keeping.find(visit, plan_id)
    pick = keeping.pick_of(visit, plan, case_no)
    _require_fresh(visit, plan)
    problem = gather(visit, plan.area_code)
    rows = {one.no: number for number, one in enumerate(problem.cases)}
    columns = {one.id: number for number, one in enumerate(problem.units)}
    if case_no not in rows or problem.cases[rows[case_no]].version != pick.case_version:
        raise Conflict("case_changed", case_no=case_no, version=pick.case_version)
    if unit_id not in columns:
        raise NotFound("unit_not_found", unit=unit_id)
    case, unit = rows[case_no], columns[unit_id]
    require_no_hurdle(problem, case, unit, visit.session.get_one(Unit, unit_id).name)
    weighed = weigh(problem)
    unit_of = _as_proposed(visit, plan, problem)
    after, _ = changed(weighed, unit_of, case, unit)
    return Change(other=price(problem, weighed, unit_of, case, unit), coverage=covered(problem, after),
                  reasons=reasons_of(problem, weighed, after, case))


def _as_proposed(visit: Visit, plan: AllocationPlan, problem: Problem) -> Ints:
    """Return what is still proposed and still possible as an assignment of today's problem."""
    fits = weigh(problem).fits
    rows = {one.no: number for number, one in enumerate(problem.cases)}
    columns = {one.id: number for number, one in enumerate(problem.units)}
    unit_of = np.full(len(problem.cases), NOBODY, dtype=np.int64)
    for pick in keeping.picks_of(visit, plan):
        row, column = rows.get(pick.case_no), columns.get(pick.unit_id)
        if pick.state == PROPOSED and row is not None and column is not None and fits[row, column]:
            unit_of[row] = column
    return unit_of
