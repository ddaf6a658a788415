"""The description of the programs' routes, OpenAPI 3.1: kept by hand, compared with the routes by a test."""

from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.doors.areas import RANGES
from dashboard.doors.cases import ENDED, MOST_LISTED, OPEN, USUAL_LIMIT
from data.cases import given, intake, suspicions, voice
from data.cases.event import MOST_EVENTS, SEVERITIES
from data.cases.states import State, Verb
from data.facilities import taking
from data.facilities.capacity import KINDS
from data.stock import taking as moved
from data.stock.moving import ACTS
from data.stock.moving import MOST as MOST_MOVED
from data.told import MOST_ROWS
from data.warnings import readings
from data.warnings.levels import SENSOR_KINDS

TEXT, NUMBER, WHOLE, FLAG = {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
MOMENT = {"type": "string", "format": "date-time"}
MAYBE_MOMENT = {"type": ["string", "null"], "format": "date-time"}
MAYBE_TEXT, MAYBE_NUMBER = {"type": ["string", "null"]}, {"type": ["number", "null"]}
MAYBE_FLAG, MAYBE_FREE = {"type": ["boolean", "null"]}, {"type": ["object", "null"]}
FREE = {"type": "object"}


def _object(fields: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [name for name in fields if name not in optional]}


def _list(of: dict[str, Any], **bounds: int) -> dict[str, Any]:
    return {"type": "array", "items": of, **bounds}


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _received(id_field: str, codes: list[str]) -> dict[str, Any]:
    return _object({
        "received": WHOLE, **dict.fromkeys(("stored", "duplicate"), _list(_object({id_field: TEXT}))),
        "rejected": _list(_object({"index": WHOLE, id_field: MAYBE_TEXT, "code": {"enum": codes}, "message": TEXT})),
    })


PLACED = {
    "lon": {**NUMBER, "minimum": -180, "maximum": 180}, "lat": {**NUMBER, "minimum": -90, "maximum": 90},
    "address": {**TEXT, "maxLength": 240},
}
VOICE: dict[str, Any] = {
    "channel": {"enum": list(voice.CHANNELS)}, "reporter": _object({"name": TEXT, "phone": TEXT}, "name", "phone"),
}
PICTURES = _list({**TEXT, "pattern": "^[0-9a-f]{64}$"}, maxItems=given.MOST_PICTURES)
SPOKEN: dict[str, Any] = {"report_id": {**TEXT, "maxLength": voice.ID_LENGTH},
                          "text": {**TEXT, "maxLength": given.NOTE_LENGTH}, **VOICE, "pictures": PICTURES}

MAY_BE_GIVEN: dict[str, Any] = {
    "note": {**TEXT, "maxLength": given.NOTE_LENGTH}, "units": _list(TEXT), "lead": TEXT, "department": TEXT,
    "departments": _list(TEXT), "class_code": TEXT, "until": MOMENT, "into": TEXT,
    "reply": _object({"contacted": FLAG, "solved": MAYBE_FLAG, "satisfied": MAYBE_FLAG}, "solved", "satisfied"),
    "grade": {**WHOLE, "minimum": 1, "maximum": 5},
    "parts": _list(_object({"text": TEXT, "department": TEXT, "class_code": TEXT}, "class_code")),
    "pictures": _list(TEXT), "audience": {"enum": list(given.AUDIENCES)},
    "voice": _object({"report_id": TEXT, **VOICE}, *VOICE), "supporter": WHOLE, "via": {"enum": list(given.VIAS)},
    "position": _object({"lon": NUMBER, "lat": NUMBER, "accuracy_m": MAYBE_NUMBER}, "accuracy_m"),
}
"""What a move can be given besides verb and version; each verb says what it needs."""

SCHEMAS: dict[str, Any] = {
    "Error": _object({"error": _object({"code": TEXT, "message": TEXT, "request_id": TEXT})}),
    "Event": _object({
        "source": {**TEXT, "maxLength": 64}, "event_id": {**TEXT, "maxLength": 128}, "occurred_at": MOMENT,
        "category": {**TEXT, "maxLength": 200}, "text": {**TEXT, "maxLength": intake.TEXT_LIMIT},
        "lon": {**NUMBER, "minimum": -180, "maximum": 180}, "lat": {**NUMBER, "minimum": -90, "maximum": 90},
        "address": {**TEXT, "maxLength": 240}, "severity": {"enum": [*SEVERITIES.values(), *SEVERITIES]},
        "reporter": FREE, "media": {**_list(TEXT), "description": "SHA-256 names of pictures that this sender brought "
                                    "in before (POST /pictures); anything else, an address for example, is ignored"},
    }, "address", "severity", "reporter", "media"),
    "Received": _object({
        "received": WHOLE, "stored": _list(_object({
            "event_id": TEXT, "case_no": TEXT, "media": _object({"attached": WHOLE, "ignored": WHOLE})}, "media")),
        "duplicate": _list(_object({"event_id": TEXT, "case_no": TEXT})),
        "rejected": _list(_object({"index": WHOLE, "event_id": MAYBE_TEXT, "code": {"enum": list(intake.REASONS)},
                                   "message": TEXT})),
    }),
    "Facility": _object({
        "source": {**TEXT, "maxLength": 64}, "facility_id": {**TEXT, "maxLength": 64}, "kind": {"enum": list(KINDS)},
        "name": {**TEXT, "maxLength": 120}, "name_en": {**TEXT, "maxLength": 120},
        "lon": {**NUMBER, "minimum": -180, "maximum": 180}, "lat": {**NUMBER, "minimum": -90, "maximum": 90},
        "total": {**WHOLE, "minimum": 0}, "free": {**WHOLE, "minimum": 0}, "as_of": MOMENT,
    }, "name_en"),
    "FacilitiesReceived": _received("facility_id", list(taking.REASONS)),
    "Reading": _object({
        "source": {**TEXT, "maxLength": 64}, "sensor_id": {**TEXT, "maxLength": 64},
        "kind": {"enum": list(SENSOR_KINDS)}, "name": {**TEXT, "maxLength": 120},
        "name_en": {**TEXT, "maxLength": 120}, "lon": {**NUMBER, "minimum": -180, "maximum": 180},
        "lat": {**NUMBER, "minimum": -90, "maximum": 90}, "value": NUMBER, "at": MOMENT,
    }, "name_en"),
    "ReadingsReceived": _received("sensor_id", list(readings.REASONS)),
    "Movement": _object({
        **{name: {**TEXT, "maxLength": most} for name, most in moved.LONGEST.items()},
        "act": {"enum": list(ACTS)}, "quantity": {**WHOLE, "minimum": 0, "maximum": MOST_MOVED},
    }, *(name for name in moved.LONGEST if name not in moved.NEEDED)),
    "StockReceived": _object({
        "received": WHOLE, **dict.fromkeys(("stored", "duplicate"), _list(MAYBE_TEXT)),
        "rejected": _list(_object({"index": WHOLE, "key": MAYBE_TEXT, "code": TEXT, "message": TEXT})),
    }),
    "Stock": _object({"at": MOMENT, "items": _list(_object({
        **dict.fromkeys(("depot", "name", "name_en", "area", "kind", "unit"), TEXT), "lon": NUMBER, "lat": NUMBER,
        **dict.fromkeys(("on_hand", "expired", "free", "low_at"), WHOLE), "state": {"enum": ["enough", "low", "none"]},
        "next_expiry": MAYBE_TEXT, "as_of": MAYBE_MOMENT}))}),
    "Case": _object({
        "case_no": TEXT, "source": TEXT, "event_id": TEXT, "channel": TEXT, "status": {"enum": list(State)},
        "open": FLAG, "version": WHOLE, "priority": {**WHOLE, "minimum": 1, "maximum": 4}, "class_scheme": TEXT,
        "class_code": TEXT,
        "major_code": TEXT, "text": TEXT, "address": TEXT, "lon": NUMBER, "lat": NUMBER,
        "placed": {"enum": ["point", "area"]}, "area": TEXT, "department": MAYBE_TEXT, "occurred_at": MOMENT,
        "received_at": MOMENT, "first_response_at": MAYBE_MOMENT, "due_at": MAYBE_MOMENT, "handled_at": MAYBE_MOMENT,
        "closed_at": MAYBE_MOMENT, "acknowledged_at": MAYBE_MOMENT, "acknowledged_by": MAYBE_TEXT,
        **dict.fromkeys(("accepted_at", "dispatched_at", "signed_at", "verified_at", "followed_up_at", "evaluated_at",
                         "stage_due_at", "asked_due_at", "paused_at"), MAYBE_MOMENT),
        **dict.fromkeys(("supporters", "returns", "reworks", "reopenings", "extensions"), WHOLE),
        **dict.fromkeys(("contacted", "solved", "satisfied"), MAYBE_FLAG), "level": MAYBE_NUMBER,
        "grade": MAYBE_NUMBER, "supervised": FLAG, "suspicions": _list({"enum": list(suspicions.BITS)}),
        "route": MAYBE_FREE, "proposal": MAYBE_FREE,
    }),
    "Step": _object({"version": WHOLE, "verb": {"enum": list(Verb)}, "before": MAYBE_TEXT, "after": TEXT, "at": MOMENT,
                     "by": TEXT, "note": TEXT, "details": FREE}),
    "CaseWithHistory": {"allOf": [_named("Case"), _object({
        "events": _list(_named("Step")), "archived": MAYBE_TEXT, "events_unreadable": MAYBE_TEXT})]},
    "Cases": _object({"items": _list(_named("Case")), "next_cursor": MAYBE_TEXT}),
    "Move": _object({"verb": {"enum": list(Verb)}, "version": WHOLE, **MAY_BE_GIVEN}, *MAY_BE_GIVEN),
    "Nearby": _object({"items": _list(_object({
        "case_no": TEXT, "text": TEXT, "class_code": TEXT, "distance_m": NUMBER, "minutes_ago": WHOLE,
        "supporters": WHOLE, "likeness": {**NUMBER, "minimum": 0, "maximum": 1},
        "chance": MAYBE_NUMBER, "reasons": _list(TEXT)}))}),
    "Support": _object(SPOKEN, "text", "pictures", *VOICE),
    "Report": _object({
        **SPOKEN, "text": {**TEXT, "maxLength": intake.TEXT_LIMIT}, **PLACED, "accuracy_m": {**NUMBER, "minimum": 0},
        "category": {**TEXT, "maxLength": 200}, "urgent": FLAG, "occurred_at": MOMENT,
    }, "accuracy_m", "address", "category", "urgent", "occurred_at", "pictures", *VOICE),
    "AreaName": _object({"code": TEXT, "name": TEXT, "name_en": TEXT}),
    "Area": {"allOf": [_named("AreaName"), _object({
        "level": WHOLE, "level_key": TEXT, "parent": MAYBE_TEXT, "population": MAYBE_NUMBER, "households": MAYBE_NUMBER,
        "area_m2": NUMBER, "lon": NUMBER, "lat": NUMBER, "bbox": _list(NUMBER, minItems=4, maxItems=4),
        "share_in_parent": NUMBER, "map_version": TEXT, "path": _list(_named("AreaName")),
        "children": _list(_named("AreaName")),
    })]},
    "Figure": _object({"name": TEXT, "value": MAYBE_NUMBER, "unit": TEXT, "as_of": MOMENT, "definition": TEXT,
                       "before": MAYBE_NUMBER, "numerator": MAYBE_NUMBER, "denominator": MAYBE_NUMBER,
                       "sample": MAYBE_NUMBER, "left_out": WHOLE, "details": FREE}),
    "Definition": _object({
        "id": TEXT, "name": TEXT, "group": TEXT, "kind": TEXT, "unit": TEXT, "window": TEXT, "numerator": _list(TEXT),
        "denominator": _list(TEXT), "exclusions": _list(TEXT), "span": TEXT, "owner": TEXT, "source": TEXT,
        "good_when": {"enum": ["high", "low", ""]}, "words": FREE,
    }),
    "Definitions": _object({"small_sample": WHOLE, "weights": FREE, "figures": _list(_named("Definition"))}),
    "Summary": _object({
        "area": _named("AreaName"), "as_of": MOMENT, "zone": TEXT,
        "coverage": _object({"expected": WHOLE, "heard": WHOLE,
                             "missing": _list(_object({"area": TEXT, "feed": TEXT}))}),
        "figures": _list(_named("Figure")),
        "received_by_hour": _object({"from": MOMENT, "counts": _list(WHOLE), "definition": TEXT}),
    }, "received_by_hour"),
}

CASE_NO = {"name": "case_no", "in": "path", "required": True, "schema": TEXT}
CODE = {"name": "code", "in": "path", "required": True, "schema": TEXT, "description": "Code of an area"}


def _query(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": about}


def _operation(about: str, answer: dict[str, Any], *, refusals: tuple[int, ...] = (),
               parameters: list[Any] | None = None, body: dict[str, Any] | None = None) -> dict[str, Any]:
    told = {"description": "Refused", "content": {"application/json": {"schema": _named("Error")}}}
    found: dict[str, Any] = {
        "summary": about,
        "responses": {"200": {"description": "Done", "content": {"application/json": {"schema": answer}}},
                      **{str(status): told for status in (400, 401, 403, 422, 429, 503, *refusals)}},
    }
    if parameters:
        found["parameters"] = parameters
    if body:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return found


LISTED = [
    _query("area", TEXT, "Code of an area: cases inside it"),
    _query("status", TEXT, f"States, comma separated; {OPEN} and {ENDED} stand for several"),
    _query("since", MOMENT, "Received at this moment or later"),
    _query("limit", {**WHOLE, "minimum": 1, "maximum": MOST_LISTED, "default": USUAL_LIMIT}, "Cases per page"),
    _query("cursor", TEXT, "next_cursor of the page before; the other parameters stay as they were"),
]
NEAR = [
    _query("lon", NUMBER, "WGS84 degrees; needed"), _query("lat", NUMBER, "WGS84 degrees; needed"),
    _query("text", {**TEXT, "maxLength": 500}, "What is to be reported"),
    _query("class", TEXT, "Its class, by code or name, where it is known"),
]
ONCE = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {**TEXT, "maxLength": 200},
        "description": "The same key and body bring the same answer for 48 hours; another body is refused"}
WHEN = [
    _query("at", MOMENT, "As of a past moment; left out: now"),
    _query("range", {"enum": list(RANGES)}, "Also list arrivals per hour over this range"),
]

PATHS: dict[str, Any] = {
    "/api/v1/events": {"post": _operation("Post events; answered after the commit", _named("Received"), refusals=(413,),
                                          body=_list(_named("Event"), minItems=1, maxItems=MOST_EVENTS))},
    "/api/v1/facilities": {"post": _operation(
        "Tell how many places facilities have free; what is not newer than before changes nothing",
        _named("FacilitiesReceived"), refusals=(413,),
        body=_list(_named("Facility"), minItems=1, maxItems=MOST_ROWS))},
    "/api/v1/readings": {"post": _operation(
        "Tell what sensors read; the same reading twice changes nothing", _named("ReadingsReceived"), refusals=(413,),
        body=_list(_named("Reading"), minItems=1, maxItems=MOST_ROWS))},
    "/api/v1/stock": {
        "get": _operation("List what depots have of each material", _named("Stock"), parameters=[
            _query("area", TEXT, "Only inside this area"), _query("kind", TEXT, "Only of this kind")]),
        "post": _operation(
            "Move stock: each key once; a refused row leaves nothing behind and the others alone",
            _named("StockReceived"), refusals=(413,), body=_list(_named("Movement"), minItems=1,
                                                                  maxItems=moved.MOST_ROWS))},
    "/api/v1/cases": {"get": _operation("List cases, oldest first", _named("Cases"), refusals=(404,),
                                        parameters=LISTED)},
    "/api/v1/cases/{case_no}": {"get": _operation("Show a case with its history", _named("CaseWithHistory"),
                                                  refusals=(404,), parameters=[CASE_NO])},
    "/api/v1/cases/{case_no}/moves": {"post": _operation(
        "Make a move", _named("CaseWithHistory"), refusals=(404, 409, 413), parameters=[CASE_NO, ONCE],
        body=_named("Move"))},
    "/api/v1/reports/nearby": {"get": _operation("List open cases of the same kind near a point", _named("Nearby"),
                                                 parameters=NEAR)},
    "/api/v1/reports": {"post": _operation(
        "Report a case; the same report_id is the same case for ever", _object({"case_no": TEXT}),
        refusals=(404, 409, 413), body=_named("Report"))},
    "/api/v1/cases/{case_no}/support": {"post": _operation(
        "Report what is open already: one more reporter for the case", _object({"case_no": TEXT, "supporters": WHOLE}),
        refusals=(404, 409, 413), parameters=[CASE_NO], body=_named("Support"))},
    "/api/v1/areas/{code}": {"get": _operation("Show an area", _named("Area"), refusals=(404,), parameters=[CODE])},
    "/api/v1/areas/{code}/summary": {"get": _operation("Show an area's figures", _named("Summary"), refusals=(404,),
                                                       parameters=[CODE, *WHEN])},
    "/api/v1/figures": {"get": _operation("List what the figures of a summary mean", _named("Definitions"))},
    "/api/v1/openapi.json": {"get": _operation("Show this description", FREE)},
}


def describe(build: str) -> dict[str, Any]:
    """Return the OpenAPI document of this build."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Yiping", "version": build, "description": "Times are ISO 8601 with a zone, places WGS84."},
        "security": [{"key": []}],
        "paths": PATHS,
        "components": {"schemas": SCHEMAS, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


async def show_description(center: Center, _request: Request) -> dict[str, Any]:
    """Answer the description."""
    return describe(center.build)


DOOR = Door(name="description", paths=(Path(template="/api/v1/openapi.json", method="GET", answer=show_description),))
