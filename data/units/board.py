"""力量状态板: each unit as it stands: state, since when, on which case, when it was last heard of, what needs a look.

A unit that stands at its own base need not say where it is. One that is out is stale when it was not heard of for
POSITION_TRUSTED_FOR, and silent after SILENT_AFTER.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case as by_case
from sqlalchemy import func, select

from data.cases.states import State
from data.models.case import Case, Dispatch
from data.models.unit import Unit
from data.storage.prefix import begins_with
from data.units import status
from data.visit import Visit

HANDLING = "handling"
"""On the scene, and its case is in hand: the board's own state beside those of data.units.status."""
STATES = (status.DISPATCHED, status.UNDER_WAY, status.ON_SCENE, HANDLING, status.AVAILABLE, status.OFF_DUTY,
          status.OFFLINE)
SILENT_AFTER = timedelta(minutes=70)
ALLOWED = {status.DISPATCHED: timedelta(minutes=10), status.UNDER_WAY: timedelta(minutes=45)}
"""How long a unit may be sent and not set out, and be on its way; on the scene its case's deadline holds."""
ON_DUTY = (status.AVAILABLE, *sorted(status.ENGAGED))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One unit on the board. `since` is None where nobody knows since when it is so."""

    unit: Unit
    state: str
    since: datetime | None
    case: Case | None
    is_stale: bool
    is_silent: bool
    is_over: bool
    """Longer in its state than allowed, or on a case past its deadline."""

    def needs_a_look(self) -> bool:
        """Is it over its time or silent?"""
        return self.is_over or self.is_silent


def standings(visit: Visit, prefix: str, limit: int, *, states: Sequence[str] = STATES) -> list[Standing]:
    """Return the units that serve an area or a part of it by their status, department and name, at most `limit`."""
    rank = by_case({state: number for number, state in enumerate(STATES)}, value=Unit.status, else_=len(STATES))
    units = list(visit.session.scalars(
        select(Unit).where(begins_with(Unit.area_code, prefix), Unit.status.in_(states))
        .order_by(rank, func.coalesce(Unit.department, ""), Unit.name).limit(limit)))
    sent = _sent(visit, [unit.id for unit in units if unit.status in status.ENGAGED])
    found = [_standing(visit, unit, *sent.get(unit.id, (None, None))) for unit in units]
    return sorted(found, key=lambda one: STATES.index(one.state) if one.state in STATES else len(STATES))


def last_heard(visit: Visit, prefix: str) -> datetime | None:
    """Return when any unit on duty in an area was last heard of (UTC), None where none is on duty."""
    heard: datetime | None = visit.session.execute(
        select(func.max(Unit.position_at)).where(begins_with(Unit.area_code, prefix), Unit.status.in_(ON_DUTY))
    ).scalar_one()
    return heard


def _sent(visit: Visit, unit_ids: list[str]) -> dict[str, tuple[Dispatch, Case]]:
    """Return {unit: its open dispatch with the case}, of cases the visitor sees."""
    if not unit_ids:
        return {}
    rows = visit.session.execute(
        select(Dispatch, Case).join(Case, Case.id == Dispatch.case_id)
        .where(Dispatch.unit_id.in_(unit_ids), Dispatch.ended_at.is_(None)))
    return {dispatch.unit_id: (dispatch, case) for dispatch, case in rows}


def _standing(visit: Visit, unit: Unit, dispatch: Dispatch | None, case: Case | None) -> Standing:
    state = unit.status
    if state == status.ON_SCENE and case is not None and case.state == State.IN_HANDLING.value:
        state = HANDLING
    since = _since(unit, dispatch)
    is_out = unit.status in status.ENGAGED
    silence = visit.now - unit.position_at
    is_stale = status.is_position_stale(unit, visit.now) and unit.status in ON_DUTY
    return Standing(unit=unit, state=state, since=since, case=case, is_stale=is_stale,
                    is_silent=silence > SILENT_AFTER and (is_stale or is_out),
                    is_over=is_out and _is_over(visit, state, since, case))


def _since(unit: Unit, dispatch: Dispatch | None) -> datetime | None:
    if dispatch is None:
        return unit.status_at
    reached = {status.ON_SCENE: dispatch.arrived_at, status.UNDER_WAY: dispatch.under_way_at}
    return reached.get(unit.status) or dispatch.sent_at


def _is_over(visit: Visit, state: str, since: datetime | None, case: Case | None) -> bool:
    allowed = ALLOWED.get(state)
    if allowed is not None:
        return since is not None and visit.now - since > allowed
    return case is not None and case.due_at is not None and case.due_at < visit.now
