"""Taking in what sensors read: each row is stored, known already, or rejected for a reason; never half of one.

A sensor is known by (source, sensor_id); the same reading twice, and readings that overtake each other, end in the same
state. What a sensor read is kept for a week.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import delete, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from data.areas.locate import GridIndex
from data.errors import Busy
from data.json_values import holds_nul, read_moment
from data.models.warning import Sensor, SensorReading
from data.storage.database import everywhere
from data.storage.inserting import insert_into
from data.visit import Visit
from data.warnings.levels import SENSOR_KINDS, UNITS

PERMISSION = "readings.write"
MOST_ROWS = 1_000
ID_LENGTH, NAME_LENGTH = 64, 120
LARGEST = 1e9
AHEAD = timedelta(minutes=5)
KEPT = timedelta(days=7)

REASONS = {
    "unreadable_row": "a reading is an object with source, sensor_id, kind, name, lon, lat, value and at",
    "no_id": "source and sensor_id are needed, both text",
    "id_too_long": f"source and sensor_id have at most {ID_LENGTH} characters",
    "unknown_kind": f"kind is one of {', '.join(f'{kind} ({UNITS[kind]})' for kind in SENSOR_KINDS)}",
    "no_name": f"name is needed, with at most {NAME_LENGTH} characters",
    "unreadable_coordinate": "lon and lat must be WGS84 degrees, as numbers",
    "bad_value": "value is a finite number in the unit of its kind",
    "unreadable_date": "at must be ISO 8601 with a zone, such as 2026-11-23T10:00:00+08:00",
    "in_the_future": "at lies in the future",
    "outside_every_area": "the point lies outside every area of this city",
    "area_not_allowed": "the sensor lies outside the areas of this key",
    "sensor_moved": "the sensor stood in another area, or was of another kind, before; send it under another id",
}
"""What a rejected row's sender is told."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One reading as it was sent; `fault` is a reason, empty where it can be read."""

    source: str = ""
    sensor_id: str = ""
    kind: str = ""
    name: str = ""
    name_en: str = ""
    lon: float = 0.0
    lat: float = 0.0
    value: float = 0.0
    at: datetime | None = None
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
    at = read_moment(row.get("at"))
    if at is None or at > now + AHEAD:
        return Told(fault="unreadable_date" if at is None else "in_the_future")
    english = row.get("name_en")
    return Told(source=row["source"].strip(), sensor_id=row["sensor_id"].strip(), kind=row["kind"],
                name=row["name"].strip(), name_en=english.strip()[:NAME_LENGTH] if isinstance(english, str) else "",
                lon=float(row["lon"]), lat=float(row["lat"]), value=float(row["value"]), at=at)


def _fault_of(row: dict[str, Any]) -> str:
    """Return the first reason for which a row cannot be read."""
    ids = [row.get("source"), row.get("sensor_id")]
    if not all(isinstance(one, str) and one.strip() for one in ids):
        return "no_id"
    if any(len(str(one).strip()) > ID_LENGTH for one in ids):
        return "id_too_long"
    if row.get("kind") not in SENSOR_KINDS:
        return "unknown_kind"
    name = row.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= NAME_LENGTH:
        return "no_name"
    if not (_is_number(row.get("lon"), 180) and _is_number(row.get("lat"), 90)):
        return "unreadable_coordinate"
    return "" if _is_number(row.get("value"), LARGEST) else "bad_value"


def _is_number(value: Any, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def store(visit: Visit, rows: list[Told], index: GridIndex) -> Outcome:
    """Store the readings and return what became of each. Raises NotAllowed, Busy("database_busy") where another tells
    of the same sensor at this moment; the visit must write."""
    visit.scope.require(PERMISSION)
    codes = index.locate_many(np.array([one.lon for one in rows]), np.array([one.lat for one in rows]))
    known = _known(visit, rows)
    outcome = Outcome()
    for number, (told, code) in enumerate(zip(rows, codes, strict=True)):
        before = known.get((told.source, told.sensor_id))
        fault = told.fault or _place_fault(visit, told, code, before)
        if fault:
            outcome.rejected.append((number, fault))
        elif not _keep_reading(visit, told, str(code)):
            outcome.duplicate.append(number)
        else:
            known[told.source, told.sensor_id] = _keep(visit, told, str(code), before)
            outcome.stored.append(number)
    try:
        visit.session.flush()
    except (IntegrityError, StaleDataError):
        raise Busy("database_busy") from None
    return outcome


def _known(visit: Visit, rows: list[Told]) -> dict[tuple[str, str], Sensor]:
    wanted = {(one.source, one.sensor_id) for one in rows if not one.fault}
    with everywhere(visit.session):
        found = visit.session.scalars(select(Sensor).where(
            tuple_(Sensor.source, Sensor.sensor_id).in_(sorted(wanted)))).all() if wanted else []
        return {(one.source, one.sensor_id): one for one in found}


def _place_fault(visit: Visit, told: Told, code: str | None, before: Sensor | None) -> str:
    if code is None:
        return "outside_every_area"
    if not visit.scope.allows(PERMISSION, code) or (before and not visit.scope.allows(PERMISSION, before.area_code)):
        return "area_not_allowed"
    return "sensor_moved" if before is not None and (before.area_code != code or before.kind != told.kind) else ""


def _keep_reading(visit: Visit, told: Told, code: str) -> bool:
    """Store the reading and say whether it is new."""
    assert told.at is not None
    return visit.session.execute(insert_into(visit.session, SensorReading).values(
        source=told.source, sensor_id=told.sensor_id, at=told.at, value=told.value, area_code=code,
    ).on_conflict_do_nothing().returning(SensorReading.value)).first() is not None


def _keep(visit: Visit, told: Told, code: str, before: Sensor | None) -> Sensor:
    """Write the sensor over, unless what it holds is newer."""
    assert told.at is not None
    if before is not None and before.at >= told.at:
        return before
    row = before or Sensor(source=told.source, sensor_id=told.sensor_id, area_code=code)
    row.kind, row.name, row.name_en, row.lon, row.lat = told.kind, told.name, told.name_en, told.lon, told.lat
    row.value, row.at, row.received_at = told.value, told.at, visit.now
    visit.session.add(row)
    return row


def forget_old(visit: Visit) -> None:
    """Remove readings older than a week."""
    visit.session.execute(delete(SensorReading).where(SensorReading.at < visit.now - KEPT))


def sensors(visit: Visit, kind: str = "") -> list[Sensor]:
    """Return the sensors that the visit may see, of one kind or of all, by source and id."""
    wanted = select(Sensor).where(Sensor.kind == kind) if kind else select(Sensor)
    return list(visit.session.scalars(wanted.order_by(Sensor.source, Sensor.sensor_id)))
