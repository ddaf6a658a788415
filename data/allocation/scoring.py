"""How good proposals were: actual arrival against the minutes that were promised, of what was accepted and arrived."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from data.algorithms.algorithm import Outcome
from data.allocation.keeping import ACCEPTED
from data.models.allocation import AllocationPick
from data.models.case import Dispatch
from data.visit import Visit

LOOKS_BACK = timedelta(days=7)
MOST = 5_000
LATE_SHARE, LATE_MIN = 0.25, 3.0
"""A promise is kept by who arrives at most a quarter later than promised, or three minutes."""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """One accepted pick that arrived."""

    promised: float
    actual: float
    as_proposed: bool

    def is_kept(self) -> bool:
        """Was the promise kept?"""
        return self.actual <= self.promised + max(LATE_MIN, LATE_SHARE * self.promised)


def arrived_since(visit: Visit, since: datetime) -> tuple[list[Arrived], int]:
    """Return the picks accepted since then that arrived, and how many were accepted in all."""
    picks = list(visit.session.scalars(
        select(AllocationPick).where(AllocationPick.decided_at >= since, AllocationPick.state == ACCEPTED)
        .order_by(AllocationPick.decided_at.desc()).limit(MOST)))
    sent = {one.id: one for one in visit.session.scalars(
        select(Dispatch).where(Dispatch.id.in_([pick.dispatch_id for pick in picks])))} if picks else {}
    found = []
    for pick in picks:
        dispatch = sent.get(pick.dispatch_id or 0)
        if dispatch is not None and dispatch.arrived_at is not None and pick.promised_min is not None:
            found.append(Arrived(promised=pick.promised_min, as_proposed=pick.sent_unit == pick.unit_id,
                                 actual=(dispatch.arrived_at - dispatch.sent_at).total_seconds() / 60))
    return found, len(picks)


def score(visit: Visit) -> Outcome:
    """Return how the accepted proposals of the last week turned out, as the outcome of a run."""
    found, accepted = arrived_since(visit, visit.now - LOOKS_BACK)
    unknown = ("demo_pace",) if visit.city.marker == "demo" else ()
    if not found:
        return Outcome(rows=accepted, unknown=("nothing_arrived", *unknown))
    off = [one.actual - one.promised for one in found]
    return Outcome(rows=accepted, unknown=unknown, score={
        "kept": sum(one.is_kept() for one in found) / len(found),
        "error_min": sum(abs(one) for one in off) / len(off), "bias_min": sum(off) / len(off),
        "as_proposed": sum(one.as_proposed for one in found) / len(found), "arrived": float(len(found))})
