"""What programs tell of things that stand somewhere, row by row: what is common to facilities and sensors.

A row is stored, known already, or rejected for a reason; never half of one.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from data.errors import DatabaseBusy
from data.json_values import holds_nul
from data.visit import Visit

MOST_ROWS = 1_000
ID_LENGTH, NAME_LENGTH = 64, 120
AHEAD = timedelta(minutes=5)
"""Another machine's clock may be so much before ours."""

REASONS = {
    "no_name": f"name is needed, with at most {NAME_LENGTH} characters",
    "unreadable_coordinate": "lon and lat must be WGS84 degrees, as numbers",
    "outside_every_area": "the point lies outside every area of this city",
}
"""What the sender of a rejected row is told, whatever it is of."""


@dataclass(frozen=True)
class Outcome:
    """Which rows were stored, were known already, or were rejected and why, by their index."""

    stored: list[int] = field(default_factory=list)
    duplicate: list[int] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)


def head_fault(row: Any, id_field: str, kinds: Collection[str]) -> str:
    """Return the first reason for which a row's ids, kind, name or point cannot be read, "" where all can."""
    if not isinstance(row, dict) or holds_nul(row):
        return "unreadable_row"
    ids = [row.get("source"), row.get(id_field)]
    if not all(isinstance(one, str) and one.strip() for one in ids):
        return "no_id"
    if any(len(str(one).strip()) > ID_LENGTH for one in ids):
        return "id_too_long"
    if row.get("kind") not in kinds:
        return "unknown_kind"
    name = row.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= NAME_LENGTH:
        return "no_name"
    return "" if is_number(row.get("lon"), 180) and is_number(row.get("lat"), 90) else "unreadable_coordinate"


def head(row: dict[str, Any], id_field: str) -> dict[str, Any]:
    """Return what `head_fault` found sound, by field."""
    english = row.get("name_en")
    return {"source": row["source"].strip(), id_field: row[id_field].strip(), "kind": row["kind"],
            "name": row["name"].strip(), "lon": float(row["lon"]), "lat": float(row["lat"]),
            "name_en": english.strip()[:NAME_LENGTH] if isinstance(english, str) else ""}


def is_number(value: Any, most: float) -> bool:
    """Is it a number from -most to most?"""
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def moment_fault(at: datetime | None, now: datetime) -> str:
    """Return why a moment cannot be taken, "" where it can."""
    return "unreadable_date" if at is None else "in_the_future" if at > now + AHEAD else ""


def place_fault(visit: Visit, permission: str, code: str | None, before: str | None) -> str:
    """Return why an area cannot be told of, "" where it can; `before` is the area in which the thing stood."""
    if code is None:
        return "outside_every_area"
    may = visit.scope.allows(permission, code) and (before is None or visit.scope.allows(permission, before))
    return "" if may else "area_not_allowed"


def settle(visit: Visit) -> None:
    """Write what is new. Raises DatabaseBusy where another tells of the same thing at this moment."""
    try:
        visit.session.flush()
    except (IntegrityError, StaleDataError):
        raise DatabaseBusy from None
