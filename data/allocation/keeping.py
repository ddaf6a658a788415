"""Plans are kept as they were made; what became of each pick is written beside it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import select

from data import clock
from data.allocation.plan import Pick, Plan, Shortfall
from data.allocation.problem import Problem, Waiting
from data.cases.states import UNDECIDED
from data.errors import NotFound
from data.models.allocation import AllocationPick, AllocationPlan, AllocationShortfall
from data.models.case import Case, Dispatch
from data.models.unit import Unit
from data.storage import changes
from data.units import status
from data.visit import Visit

PROPOSED, ACCEPTED, REFUSED = "proposed", "accepted", "refused"
HOLDS = timedelta(minutes=30)
"""As long as positions are trusted."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A plan with what it is about, as far as the visitor may see it."""

    plan: AllocationPlan
    picks: tuple[AllocationPick, ...]
    shortfalls: tuple[AllocationShortfall, ...]
    cases: dict[int, Case]
    units: dict[str, Unit]
    dispatches: dict[int, Dispatch]

    def gone(self, pick: AllocationPick) -> str:
        """Return what is no longer as it was when a pick was proposed: "case", "unit", "" nothing."""
        case, unit = self.cases.get(pick.case_id), self.units.get(pick.unit_id)
        if case is None or case.version != pick.case_version or case.state not in UNDECIDED:
            return "case"
        return "unit" if unit is None or unit.status != status.AVAILABLE else ""


def new_id(visit: Visit) -> str:
    """Return the next plan's id, such as P261127-0012."""
    day = visit.now.astimezone(visit.zone).strftime("%y%m%d")
    return f"P{day}-{changes.draw(visit.session, f'plan:{day}'):04d}"


def keep(visit: Visit, problem: Problem, plan: Plan) -> AllocationPlan:
    """Store a plan and return its row."""
    row = AllocationPlan(
        id=plan.id, area_code=plan.area, made_at=plan.made_at, made_by=visit.scope.person, by_name=visit.scope.name,
        cases=plan.cases, units=plan.units, seconds=plan.seconds, gap=plan.gap, delay_min=plan.delay_weighted_min,
        nearest_first_min=plan.nearest_first_delay_min,
        body={"solver": plan.solver, "travel": plan.travel, "unknown": list(plan.unknown),
              "coverage": [{**asdict(one), "relaxed": one.is_relaxed()} for one in plan.coverage],
              "fairness": [asdict(one) for one in plan.fairness]})
    visit.session.add(row)
    visit.session.flush()
    by_id = {one.id: one for one in (*problem.cases, *problem.left_out)}
    visit.session.add_all([_pick_row(plan, problem, one) for one in plan.picks])
    visit.session.add_all([_shortfall_row(plan, one, by_id[one.case_id]) for one in plan.shortfalls])
    visit.session.flush()
    return row


def _pick_row(plan: Plan, problem: Problem, pick: Pick) -> AllocationPick:
    case, unit = problem.cases[pick.case], problem.units[pick.unit]
    return AllocationPick(
        plan_id=plan.id, area_code=case.area, case_id=case.id, case_no=case.no, case_version=case.version,
        unit_id=unit.id, minutes=pick.minutes, state=PROPOSED, body={
            "metres": pick.metres, "on_roads": pick.on_roads, "from": [unit.lon, unit.lat],
            "reasons": [asdict(one) for one in pick.reasons],
            "alternatives": [asdict(one) for one in pick.alternatives]})


def _shortfall_row(plan: Plan, one: Shortfall, case: Waiting) -> AllocationShortfall:
    return AllocationShortfall(
        plan_id=plan.id, area_code=case.area, case_id=case.id, case_no=case.no, case_version=case.version,
        hour_no=clock.hour_number(plan.made_at), unit_kind=case.kind, priority=case.priority, reason=one.reason,
        details=one.values)


def find(visit: Visit, plan_id: str) -> AllocationPlan:
    """Return a plan's row. Raises NotFound("plan_not_found"), also for one outside what the visitor may see."""
    row = visit.session.scalars(select(AllocationPlan).where(AllocationPlan.id == plan_id)).one_or_none()
    if row is None or not visit.scope.covers(row.area_code):
        raise NotFound("plan_not_found", plan=plan_id)
    return row


def latest(visit: Visit, area: str) -> AllocationPlan | None:
    """Return the newest plan by the visit's moment that was made for exactly this area, None where there is none."""
    return visit.session.scalars(
        select(AllocationPlan).where(AllocationPlan.area_code == area, AllocationPlan.made_at <= visit.now)
        .order_by(AllocationPlan.made_at.desc()).limit(1)).first()


def pick_of(visit: Visit, plan: AllocationPlan, case_no: str) -> AllocationPick:
    """Return a plan's pick for a case. Raises NotFound("pick_not_found")."""
    row = visit.session.scalars(
        select(AllocationPick).where(AllocationPick.plan_id == plan.id, AllocationPick.case_no == case_no)
    ).one_or_none()
    if row is None:
        raise NotFound("pick_not_found", plan=plan.id, case_no=case_no)
    return row


def picks_of(visit: Visit, plan: AllocationPlan) -> list[AllocationPick]:
    """Return a plan's picks, the most urgent first."""
    return list(visit.session.scalars(
        select(AllocationPick).where(AllocationPick.plan_id == plan.id).order_by(AllocationPick.id)))


def open_plan(visit: Visit, plan: AllocationPlan) -> Opened:
    """Return a plan with everything it is about."""
    picks = picks_of(visit, plan)
    missing = list(visit.session.scalars(
        select(AllocationShortfall).where(AllocationShortfall.plan_id == plan.id).order_by(AllocationShortfall.id)))
    return Opened(plan=plan, picks=tuple(picks), shortfalls=tuple(missing), cases=_cases(visit, [*picks, *missing]),
                  units=_units(visit, picks, missing), dispatches=_dispatches(visit, picks))


def _cases(visit: Visit, rows: Sequence[AllocationPick | AllocationShortfall]) -> dict[int, Case]:
    ids = sorted({one.case_id for one in rows})
    return {case.id: case for case in visit.session.scalars(select(Case).where(Case.id.in_(ids)))} if ids else {}


def _units(visit: Visit, picks: list[AllocationPick], missing: list[AllocationShortfall]) -> dict[str, Unit]:
    named = {one.unit_id for one in picks} | {one.sent_unit for one in picks if one.sent_unit}
    for pick in picks:
        named |= {other[key] for other in pick.body["alternatives"] for key in ("unit", "instead") if other[key]}
        named |= {reason["values"]["unit"] for reason in pick.body["reasons"] if "unit" in reason["values"]}
    named |= {one.details["unit"] for one in missing if "unit" in one.details}
    return {unit.id: unit for unit in visit.session.scalars(select(Unit).where(Unit.id.in_(sorted(named))))}


def _dispatches(visit: Visit, picks: list[AllocationPick]) -> dict[int, Dispatch]:
    ids = [one.dispatch_id for one in picks if one.dispatch_id is not None]
    return {one.id: one for one in visit.session.scalars(select(Dispatch).where(Dispatch.id.in_(ids)))} if ids else {}
