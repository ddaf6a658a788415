"""Taking in what facilities tell: each row is stored, known already, or rejected for a reason; never half of one.

A row is known by (source, facility_id). What is as old as the stored row, or older, changes nothing: the same
message twice, and messages that overtake each other, end in the same state.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import select, tuple_

from data import told as told_rows
from data.areas.locate import GridIndex
from data.facilities.capacity import KINDS
from data.json_values import read_moment
from data.models.facility import Facility
from data.storage.database import everywhere
from data.told import ID_LENGTH, Outcome
from data.visit import Visit

LARGEST_COUNT = 1_000_000
PERMISSION = "facilities.write"

REASONS = {
    "unreadable_row": "a facility is an object with source, facility_id, kind, name, lon, lat, total, free and as_of",
    "no_id": "source and facility_id are needed, both text",
    "id_too_long": f"source and facility_id have at most {ID_LENGTH} characters",
    "unknown_kind": f"kind is one of {', '.join(KINDS)}",
    "bad_capacity": "total and free are whole numbers, 0 or more, and free is at most total",
    "unreadable_date": "as_of must be ISO 8601 with a zone, such as 2026-11-23T10:00:00+08:00",
    "in_the_future": "as_of lies in the future",
    "area_not_allowed": "the facility lies outside the areas of this key",
    "facility_moved": "the facility stood in another area before; send it under another id",
    **told_rows.REASONS,
}
"""What a rejected row's sender is told."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One facility as it was sent; `fault` is a reason, empty where it can be read."""

    source: str = ""
    facility_id: str = ""
    kind: str = ""
    name: str = ""
    name_en: str = ""
    lon: float = 0.0
    lat: float = 0.0
    total: int = 0
    free: int = 0
    as_of: datetime | None = None
    fault: str = ""


def read_row(row: Any, now: datetime) -> Told:
    """Return one row as it was sent; what is wrong with it stands in its `fault`."""
    fault = told_rows.head_fault(row, "facility_id", KINDS)
    if fault:
        return Told(fault=fault)
    total, free, as_of = row.get("total"), row.get("free"), read_moment(row.get("as_of"))
    if not (_is_count(total) and _is_count(free) and free <= total):
        return Told(fault="bad_capacity")
    fault = told_rows.moment_fault(as_of, now)
    return Told(fault=fault) if fault else Told(
        **told_rows.head(row, "facility_id"), total=total, free=free, as_of=as_of)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT


def store(visit: Visit, rows: list[Told], index: GridIndex) -> Outcome:
    """Store the rows and return what became of each. Raises NotAllowed, DatabaseBusy where another tells of
    the same facility at this moment; the visit must write."""
    visit.scope.require(PERMISSION)
    codes = index.locate_many(np.array([one.lon for one in rows]), np.array([one.lat for one in rows]))
    known = _known(visit, rows)
    outcome = Outcome()
    for number, (told, code) in enumerate(zip(rows, codes, strict=True)):
        before = known.get((told.source, told.facility_id))
        fault = told.fault or _place_fault(visit, code, before)
        if fault:
            outcome.rejected.append((number, fault))
        elif before is not None and told.as_of is not None and told.as_of <= before.as_of:
            outcome.duplicate.append(number)
        else:
            known[told.source, told.facility_id] = _keep(visit, told, str(code), before)
            outcome.stored.append(number)
    told_rows.settle(visit)
    return outcome


def _known(visit: Visit, rows: list[Told]) -> dict[tuple[str, str], Facility]:
    wanted = {(one.source, one.facility_id) for one in rows if not one.fault}
    with everywhere(visit.session):
        found = visit.session.scalars(select(Facility).where(
            tuple_(Facility.source, Facility.facility_id).in_(sorted(wanted)))).all() if wanted else []
        return {(one.source, one.facility_id): one for one in found}


def _place_fault(visit: Visit, code: str | None, before: Facility | None) -> str:
    fault = told_rows.place_fault(visit, PERMISSION, code, before.area_code if before else None)
    return fault or ("facility_moved" if before is not None and before.area_code != code else "")


def _keep(visit: Visit, told: Told, code: str, before: Facility | None) -> Facility:
    assert told.as_of is not None
    row = before or Facility(source=told.source, facility_id=told.facility_id, area_code=code)
    row.kind, row.name, row.name_en = told.kind, told.name, told.name_en
    row.lon, row.lat, row.total, row.free = told.lon, told.lat, told.total, told.free
    row.as_of, row.received_at = told.as_of, visit.now
    visit.session.add(row)
    return row
