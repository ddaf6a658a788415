"""What had been proposed for one case by the moment of a visit: whom to send, and what became of it; or why nobody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data.allocation import decisions
from data.allocation.decisions import Decided
from data.models.allocation import AllocationPick, AllocationPlan, AllocationShortfall
from data.models.case import Case
from data.models.unit import Unit
from data.storage.database import everywhere
from data.visit import Visit

LATEST = 40
"""Of so many plans the newest by then is looked for."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The newest plan about the case: it has a pick or a shortfall."""

    made_at: datetime
    by_name: str
    """Empty where the plan was made for more than the visitor sees."""
    pick: AllocationPick | None
    decided: Decided | None
    """None: not known."""
    shortfall: AllocationShortfall | None
    units: dict[str, Unit]


def proposed_for(visit: Visit, case: Case) -> Proposed | None:
    """Return what had been proposed for a case, None where no plan had looked at it."""
    found = _rows(visit, case.id)
    with everywhere(visit.session):
        plan = visit.session.scalars(
            select(AllocationPlan).where(AllocationPlan.id.in_({one.plan_id for one in found}),
                                         AllocationPlan.made_at <= visit.now)
            .order_by(AllocationPlan.made_at.desc(), AllocationPlan.id.desc()).limit(1)).first()
    if plan is None:
        return None
    row = next(one for one in found if one.plan_id == plan.id)
    pick, shortfall = (row, None) if isinstance(row, AllocationPick) else (None, row)
    units = visit.session.scalars(select(Unit).where(Unit.id.in_(sorted(_named(row)))))
    return Proposed(
        made_at=plan.made_at, by_name=plan.by_name if visit.scope.covers(plan.area_code) else "", pick=pick,
        decided=decisions.as_of(visit, pick) if pick else None, shortfall=shortfall,
        units={unit.id: unit for unit in units})


def units_named(visit: Visit, case_id: int) -> set[str]:
    """Return the ids of units that proposals for a case speak of."""
    return {name for row in _rows(visit, case_id) for name in _named(row)}


def _rows(visit: Visit, case_id: int) -> list[AllocationPick | AllocationShortfall]:
    found: list[AllocationPick | AllocationShortfall] = []
    for model in (AllocationPick, AllocationShortfall):
        found += visit.session.scalars(select(model).where(model.case_id == case_id)
                                       .order_by(model.id.desc()).limit(LATEST))
    return found


def _named(row: AllocationPick | AllocationShortfall) -> set[str]:
    if isinstance(row, AllocationShortfall):
        return {row.details["unit"]} if "unit" in row.details else set()
    named = {row.unit_id} | {one["values"]["unit"] for one in row.body["reasons"] if "unit" in one["values"]}
    return named | ({row.sent_unit} if row.sent_unit else set())
