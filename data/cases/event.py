"""Reading one event as other systems send it, by whichever way it comes in: JSON in, a report out.

What cannot be read stands in the report's `fault`; whether it can be taken is for the intake to say.
"""

import math
from typing import Any

import orjson

from data.cases.intake import TEXT_LIMIT, Report
from data.json_values import holds_nul, read_moment

MOST_EVENTS = 1_000
"""In one batch, or in one message."""
LONGEST = {"category": 200, "address": 240}
MOST_MEDIA = 20
LARGEST_REPORTER = 4_096
SEVERITIES = {"critical": 1, "high": 2, "medium": 3, "low": 4}

REASONS = {
    "no_id": "source and event_id are needed, both text",
    "id_too_long": "source has at most 64 characters, event_id 128",
    "no_time": "occurred_at is needed",
    "unreadable_date": "occurred_at must be ISO 8601 with a zone, such as 2026-11-23T10:00:00+08:00",
    "in_the_future": "occurred_at lies in the future",
    "no_coordinate": "lon and lat are needed",
    "unreadable_coordinate": "lon and lat must be WGS84 degrees, as numbers",
    "outside_every_area": "the point lies outside every area of this city",
    "area_not_allowed": "the event lies outside the areas of this key",
    "no_text": "text is needed",
    "text_too_long": f"text has at most {TEXT_LIMIT} characters",
    "bad_severity": "severity is 1 to 4, or critical, high, medium, low",
    "unreadable_row": "the event must be an object with source, event_id, occurred_at, category, text, lon and lat",
}
"""What a rejected event's sender is told, by the reasons of the intake."""


def media_of(event: Any) -> list[Any]:
    """Return the media of an event, [] where there are none or they cannot be read."""
    found = event.get("media") if isinstance(event, dict) else None
    return found if isinstance(found, list) else []


def read_event(event: Any) -> Report:
    """Return the report of one event; what is wrong with it stands in its `fault`. Times UTC, WGS84 degrees."""
    if not isinstance(event, dict) or holds_nul(event):
        return _faulty("unreadable_row")
    if not (_is_text(event.get("source")) and _is_text(event.get("event_id"))):
        return _faulty("no_id")
    return Report(
        source=_text(event, "source").strip(), event_id=_text(event, "event_id").strip(), channel="api",
        occurred_at=read_moment(event.get("occurred_at")), category=_text(event, "category"), text=_text(event, "text"),
        lon=_degrees(event.get("lon")), lat=_degrees(event.get("lat")), address=_text(event, "address").strip(),
        priority=_priority(event.get("severity")), reporter=_reporter(event.get("reporter")), fault=_fault_of(event),
    )


def _fault_of(event: dict[str, Any]) -> str:
    """Return the reason an event cannot be read; whether it can be taken is for the intake to say."""
    checks = (
        ("unreadable_row", not _is_text(event.get("category")) or _is_too_long(event, "category")),
        ("no_time", event.get("occurred_at") is None),
        ("unreadable_date", read_moment(event.get("occurred_at")) is None),
        ("no_text", not _is_text(event.get("text"))),
        ("no_coordinate", event.get("lon") is None or event.get("lat") is None),
        ("unreadable_coordinate", _degrees(event.get("lon")) is None or _degrees(event.get("lat")) is None),
        ("bad_severity", event.get("severity") is not None and _priority(event["severity"]) is None),
        ("unreadable_row", not _are_extras_sound(event)),
    )
    return next((reason for reason, applies in checks if applies), "")


def _are_extras_sound(event: dict[str, Any]) -> bool:
    address, reporter, media = event.get("address"), event.get("reporter"), event.get("media")
    return (
        (address is None or (isinstance(address, str) and not _is_too_long(event, "address")))
        and (reporter is None or (isinstance(reporter, dict | str) and len(orjson.dumps(reporter)) <= LARGEST_REPORTER))
        and (media is None or (isinstance(media, list) and len(media) <= MOST_MEDIA))
    )


def _faulty(reason: str) -> Report:
    return Report(source="", event_id="", occurred_at=None, category="", text="", fault=reason)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_too_long(event: dict[str, Any], name: str) -> bool:
    return len(event[name]) > LONGEST[name]


def _text(event: dict[str, Any], name: str) -> str:
    value = event.get(name)
    return value if isinstance(value, str) else ""


def _degrees(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and abs(value) <= 180 else None


def _priority(severity: Any) -> int | None:
    if isinstance(severity, str):
        return SEVERITIES.get(severity.strip().lower())
    is_whole = isinstance(severity, int) and not isinstance(severity, bool)
    return severity if is_whole and severity in SEVERITIES.values() else None


def _reporter(value: Any) -> dict[str, Any] | None:
    if isinstance(value, str):
        return {"name": value} if value.strip() else None
    return value if isinstance(value, dict) else None
