"""What was decided of a proposed unit, when and by whom: each decision is written down beside those before it.

Decisions of before this was kept stand on their picks alone, which hold the last one and nobody's name.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data.allocation.keeping import PROPOSED
from data.models.allocation import AllocationDecision, AllocationPick
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Decided:
    """How a pick stood: `proposed` as long as nobody had decided."""

    state: str
    code: str = ""
    unit: str | None = None
    at: datetime | None = None
    by_name: str = ""
    """Empty where that is not known."""


def note(visit: Visit, pick: AllocationPick) -> None:
    """Write down what the visitor decided of a pick, as it now stands."""
    visit.session.add(AllocationDecision(
        pick_id=pick.id, area_code=pick.area_code, at=visit.now, state=pick.state, code=pick.code,
        unit_id=pick.sent_unit, person=visit.scope.person, by_name=visit.scope.name))


def as_of(visit: Visit, pick: AllocationPick) -> Decided | None:
    """Return how a pick stood at the visit's moment, None where that is not known."""
    return all_as_of(visit, [pick])[pick.id]


def all_as_of(visit: Visit, picks: Sequence[AllocationPick]) -> dict[int, Decided | None]:
    """Return {id: how it stood at the visit's moment} of some picks, None where that is not known."""
    rows: dict[int, list[AllocationDecision]] = defaultdict(list)
    for row in visit.session.scalars(
            select(AllocationDecision).where(AllocationDecision.pick_id.in_(sorted(one.id for one in picks)))
            .order_by(AllocationDecision.at.desc(), AllocationDecision.id.desc())):
        rows[row.pick_id].append(row)
    return {one.id: _stood(visit, one, rows[one.id]) for one in picks}


def _stood(visit: Visit, pick: AllocationPick, rows: Sequence[AllocationDecision]) -> Decided | None:
    """Return how a pick stood, of its decisions, the latest first."""
    last = next((one for one in rows if one.at <= visit.now), None)
    if last is not None:
        return Decided(state=last.state, code=last.code, unit=last.unit_id, at=last.at, by_name=last.by_name)
    if rows or pick.decided_at is None:
        return Decided(state=PROPOSED)
    if pick.decided_at <= visit.now:
        return Decided(state=pick.state, code=pick.code, unit=pick.sent_unit, at=pick.decided_at)
    return None  # it may have been refused before what is now written over that
