"""Taking in what facilities tell: each row is stored, known already, or rejected for a reason; never half of one.

A row is known by (source, facility_id). What is as old as the stored row, or older, changes nothing: the same
message twice, and messages that overtake each other, end in the same state.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from data.areas.locate import GridIndex
from data.errors import Busy
from data.facilities.capacity import AHEAD, KINDS
from data.json_values import holds_nul, read_moment
from data.models.facility import Facility
from data.storage.database import everywhere
from data.visit import Visit

MOST_ROWS = 1_000
ID_LENGTH, NAME_LENGTH = 64, 120
LARGEST_COUNT = 1_000_000
PERMISSION = "facilities.write"

REASONS = {
    "unreadable_row": "a facility is an object with source, facility_id, kind, name, lon, lat, total, free and as_of",
    "no_id": "source and facility_id are needed, both text",
    "id_too_long": f"source and facility_id have at most {ID_LENGTH} characters",
    "unknown_kind": f"kind is one of {', '.join(KINDS)}",
    "no_name": f"name is needed, with at most {NAME_LENGTH} characters",
    "unreadable_coordinate": "lon and lat must be WGS84 degrees, as numbers",
    "bad_capacity": "total and free are whole numbers, 0 or more, and free is at most total",
    "unreadable_date": "as_of must be ISO 8601 with a zone, such as 2026-11-23T10:00:00+08:00",
    "in_the_future": "as_of lies in the future",
    "outside_every_area": "the point lies outside every area of this city",
    "area_not_allowed": "the facility lies outside the areas of this key",
    "facility_moved": "the facility stood in another area before; send it under another id",
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


@dataclass(frozen=True)
class Outcome:
    """Which rows were stored, were known already, or were rejected and why, by their index."""

    stored: list[int] = field(default_factory=list)
    duplicate: list[int] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)


def read_row(row: Any, now: datetime) -> Told:
    """Return one row as it was sent; what is wrong with it stands in its `fault`."""
    if not isinstance(row, dict) or holds_nul(row):
        return Told(fault="unreadable_row")
    fault = _fault_of(row)
    if fault:
        return Told(fault=fault)
    as_of = read_moment(row.get("as_of"))
    if as_of is None or as_of > now + AHEAD:
        return Told(fault="unreadable_date" if as_of is None else "in_the_future")
    english = row.get("name_en")
    return Told(source=row["source"].strip(), facility_id=row["facility_id"].strip(), kind=row["kind"],
                name=row["name"].strip(), name_en=english.strip()[:NAME_LENGTH] if isinstance(english, str) else "",
                lon=float(row["lon"]), lat=float(row["lat"]), total=row["total"], free=row["free"], as_of=as_of)


def _fault_of(row: dict[str, Any]) -> str:
    """Return the first reason for which a row cannot be read."""
    ids = [row.get("source"), row.get("facility_id")]
    if not all(isinstance(one, str) and one.strip() for one in ids):
        return "no_id"
    if any(len(str(one).strip()) > ID_LENGTH for one in ids):
        return "id_too_long"
    if row.get("kind") not in KINDS:
        return "unknown_kind"
    name = row.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= NAME_LENGTH:
        return "no_name"
    if not (_is_degrees(row.get("lon"), 180) and _is_degrees(row.get("lat"), 90)):
        return "unreadable_coordinate"
    total, free = row.get("total"), row.get("free")
    return "" if _is_count(total) and _is_count(free) and free <= total else "bad_capacity"  # type: ignore[operator]


def _is_degrees(value: Any, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT


def store(visit: Visit, rows: list[Told], index: GridIndex) -> Outcome:
    """Store the rows and return what became of each. Raises NotAllowed, Busy("database_busy") where another tells of
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
    try:
        visit.session.flush()
    except (IntegrityError, StaleDataError):
        raise Busy("database_busy") from None
    return outcome


def _known(visit: Visit, rows: list[Told]) -> dict[tuple[str, str], Facility]:
    wanted = {(one.source, one.facility_id) for one in rows if not one.fault}
    with everywhere(visit.session):
        found = visit.session.scalars(select(Facility).where(
            tuple_(Facility.source, Facility.facility_id).in_(sorted(wanted)))).all() if wanted else []
        return {(one.source, one.facility_id): one for one in found}


def _place_fault(visit: Visit, code: str | None, before: Facility | None) -> str:
    if code is None:
        return "outside_every_area"
    if not visit.scope.allows(PERMISSION, code) or (before and not visit.scope.allows(PERMISSION, before.area_code)):
        return "area_not_allowed"
    return "facility_moved" if before is not None and before.area_code != code else ""


def _keep(visit: Visit, told: Told, code: str, before: Facility | None) -> Facility:
    assert told.as_of is not None
    row = before or Facility(source=told.source, facility_id=told.facility_id, area_code=code)
    row.kind, row.name, row.name_en = told.kind, told.name, told.name_en
    row.lon, row.lat, row.total, row.free = told.lon, told.lat, told.total, told.free
    row.as_of, row.received_at = told.as_of, visit.now
    visit.session.add(row)
    return row
