"""Events from other systems: a list in, and for every event whether it was stored, known already, or why not.

Answered after the commit. A bad event is rejected by itself; the others are stored.
"""

import functools
import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import orjson
from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import holds_nul, read_json, read_moment
from dashboard.refusals import Refusal
from data.areas.locate import GridIndex
from data.cases import intake, workflow
from data.cases.intake import Outcome, Report
from data.pictures import store
from data.visit import Visit

MOST_EVENTS = 1_000
LONGEST = {"category": 200, "address": 240}
MOST_MEDIA = 20
SHA256 = re.compile("[0-9a-f]{64}")
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
    "text_too_long": f"text has at most {intake.TEXT_LIMIT} characters",
    "bad_severity": "severity is 1 to 4, or critical, high, medium, low",
    "unreadable_row": "the event must be an object with source, event_id, occurred_at, category, text, lon and lat",
}
"""What a rejected event's sender is told, by the reasons of `data.cases.intake`."""


async def post_events(center: Center, request: Request) -> Response:
    """Take a batch in and answer what became of each event."""
    events = read_json(await request.body())
    if not isinstance(events, list):
        raise Refusal(422, "not_a_list")
    if not 1 <= len(events) <= MOST_EVENTS:
        raise Refusal(422, "batch_size", limit=MOST_EVENTS)
    reports = [read_event(event) for event in events]
    index = await center.run(center.index)  # built before the database is held for writing, where it had to be built
    store_all = functools.partial(_receive, index=index, reports=reports, media=[media_of(event) for event in events])
    outcome, attached = await center.write_together(request.state.caller, store_all, len(reports))
    for name in ("stored", "duplicate", "rejected"):
        center.measures.count("yiping_events_total", len(getattr(outcome, name)), outcome=name)
    return Response(orjson.dumps(answer(events, outcome, attached)), media_type="application/json")


def _receive(visit: Visit, *, index: GridIndex, reports: list[Report],
             media: list[list[Any]]) -> tuple[Outcome, dict[int, int]]:
    """Return what became of the reports, and {index: how many pictures were attached} of those stored with media."""
    outcome = intake.receive(visit, reports, index, live=True)
    return outcome, {i: _attach(visit, case_no, media[i]) for i, case_no in outcome.stored if media[i]}


def _attach(visit: Visit, case_no: str, media: list[Any]) -> int:
    """Attach the pictures that this sender brought in before, and return how many; nothing is fetched from anywhere."""
    names = tuple(one for one in media if isinstance(one, str) and SHA256.fullmatch(one))
    known = tuple(name for name in names if store.is_known(visit, name))
    return store.attach(visit, workflow.find(visit, case_no), known, "before")


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


def answer(events: list[Any], outcome: Outcome, attached: Mapping[int, int] = MappingProxyType({})) -> dict[str, Any]:
    """Return what is answered: every event stands in exactly one of the three lists.

    A stored event that came with media says what became of them; whatever is no picture that this sender
    brought in before (POST /pictures), an address for example, is ignored.
    """
    return {
        "received": len(events),
        "stored": [{"event_id": _id_of(events[i]), "case_no": case_no, **_told(events[i], attached.get(i))}
                   for i, case_no in outcome.stored],
        "duplicate": [{"event_id": _id_of(events[i]), "case_no": case_no} for i, case_no in outcome.duplicate],
        "rejected": [{"index": i, "event_id": _id_of(events[i]), "code": reason, "message": REASONS.get(reason, reason)}
                     for i, reason in outcome.rejected],
    }


def _told(event: Any, attached: int | None) -> dict[str, Any]:
    return {} if attached is None else {"media": {"attached": attached, "ignored": len(media_of(event)) - attached}}


def _id_of(event: Any) -> str | None:
    found = event.get("event_id") if isinstance(event, dict) else None
    return found if isinstance(found, str) else None


DOOR = Door(name="events", paths=(Path(template="/api/v1/events", method="POST", answer=post_events),))
