"""A warning as other systems read it: OASIS CAP 1.2, one message for each version of a warning.

`GET /warnings/{id}.cap`. What a demo city says is an exercise. Polygons are "lat,lon" in WGS84, outer rings alone.
"""

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.speech import Words
from dashboard.wiring import words_for
from data.demo.records import MARKER
from data.errors import NotFound
from data.models.warning import CityWarning
from data.people.sessions import Caller
from data.visit import Visit
from data.warnings import listing, places
from data.warnings.levels import DRAFT, ISSUED, UPDATED
from data.warnings.surging import ORIGIN

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
NOTHING: frozenset[str] = frozenset()
SEVERITY = {"red": "Extreme", "orange": "Severe", "yellow": "Moderate", "blue": "Minor"}
CATEGORY = {"flood": "Met", "rain": "Met", "wind": "Met", "heat": "Met", "fire": "Fire", "gas": "Safety",
            "traffic": "Transport", "crowd": "Security", "epidemic": "Health", "supply": "Infra"}
MESSAGE = {DRAFT: "Alert", ISSUED: "Alert", UPDATED: "Update"}


async def export(center: Center, request: Request) -> Response:
    """Answer the warning as XML. Raises NotFound("warning_not_found") for one that is not the caller's to know."""
    Asked(request.scope["query_string"], NOTHING)
    body = await center.run(_export, center, request.state.caller, str(request.path_params["id"]))
    return Response(body, media_type="application/cap+xml; charset=utf-8")


def _export(center: Center, caller: Caller, warning_id: str) -> bytes:
    with center.reading(caller) as visit:
        one = listing.found(visit, warning_id[:20])
        if one is None:
            raise NotFound("warning_not_found", warning=warning_id[:20])
        return written(visit, words_for(visit), one)


def written(visit: Visit, t: Words, one: CityWarning) -> bytes:
    """Return the message, UTF-8."""
    history = listing.history(visit, one)
    changed = [event for event in history if event.what in ("drafted", "issued", "updated", "lifted", "expired",
                                                            "refused")]
    sender, sent = f"yiping-{visit.city.code}", changed[-1].at if changed else one.issued_at
    alert = ElementTree.Element("alert", {"xmlns": NAMESPACE})
    kind = MESSAGE.get(one.state, "Cancel")
    status = "Draft" if one.state == DRAFT else "Exercise" if visit.city.marker == MARKER else "Actual"
    _add(alert, [("identifier", f"{one.id}-{one.version}"), ("sender", sender), ("sent", _moment(visit, sent)),
                 ("status", status), ("msgType", kind), ("scope", "Restricted" if one.audience else "Public")])
    if one.audience:
        _add(alert, [("restriction", " ".join(t(f"titles.{role}") for role in one.audience))])
    if kind != "Alert":
        _add(alert, [("references", f"{sender},{one.id}-1,{_moment(visit, one.made_at)}")])
    info = ElementTree.SubElement(alert, "info")
    _add(info, [*_said(visit, t, one)])
    area = ElementTree.SubElement(info, "area")
    names = places.names(visit, one.areas)
    _add(area, [("areaDesc", " ".join(names.get(code, code) for code in one.areas))])
    _add(area, [("polygon", ring) for ring in places.rings(one.outline)])
    for code in one.areas:
        _add(ElementTree.SubElement(area, "geocode"), [("valueName", visit.city.code_scheme), ("value", code)])
    return ElementTree.tostring(alert, encoding="utf-8", xml_declaration=True)


def _said(visit: Visit, t: Words, one: CityWarning) -> Iterator[tuple[str, str]]:
    yield "language", t.language
    yield "category", CATEGORY.get(one.kind, "Other")
    yield "event", t(f"warning_kinds.{one.kind}")
    yield "urgency", "Immediate" if one.level == "red" else "Expected"
    yield "severity", SEVERITY[one.level]
    yield "certainty", "Observed" if "rule" in one.basis else "Possible" if one.origin == ORIGIN else "Unknown"
    yield "effective", _moment(visit, one.issued_at)
    yield "expires", _moment(visit, one.valid_until)
    yield "senderName", t.pick(visit.city.name, visit.city.name_en)
    yield "headline", t.pick(one.title, one.title_en)
    if one.text:
        yield "description", one.text


def _moment(visit: Visit, at: datetime) -> str:
    """Return it as CAP wants it: on the city's clock, with its offset, without fractions."""
    return at.astimezone(visit.zone).replace(microsecond=0).isoformat()


def _add(parent: ElementTree.Element, pairs: list[tuple[str, str]]) -> None:
    for name, text in pairs:
        ElementTree.SubElement(parent, name).text = text


DOOR = Door(name="cap", paths=(Path(template="/warnings/{id}.cap", method="GET", answer=export),))
