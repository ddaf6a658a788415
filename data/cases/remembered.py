"""What an event keeps of the case before it, so that the case can be seen again as it stood at any moment.

Kept under "was" in the event's details, as far as the move changed it. What tells itself is not kept: state and
version stand in the event, its verb says whether the case was supervised before, and a moment that was not there
before is known by being later than the event.
"""

from datetime import datetime
from typing import Any

from data.models.case import Case

WAS = "was"
PASSED = ("first_response_at", "accepted_at", "dispatched_at", "signed_at", "handled_at", "verified_at",
          "followed_up_at", "evaluated_at", "closed_at", "acknowledged_at", "paused_at")
"""Moments at which something happened: none of them lies ahead of the moment it was written."""
KEPT = (*PASSED, "class_code", "major_code", "priority", "department", "level", "due_at", "asked_due_at",
        "stage_due_at", "acknowledged_by", "shelved_until", "merged_into", "supporters", "suspicions", "contacted",
        "solved", "satisfied", "grade", "returns", "reworks", "reopenings", "extensions")
AHEAD = ("due_at", "asked_due_at", "stage_due_at", "shelved_until")
"""Moments that may lie ahead."""


def facts_of(case: Case) -> dict[str, Any]:
    """Return what is kept of a case as it stands."""
    return {name: getattr(case, name) for name in KEPT}


def changed_since(before: dict[str, Any], case: Case) -> dict[str, Any]:
    """Return {"was": {name: value before}} of what is different now, moments as ISO 8601; {} where nothing is."""
    was = {name: _as_json(value) for name, value in before.items()
           if value != getattr(case, name) and not (value is None and name in PASSED)}
    return {WAS: was} if was else {}


def read_back(was: dict[str, Any]) -> dict[str, Any]:
    """Return what `changed_since` kept, moments as moments."""
    return {name: datetime.fromisoformat(value) if name in (*PASSED, *AHEAD) and value is not None else value
            for name, value in was.items() if name in KEPT}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
