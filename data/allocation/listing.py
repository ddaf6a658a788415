"""The plans of an area and what became of them, for whoever looks back at how good the proposals were."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from data.allocation.keeping import ACCEPTED
from data.models.allocation import AllocationPick, AllocationPlan, AllocationShortfall
from data.storage.database import everywhere
from data.storage.prefix import begins_with
from data.visit import Visit

MOST_LISTED = 20


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One plan with how many picks and shortfalls it had; `accepted` and `refused` are of the picks."""

    plan: AllocationPlan
    picks: int
    accepted: int
    refused: int
    shortfalls: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many plans concerned an area, how many picks they had for its cases, and how many of these were sent."""

    plans: int
    picks: int
    accepted: int


def tally(visit: Visit, prefix: str, since: datetime) -> Tally:
    """Count what was proposed since then for cases of areas whose codes begin so, whatever area a plan was made for.

    As of the visit's moment: what was proposed or accepted after it does not count.
    """
    with everywhere(visit.session):
        made = sorted(visit.session.scalars(select(AllocationPlan.id).where(
            AllocationPlan.made_at >= since, AllocationPlan.made_at <= visit.now)))
    is_sent = and_(AllocationPick.state == ACCEPTED, AllocationPick.decided_at <= visit.now)
    picks = visit.session.execute(
        select(AllocationPick.plan_id, func.count(), func.sum(case((is_sent, 1), else_=0)))
        .where(AllocationPick.plan_id.in_(made), begins_with(AllocationPick.area_code, prefix))
        .group_by(AllocationPick.plan_id)).all()
    missed = visit.session.scalars(
        select(AllocationShortfall.plan_id).distinct()
        .where(AllocationShortfall.plan_id.in_(made), begins_with(AllocationShortfall.area_code, prefix))).all()
    return Tally(plans=len({plan for plan, *_ in picks} | set(missed)), picks=sum(count for _, count, _ in picks),
                 accepted=sum(sent for *_, sent in picks))


def recent(visit: Visit, prefix: str, *, limit: int = MOST_LISTED) -> list[Listed]:
    """Return the plans of areas whose codes begin so, the newest first."""
    plans = list(visit.session.scalars(
        select(AllocationPlan).where(begins_with(AllocationPlan.area_code, prefix))
        .order_by(AllocationPlan.made_at.desc(), AllocationPlan.id).limit(limit)))
    ids = sorted(one.id for one in plans)
    states: dict[str, dict[str, int]] = defaultdict(dict)
    for plan, state, count in visit.session.execute(
            select(AllocationPick.plan_id, AllocationPick.state, func.count())
            .where(AllocationPick.plan_id.in_(ids)).group_by(AllocationPick.plan_id, AllocationPick.state)):
        states[plan][state] = count
    missed = {plan: count for plan, count in visit.session.execute(
        select(AllocationShortfall.plan_id, func.count())
        .where(AllocationShortfall.plan_id.in_(ids)).group_by(AllocationShortfall.plan_id))}
    return [Listed(plan=one, picks=sum(states[one.id].values()), accepted=states[one.id].get(ACCEPTED, 0),
                   refused=states[one.id].get("refused", 0), shortfalls=missed.get(one.id, 0)) for one in plans]
