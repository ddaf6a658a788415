"""Taking in what sensors read: each row is stored, known already, or rejected for a reason; never half of one.

A sensor is known by (source, sensor_id); the same reading twice, and readings that overtake each other, end in the same
state. What a sensor read is kept for a week.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import delete, select, tuple_

from data import told as told_rows
from data.areas.locate import GridIndex
from data.json_values import read_moment
from data.models.warning import Sensor, SensorReading
from data.storage.database import everywhere
from data.storage.inserting import insert_into
from data.told import ID_LENGTH, Outcome
from data.visit import Visit
from data.warnings.levels import SENSOR_KINDS, UNITS

PERMISSION = "readings.write"
LARGEST = 1e9
KEPT = timedelta(days=7)

REASONS = {
    "unreadable_row": "a reading is an object with source, sensor_id, kind, name, lon, lat, value and at",
    "no_id": "source and sensor_id are needed, both text",
    "id_too_long": f"source and sensor_id have at most {ID_LENGTH} characters",
    "unknown_kind": f"kind is one of {', '.join(f'{kind} ({UNITS[kind]})' for kind in SENSOR_KINDS)}",
    "bad_value": "value is a finite number in the unit of its kind",
    "unreadable_date": "at must be ISO 8601 with a zone, such as 2026-11-23T10:00:00+08:00",
    "in_the_future": "at lies in the future",
    "area_not_allowed": "the sensor lies outside the areas of this key",
    "sensor_moved": "the sensor stood in another area, or was of another kind, before; send it under another id",
    **told_rows.REASONS,
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


def read_row(row: Any, now: datetime) -> Told:
    """Return one row as it was sent; what is wrong with it stands in its `fault`."""
    fault = told_rows.head_fault(row, "sensor_id", SENSOR_KINDS)
    if fault:
        return Told(fault=fault)
    if not told_rows.is_number(row.get("value"), LARGEST):
        return Told(fault="bad_value")
    at = read_moment(row.get("at"))
    fault = told_rows.moment_fault(at, now)
    return Told(fault=fault) if fault else Told(
        **told_rows.head(row, "sensor_id"), value=float(row["value"]), at=at)


def store(visit: Visit, rows: list[Told], index: GridIndex) -> Outcome:
    """Store the readings and return what became of each. Raises NotAllowed, DatabaseBusy where another tells
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
    told_rows.settle(visit)
    return outcome


def _known(visit: Visit, rows: list[Told]) -> dict[tuple[str, str], Sensor]:
    wanted = {(one.source, one.sensor_id) for one in rows if not one.fault}
    with everywhere(visit.session):
        found = visit.session.scalars(select(Sensor).where(
            tuple_(Sensor.source, Sensor.sensor_id).in_(sorted(wanted)))).all() if wanted else []
        return {(one.source, one.sensor_id): one for one in found}


def _place_fault(visit: Visit, told: Told, code: str | None, before: Sensor | None) -> str:
    fault = told_rows.place_fault(visit, PERMISSION, code, before.area_code if before else None)
    is_another = before is not None and (before.area_code != code or before.kind != told.kind)
    return fault or ("sensor_moved" if is_another else "")


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
