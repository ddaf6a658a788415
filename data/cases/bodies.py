"""What a screen gets to see of a case or a unit: small, flat, and nothing about reporters."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row

from data.models.case import Case
from data.models.unit import Unit

TEXT_SHOWN = 80
OF_CASE = (Case.case_no, Case.state, Case.is_open, Case.priority, Case.class_code, Case.text, Case.area_code,
           Case.placed, Case.lon, Case.lat, Case.received_at, Case.due_at, Case.acknowledged_at, Case.version,
           Case.department, Case.is_supervised, Case.shelved_until)
OF_UNIT = (Unit.id, Unit.name, Unit.name_en, Unit.kind, Unit.status, Unit.lon, Unit.lat, Unit.position_at,
           Unit.area_code)
"""What a body is made of: of a thousand cases these columns take a fifth of the time that whole rows do."""


def stamp(moment: datetime | None) -> int | None:
    """Return whole seconds since 1970, which browsers and JSON agree on; None stays None."""
    return None if moment is None else int(moment.timestamp())


def case_body(case: Case | Row[*tuple[Any, ...]] | SimpleNamespace) -> dict[str, Any]:
    """Return the case as the live feed carries it (times in epoch seconds, WGS84).

    A case that is written in bulk, or read for this alone (OF_CASE), has no mapped row, only names and values. Of the
    few whose alarm is or was kept off the walls it says until when: `shelved`.
    """
    until = getattr(case, "shelved_until", None)  # who writes in bulk shelves nothing
    return {
        "no": case.case_no, "state": case.state, "open": case.is_open, "priority": case.priority,
        "class": case.class_code, "text": case.text[:TEXT_SHOWN], "area": case.area_code, "placed": case.placed,
        "lon": round(case.lon, 6), "lat": round(case.lat, 6), "at": stamp(case.received_at), "due": stamp(case.due_at),
        "ack": case.acknowledged_at is not None, "version": case.version, "dept": case.department,
        "watched": bool(case.is_supervised), **({"shelved": stamp(until)} if until else {}),
    }


def unit_body(unit: Unit | Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Return the unit as the live feed carries it."""
    return {
        "id": unit.id, "name": unit.name, "name_en": unit.name_en, "kind": unit.kind, "status": unit.status,
        "lon": round(unit.lon, 6), "lat": round(unit.lat, 6), "at": stamp(unit.position_at), "area": unit.area_code,
    }
