"""Tables to take away, `GET /tables/NAME.csv?area=`: cameras, facilities, warnings, shortfalls of dispatch, forecasts.

The last three also of an earlier moment, `&t=` (ISO 8601 with a zone): as it was known then. UTF-8 with its mark,
without which a spreadsheet takes Chinese for another encoding; headings and words in the reader's language; no cell
begins a formula; each stands in the audit trail. Where a camera's picture comes from stays here.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Handler, Path
from dashboard.parsing import Asked, iso
from dashboard.parts.class_names import class_names
from dashboard.refusals import Refusal
from dashboard.speech import Words
from dashboard.wiring import is_seen, words_for
from data.allocation import counting
from data.areas import queries as areas
from data.cameras import register
from data.facilities import queries
from data.forecasts import reading
from data.ingest.report import harmless
from data.models.warning import CityWarning
from data.people import trail
from data.people.sessions import Caller
from data.risk.queries import hides
from data.visit import Visit
from data.warnings import listing, stood

PLACE = ("lon", "lat")
CAMERA = ("id", "name", "name_en", "area", *PLACE, "bearing", "angle", "range_m", "kind", "owner", "purpose",
          "retention")
FACILITY = ("source", "id", "name", "name_en", "kind", "area", *PLACE, "total", "free", "state", "as_of")

WARNING = ("id", "level", "kind", "name", "name_en", "areas", "state", "issued", "until", "ended", "origin", "verdict")
SHORTFALL = ("area", "hour", "reason", "cases")
FORECAST = ("area", "day", "city_hour", "class", "made", "model", "expected", "low", "middle", "high", "came")
SHORTFALL_DAYS, FORECAST_DAYS = 30, 90
"""How far back a table goes."""

Rows = Callable[[Visit, Words, str], Iterator[Sequence[Any]]]


def cameras(visit: Visit, t: Words, area: str) -> Iterator[Sequence[Any]]:
    """Yield the cameras of an area that this visitor may look through, one row each; WGS84, degrees, metres."""
    for placed in register.seen_by(visit):
        if placed.area.startswith(area):
            facts = placed.camera.model_dump() | {"area": placed.area, "kind": t(f"tables.{placed.camera.kind}")}
            yield [facts[name] for name in CAMERA]


def facilities(visit: Visit, t: Words, area: str) -> Iterator[Sequence[Any]]:
    """Yield the facilities of an area, one row each; WGS84, moments in UTC; what is stale says so."""
    for one in queries.listed(visit, area):
        yield [one.source, one.facility_id, one.name, one.name_en, t(f"facility_kinds.{one.kind}"), one.area_code,
               one.lon, one.lat, one.total, one.free, t(f"facility_states.{queries.state(visit, one)}"), iso(one.as_of)]


def warned(visit: Visit, t: Words, area: str) -> Iterator[Sequence[Any]]:
    """Yield what is in force in an area, the worst first, then what ended in the last 30 days; moments in UTC."""
    yield from _warnings(t, [*listing.in_force(visit, area, drafts=True), *listing.over(visit, area)])


def warned_then(visit: Visit, t: Words, area: str) -> Iterator[Sequence[Any]]:
    """Yield the same as it stood at the visit's moment. Raises Refusal(404) where that is not known."""
    if not stood.is_known(visit):
        raise Refusal(404, "not_known_then")
    found = (*stood.in_force(visit, area, drafts=True), *stood.over(visit, area))
    yield from _warnings(t, [one.warning for one in found])


def _warnings(t: Words, found: list[CityWarning]) -> Iterator[Sequence[Any]]:
    for one in found:
        yield [one.id, t(f"warning_levels.{one.level}"), t(f"warning_kinds.{one.kind}"), one.title, one.title_en,
               " ".join(one.areas), t(f"warning_states.{one.state}"), iso(one.issued_at), iso(one.valid_until),
               iso(one.ended_at) if one.ended_at else "", one.origin,
               t(f"warning_verdicts.{one.verdict or 'waiting'}")]


def shortfalls(visit: Visit, t: Words, area: str) -> Iterator[Sequence[Any]]:
    """Yield how many cases nobody could be sent to, by part of the area, hour (UTC) and reason."""
    for one in counting.shortfalls_by(visit, area, visit.now - timedelta(days=SHORTFALL_DAYS)):
        yield [one.area, iso(one.hour), t(f"shortfall_names.{one.reason}"), one.cases]


def foretold(visit: Visit, t: Words, area: str) -> Iterator[Sequence[Any]]:
    """Yield an area's forecasts with their 80 % interval and what came: days, then the hours of today and tomorrow.

    Of all classes (an empty class), then of each that has forecasts; behind those of an area right above grids stand
    its grids'. Made in UTC; days and hours are the city's.
    """
    today = visit.now.astimezone(visit.zone).date()
    first, last = today - timedelta(days=FORECAST_DAYS), today + timedelta(days=2)
    name_of = class_names(visit, t)
    grids = [one.area_code for one in areas.inside(visit, area, visit.city.leaf_level())
             ] if reading.is_above_grids(visit, area) else []
    for code in (area, *grids):
        for major in reading.majors_of(visit, code, first, last):
            for one in reading.expected_of(visit, code, first, last, major=major):
                is_hidden = one.truth is not None and one.mean is not None and hides(visit, code, one.truth)
                start = [code, one.target.isoformat()]
                made = [name_of(major) if major else "", iso(one.made_at), t(f"foretold.by_{one.model}")]
                yield [*start, "", *made, "" if one.mean is None else round(one.mean, 3), round(one.low, 1),
                       round(one.middle, 1), round(one.high, 1),
                       "" if one.truth is None or is_hidden else one.truth]
                if one.hours and one.target >= today:
                    for hour, (mean, low, high) in enumerate(zip(*(
                            one.hours[name] for name in ("mean", "low", "high")), strict=True)):
                        yield [*start, hour, *made, mean, low, "", high, ""]


def told(name: str, columns: Sequence[str]) -> Handler:
    """Return what answers one table as a file; an area that cannot be seen falls back to the person's home."""
    async def answer(center: Center, request: Request) -> Response:
        asked = Asked(request.scope["query_string"], frozenset({"area", "t"} if name in THEN else {"area"}))
        wanted = asked.text("area", 32), asked.moment("t") if name in THEN else None
        text, parts = await center.run(write, center, request.state.caller, wanted, (name, columns))
        return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{"-".join(part for part in parts if part)}.csv"'})

    return answer


def write(center: Center, caller: Caller, wanted: tuple[str, datetime | None],
          table: tuple[str, Sequence[str]]) -> tuple[str, tuple[str, str, str]]:
    """Return a table as text, and its file's name: a city's marker, where it is made up, the table, the moment."""
    (asked, at), (name, columns) = wanted, table
    with center.reading(caller) as visit:
        if at is not None and at > visit.now:
            raise Refusal(422, "bad_parameter", name="t", why="it lies ahead")
        then, rows = (visit, ROWS[name]) if at is None else (replace(visit, now=at), THEN[name])
        t = words_for(visit)
        area = asked if is_seen(visit, asked) else visit.scope.home(visit.city.code)
        found = list(rows(then, t, area))
    of_then = {} if at is None else {"t": iso(at)}
    with center.writing(caller) as visit:
        trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what="export",
                   outcome="done", area=area, subject=name, rows=len(found), **of_then)
    held = io.StringIO()
    lines = csv.writer(held)
    lines.writerow([t(f"tables.{column}") for column in columns])
    lines.writerows([harmless(cell) for cell in row] for row in found)
    moment = "" if at is None else f"{at.astimezone(visit.zone):%Y%m%d-%H%M}"
    return held.getvalue(), (visit.city.marker.upper(), name, moment)


ROWS: dict[str, Rows] = {"cameras": cameras, "facilities": facilities, "warnings": warned, "shortfalls": shortfalls,
                         "forecasts": foretold}
THEN: dict[str, Rows] = {"warnings": warned_then, "shortfalls": shortfalls, "forecasts": foretold}
"""What is known of an earlier moment."""
TABLES: dict[str, Sequence[str]] = {"cameras": CAMERA, "facilities": FACILITY, "warnings": WARNING,
                                    "shortfalls": SHORTFALL, "forecasts": FORECAST}
DOOR = Door(name="tables", paths=tuple(
    Path(template=f"/tables/{name}.csv", method="GET", answer=told(name, columns))
    for name, columns in TABLES.items()))
