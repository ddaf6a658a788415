"""Units as of an earlier moment, as far as that is kept.

Who was out, for what, and how far they had come stands in the dispatches, for ever. Where units stood is kept only in
the change log, which holds the newest lines: within it a unit stands where it was last said to be. Before that, one
that was at a case stands there and any other at its base (`are_positions_known` tells which it is).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, inspect, or_, select

from data.models.case import Case, Dispatch
from data.models.change import Change
from data.models.unit import Unit
from data.units import status
from data.visit import Visit

LOOKED_BACK = status.POSITION_TRUSTED_FOR
"""How far back of the moment the log is read: what was said before that is not trusted live either."""
MOST_LINES = 20_000
Row = dict[str, Any]


def are_positions_known(visit: Visit, at: datetime) -> bool:
    """Does the change log reach back to the moment?"""
    oldest = visit.session.execute(select(func.min(Change.at))).scalar()
    return oldest is not None and oldest <= at


def dispatches_at(visit: Visit, at: datetime) -> list[Row]:
    """Return the dispatches that had not ended, as they stood, of the cases that were open."""
    columns = [getattr(Dispatch, one.key) for one in inspect(Dispatch).column_attrs]
    open_then = or_(Case.is_open.is_(True), Case.closed_at > at)
    rows = visit.session.execute(
        select(*columns).join(Case, Case.id == Dispatch.case_id)
        .where(open_then, Case.received_at <= at, Dispatch.sent_at <= at,
               or_(Dispatch.ended_at.is_(None), Dispatch.ended_at > at))).mappings()
    return [_then(dict(row), at) for row in rows]


def _then(row: Row, at: datetime) -> Row:
    later = {name: None for name in ("under_way_at", "arrived_at") if row[name] is not None and row[name] > at}
    return row | later | {"ended_at": None, "outcome": None}


def units_at(visit: Visit, at: datetime, dispatches: Sequence[Row], said: Mapping[str, Row]) -> list[Row]:
    """Return every unit the visitor sees, as of the moment; `said` is what was said last of them (`said_within`)."""
    columns = [getattr(Unit, one.key) for one in inspect(Unit).column_attrs]
    units = [dict(row) for row in visit.session.execute(select(*columns)).mappings()]
    return as_of(visit, at, units, dispatches, said)


def as_of(visit: Visit, at: datetime, units: Sequence[Row], dispatches: Sequence[Row],
          said: Mapping[str, Row]) -> list[Row]:
    """Return units as of the moment; `dispatches` are those that had not ended then."""
    out = {row["unit_id"]: row for row in dispatches if row["ended_at"] is None}
    spots = _spots(visit, [row["case_id"] for row in out.values() if row["arrived_at"] is not None])
    return [_unit(unit, out.get(unit["id"]), said.get(unit["id"]), at=at, spots=spots,
                  is_on_shift=status.is_on_shift(SimpleNamespace(**unit), at, visit.zone))  # type: ignore[arg-type]
            for unit in units]


def _unit(unit: Row, out: Row | None, said: Row | None, *, at: datetime, spots: Mapping[int, tuple[float, float]],
          is_on_shift: bool) -> Row:
    found = dict(unit)
    if said is not None:
        found |= {"lon": said["lon"], "lat": said["lat"], "position_at": at}
    elif unit["position_at"] > at:
        lon, lat = spots.get(out["case_id"] if out else 0, (unit["home_lon"], unit["home_lat"]))
        found |= {"lon": lon, "lat": lat, "position_at": at}
    if out is not None:
        found["status"] = (status.ON_SCENE if out["arrived_at"] else status.UNDER_WAY if out["under_way_at"]
                           else status.DISPATCHED)
    elif said is not None and said["status"] not in status.ENGAGED:
        found["status"] = said["status"]
    elif unit["status"] in status.ENGAGED or unit["position_at"] > at:
        found["status"] = status.AVAILABLE if is_on_shift else status.OFF_DUTY
    return found


def said_within(visit: Visit, begin: datetime, end: datetime) -> dict[str, Row]:
    """Return {unit: what the log said last of it} after `begin` and not after `end`."""
    lines = visit.session.execute(
        select(Change.key, Change.body).where(Change.kind == "unit", Change.at > begin, Change.at <= end)
        .order_by(Change.seq.desc()).limit(MOST_LINES))
    found: dict[str, Row] = {}
    for key, body in lines:
        found.setdefault(key, body)
    return found


def _spots(visit: Visit, case_ids: Sequence[int]) -> dict[int, tuple[float, float]]:
    if not case_ids:
        return {}
    return {case_id: (lon, lat) for case_id, lon, lat in visit.session.execute(
        select(Case.id, Case.lon, Case.lat).where(Case.id.in_(case_ids)))}
