"""Reports by people and their programs: what is open nearby, a new case, one more voice for one that is open.

A report's own id names it for ever: sent again, it brings the same answer.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked, read_json
from dashboard.refusals import Refusal
from data.cases import reporting
from data.cases.given import FARTHEST_M, MOST_PICTURES, NOTE_LENGTH
from data.cases.intake import TEXT_LIMIT
from data.cases.reporting import Near, Told
from data.cases.voice import Voice, read_channel, read_id, read_reporter
from data.json_values import holds_nul, read_moment
from data.people.sessions import Caller

QUESTION = frozenset({"lon", "lat", "text", "class"})
LONGEST_TEXT_ASKED = 500
SHA256 = re.compile("[0-9a-f]{64}")
ADDRESS_LENGTH, CATEGORY_LENGTH = 240, 200


async def list_nearby(center: Center, request: Request) -> dict[str, Any]:
    """Answer the open cases of the same kind near a point, the nearest and most alike first."""
    asked = Asked(request.scope["query_string"], QUESTION)
    lon, lat = asked.number("lon", -180, 180), asked.number("lat", -90, 90)
    if lon is None or lat is None:
        raise Refusal(422, "bad_parameter", name="lon" if lon is None else "lat", why="WGS84 degrees are needed")
    text, kind = asked.words("text", LONGEST_TEXT_ASKED), asked.text("class", CATEGORY_LENGTH)
    return await center.run(_nearby, center, request.state.caller, (lon, lat), text, kind)


async def post_report(center: Center, request: Request) -> dict[str, Any]:
    """Store a report and answer its case number."""
    caller: Caller = request.state.caller
    told = read_report(read_json(await request.body()), usual_channel(caller))
    return await center.run(_report, center, caller, told)


async def post_support(center: Center, request: Request) -> dict[str, Any]:
    """Add a reporter to an open case and answer which case has them now, and how many it has besides the first."""
    caller: Caller = request.state.caller
    body = read_fields(read_json(await request.body()), SUPPORT, ("report_id",))
    voice = voice_of(body, usual_channel(caller))
    return await center.run(_support, center, caller, request.path_params["case_no"], voice, body)


def _nearby(center: Center, caller: Caller, point: tuple[float, float], text: str, kind: str) -> dict[str, Any]:
    with center.reading(caller) as visit:
        return {"items": [shown(one) for one in reporting.nearby(visit, *point, text=text, class_code=kind)]}


def _report(center: Center, caller: Caller, told: Told) -> dict[str, Any]:
    with center.writing(caller) as visit:
        return {"case_no": reporting.report(visit, told)}


def _support(center: Center, caller: Caller, case_no: str, voice: Voice, body: Mapping[str, Any]) -> dict[str, Any]:
    with center.writing(caller) as visit:
        case = reporting.support(visit, case_no, voice, text=body.get("text", ""), pictures=body.get("pictures", ()))
        return {"case_no": case.case_no, "supporters": case.supporters}


def usual_channel(caller: Caller) -> str:
    """Return the way by which a caller reports who names none: people by phone, programs as such."""
    return "phone" if caller.by_cookie else "api"


def shown(near: Near) -> dict[str, Any]:
    """Return an open case nearby as reporters see it: nothing about whoever reported it."""
    case = near.case
    return {"case_no": case.case_no, "text": case.text, "class_code": case.class_code,
            "distance_m": None if near.distance_m is None else round(near.distance_m, 1),
            "minutes_ago": int(near.age.total_seconds() // 60), "supporters": case.supporters,
            "likeness": round(near.likeness, 3),
            "chance": round(near.sameness.chance, 3) if near.sameness else None,
            "reasons": list(near.sameness.reasons) if near.sameness else []}


def read_report(value: Any, channel: str) -> Told:
    """Return the report of a body. Raises Refusal(422) that names the field."""
    body = read_fields(value, REPORT, ("report_id", "text", "lon", "lat"))
    return Told(
        voice=voice_of(body, channel), text=body["text"], lon=body["lon"], lat=body["lat"],
        accuracy_m=body.get("accuracy_m"), address=body.get("address", ""), category=body.get("category", ""),
        is_urgent=body.get("urgent", False), occurred_at=body.get("occurred_at"), pictures=body.get("pictures", ()))


def voice_of(body: Mapping[str, Any], channel: str) -> Voice:
    """Return who speaks in a body that was read."""
    return Voice(report_id=body["report_id"], channel=body.get("channel", channel), reporter=body.get("reporter"))


def read_fields(value: Any, known: Mapping[str, Callable[[Any], Any]], needed: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of a body; one that is null was not given. Raises Refusal(422) that names the field."""
    if not isinstance(value, dict):
        raise Refusal(422, "not_an_object")
    found = {}
    for name, given in value.items():
        if name not in known:
            raise Refusal(422, "unknown_field", field=name[:40])
        if given is None:
            continue
        try:
            found[name] = known[name](given)
        except ValueError as wanted:
            raise Refusal(422, "bad_field", field=name, why=str(wanted)) from None
    for name in needed:
        if name not in found:
            raise Refusal(422, "missing_field", field=name)
    return found


def _text(longest: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or holds_nul(value):
            raise ValueError(f"text of at most {longest} characters")
        return value

    return read


def _number(lowest: float, highest: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or not lowest <= value <= highest:
            raise ValueError(f"a number from {lowest:g} to {highest:g}")
        return float(value)

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _moment(value: Any) -> Any:
    found = read_moment(value)
    if found is None:
        raise ValueError("ISO 8601 with a zone")
    return found


def _pictures(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_PICTURES or not all(
            isinstance(one, str) and SHA256.fullmatch(one) for one in value):
        raise ValueError(f"a list of at most {MOST_PICTURES} SHA-256 in hexadecimal")
    return tuple(value)


VOICE: dict[str, Callable[[Any], Any]] = {"report_id": read_id, "channel": read_channel, "reporter": read_reporter,
                                          "pictures": _pictures}
SUPPORT = {**VOICE, "text": _text(NOTE_LENGTH)}
REPORT = {**VOICE, "text": _text(TEXT_LIMIT), "lon": _number(-180, 180), "lat": _number(-90, 90),
          "accuracy_m": _number(0, FARTHEST_M), "address": _text(ADDRESS_LENGTH), "category": _text(CATEGORY_LENGTH),
          "urgent": _flag, "occurred_at": _moment}
"""Field -> what reads it, or raises ValueError with what is wanted."""

DOOR = Door(name="reports", paths=(
    Path(template="/api/v1/reports/nearby", method="GET", answer=list_nearby),
    Path(template="/api/v1/reports", method="POST", answer=post_report),
    Path(template="/api/v1/cases/{case_no}/support", method="POST", answer=post_support),
))
