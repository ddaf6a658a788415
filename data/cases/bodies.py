"""What a screen gets to see of a case or a unit: small, flat, and nothing about reporters."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from data.models.case import Case
from data.models.unit import Unit

TEXT_SHOWN = 80


def stamp(moment: datetime | None) -> int | None:
    """Return whole seconds since 1970, which browsers and JSON agree on; None stays None."""
    return None if moment is None else int(moment.timestamp())


def case_body(case: Case | SimpleNamespace) -> dict[str, Any]:
    """Return the case as the live feed carries it (times in epoch seconds, WGS84).

    A case that is written in bulk has no mapped row, only the names and values of one.
    """
    return {
        "no": case.case_no, "state": case.state, "open": case.is_open, "priority": case.priority,
        "class": case.class_code, "text": case.text[:TEXT_SHOWN], "area": case.area_code, "placed": case.placed,
        "lon": round(case.lon, 6), "lat": round(case.lat, 6), "at": stamp(case.received_at), "due": stamp(case.due_at),
        "ack": case.acknowledged_at is not None, "version": case.version, "dept": case.department,
        "watched": bool(case.is_supervised),
    }


def unit_body(unit: Unit) -> dict[str, Any]:
    """Return the unit as the live feed carries it."""
    return {
        "id": unit.id, "name": unit.name, "name_en": unit.name_en, "kind": unit.kind, "status": unit.status,
        "lon": round(unit.lon, 6), "lat": round(unit.lat, 6), "at": stamp(unit.position_at), "area": unit.area_code,
    }
