"""Sending units to cases and setting them free again; a unit serves one case at a time."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from data.errors import Conflict, NotFound
from data.models.case import Case, Dispatch
from data.models.unit import Unit
from data.storage.database import everywhere
from data.units import duty, rest, status
from data.units.distance import metres_between
from data.visit import Visit


def send(visit: Visit, case: Case, unit_ids: tuple[str, ...], *, lead: str = "") -> list[Unit]:
    """Send the units and return them. One leads: `lead`, else the first, unless somebody who leads is out already.

    Raises NotFound, or Conflict when one is not free.
    """
    leads = lead or ("" if any(one.is_lead for one in open_dispatches(visit, case)) else unit_ids[0])
    units = [_take(visit, unit_id) for unit_id in sorted(set(unit_ids))]  # one order for all: two never wait in a ring
    for unit in units:
        visit.session.add(Dispatch(
            case_id=case.id, unit_id=unit.id, area_code=case.area_code, sent_at=visit.now, sent_by=visit.scope.name,
            is_lead=unit.id == leads, distance_m=metres_between(unit.lon, unit.lat, case.lon, case.lat),
        ))
    try:
        visit.session.flush()
    except IntegrityError:
        raise Conflict("unit_engaged") from None
    return units


def _take(visit: Visit, unit_id: str) -> Unit:
    unit = visit.session.get(Unit, unit_id)
    if unit is None or not visit.scope.covers(unit.area_code):
        raise NotFound("unit_not_found", unit=unit_id)
    done = visit.session.execute(
        update(Unit).where(Unit.id == unit_id, Unit.status == status.AVAILABLE, Unit.version == unit.version)
        .values(status=status.DISPATCHED, status_at=visit.now, version=Unit.version + 1,
                worked_min=rest.worked_when_sent(unit, visit.now))
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("unit_engaged", unit=unit.name)
    duty.note(visit.session, unit, before=status.AVAILABLE, after=status.DISPATCHED, at=visit.now)
    visit.session.refresh(unit)
    return unit


def open_dispatches(visit: Visit, case: Case) -> list[Dispatch]:
    """Return the case's dispatches that have not ended, oldest first."""
    return list(visit.session.scalars(
        select(Dispatch).where(Dispatch.case_id == case.id, Dispatch.ended_at.is_(None)).order_by(Dispatch.id)
    ))


def release(visit: Visit, case: Case, *, outcome: str, only: list[Dispatch] | None = None) -> list[Unit]:
    """End the case's open dispatches, or `only` those; return the units, free again (off duty after their shift)."""
    freed = []
    with everywhere(visit.session):  # who may move a case sets free also a unit that came from outside their areas
        for dispatch in open_dispatches(visit, case) if only is None else only:
            dispatch.ended_at, dispatch.outcome = visit.now, outcome
            unit = visit.session.get_one(Unit, dispatch.unit_id)
            unit.status = status.AVAILABLE if status.is_on_shift(unit, visit.now, visit.zone) else status.OFF_DUTY
            unit.status_at = visit.now
            rest.come_back(unit, dispatch.sent_at, visit.now)
            unit.done_today += outcome == "finished"
            unit.version += 1
            freed.append(unit)
        visit.session.flush()
    return freed


def report_under_way(visit: Visit, dispatch: Dispatch) -> Unit:
    """The unit says it is moving; return it."""
    dispatch.under_way_at = visit.now
    return _set(visit, dispatch.unit_id, status.UNDER_WAY)


def report_arrival(visit: Visit, dispatch: Dispatch) -> Unit:
    """The unit says it has arrived; return it. The case moves by `workflow.move(..., "start")`."""
    dispatch.arrived_at = visit.now
    return _set(visit, dispatch.unit_id, status.ON_SCENE)


def _set(visit: Visit, unit_id: str, new_status: str) -> Unit:
    unit = visit.session.get_one(Unit, unit_id)
    unit.status, unit.status_at = new_status, visit.now
    unit.version += 1
    visit.session.flush()
    return unit
