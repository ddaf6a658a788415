"""Reading units: the board, and who is fit and near."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from sqlalchemy import Row, func, or_, select

from data.cases.bodies import OF_UNIT
from data.models.case import Case, CaseClass, Dispatch
from data.models.unit import Unit
from data.storage.prefix import begins_with
from data.travel.minutes import minutes_between
from data.units import status
from data.units.distance import metres_between
from data.visit import Visit

DEGREES_NEAR = 0.12


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One unit that could go, and why it stands where it stands in the list."""

    unit: Unit
    distance_m: float
    minutes: float
    """Estimated drive, see data.travel.minutes."""
    on_roads: bool
    """Did the road graph tell the minutes? Else the stated speed model did."""
    reasons: tuple[str, ...]
    """Keys of words: nearest, right_kind, other_kind, idle_today."""


def units_in(visit: Visit, prefix: str) -> list[Unit]:
    """Return the units that serve the area or a part of it, by kind and name."""
    return list(visit.session.scalars(
        select(Unit).where(begins_with(Unit.area_code, prefix)).order_by(Unit.kind, Unit.name)
    ))


def units_shown(visit: Visit, prefix: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what bodies are made of, of the same units in the same order."""
    return visit.session.execute(
        select(*OF_UNIT).where(begins_with(Unit.area_code, prefix)).order_by(Unit.kind, Unit.name)).all()


def count_by_kind(visit: Visit, prefix: str) -> dict[str, dict[str, int]]:
    """Return {kind: {status: how many units}} for the area."""
    rows = visit.session.execute(
        select(Unit.kind, Unit.status, func.count()).where(begins_with(Unit.area_code, prefix))
        .group_by(Unit.kind, Unit.status)
    )
    board: dict[str, dict[str, int]] = {}
    for kind, state, count in rows:
        board.setdefault(kind, {})[state] = count
    return {kind: board[kind] for kind in (*status.KINDS, *sorted(set(board) - set(status.KINDS))) if kind in board}


def nearest_fit(visit: Visit, case: Case, *, limit: int = 4) -> list[Fit]:
    """Return free units for a case, the right kind first, then by time to arrive.

    Refused: units that are engaged, off duty, offline, or whose position is older than
    `status.POSITION_TRUSTED_FOR`.
    """
    wanted = _kind_for(visit, case)
    fits = _fits(visit, _free_near(visit, case), case, wanted)
    fits.sort(key=lambda fit: ("right_kind" not in fit.reasons, fit.minutes, fit.unit.id))
    if fits:
        fits[0] = replace(fits[0], reasons=("nearest", *fits[0].reasons))
    return fits[:limit]


def fits_of(visit: Visit, case: Case, ids: Collection[str]) -> list[Fit]:
    """Return units that were named for a case, by id, whatever they do just now; those not to be seen are left out."""
    if not ids:
        return []
    wanted = _kind_for(visit, case)
    found = visit.session.scalars(select(Unit).where(Unit.id.in_(sorted(ids))).order_by(Unit.id))
    return _fits(visit, list(found), case, wanted)


def _kind_for(visit: Visit, case: Case) -> str | None:
    """Return the kind of unit that the case's route or class asks for."""
    routed = (case.route or {}).get("unit_kind")
    return routed or visit.session.scalars(
        select(CaseClass.unit_kind).where(CaseClass.scheme == case.class_scheme, CaseClass.code == case.class_code)
    ).first()


def _free_near(visit: Visit, case: Case) -> list[Unit]:
    free = select(Unit).where(
        Unit.status == status.AVAILABLE,
        or_((Unit.lon == Unit.home_lon) & (Unit.lat == Unit.home_lat),
            Unit.position_at > visit.now - status.POSITION_TRUSTED_FOR),
    )
    near = free.where(
        Unit.lon.between(case.lon - DEGREES_NEAR, case.lon + DEGREES_NEAR),
        Unit.lat.between(case.lat - DEGREES_NEAR, case.lat + DEGREES_NEAR),
    )
    return list(visit.session.scalars(near)) or list(visit.session.scalars(free))


def _fits(visit: Visit, units: list[Unit], case: Case, wanted: str | None) -> list[Fit]:
    """Return how the units would come, in their order; those of which nobody knows where they are are left out."""
    travel = minutes_between(visit, [(unit.lon, unit.lat) for unit in units], [(case.lon, case.lat)],
                             [unit.kind for unit in units])
    return [Fit(unit=unit, distance_m=metres_between(unit.lon, unit.lat, case.lon, case.lat), minutes=minutes,
                on_roads=on_roads, reasons=_reasons(unit, wanted))
            for unit, minutes, on_roads in zip(units, travel.minutes[:, 0].tolist(), travel.on_roads[:, 0].tolist(),
                                               strict=True) if isfinite(minutes)]


def _reasons(unit: Unit, wanted: str | None) -> tuple[str, ...]:
    kind = "right_kind" if wanted in (None, unit.kind) else "other_kind"
    return (kind, "idle_today") if unit.done_today == 0 else (kind,)


def out_for(visit: Visit, cases: Sequence[Case]) -> dict[int, list[Unit]]:
    """Return {case id: units that are out for it} of those cases that have any."""
    sent = visit.session.execute(
        select(Dispatch.case_id, Dispatch.unit_id)
        .where(Dispatch.case_id.in_([case.id for case in cases]), Dispatch.ended_at.is_(None)).order_by(Dispatch.id)
    ).all()
    units = {unit.id: unit for unit in visit.session.scalars(
        select(Unit).where(Unit.id.in_({unit for _, unit in sent})))}
    found: dict[int, list[Unit]] = {}
    for case_id, unit in sent:
        if unit in units:
            found.setdefault(case_id, []).append(units[unit])
    return found


def engaged(visit: Visit, prefix: str, limit: int = 100) -> list[Unit]:
    """Return the units of an area that are out for a case, by id."""
    return list(visit.session.scalars(
        select(Unit).where(begins_with(Unit.area_code, prefix), Unit.status.in_(status.ENGAGED))
        .order_by(Unit.id).limit(limit)))
