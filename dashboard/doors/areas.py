"""Areas for programs: what one is, and its figures, each with value, as-of time and definition."""

from datetime import datetime
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.counted import COUNTED
from dashboard.door import Door, Path
from dashboard.parsing import Asked, iso
from dashboard.refusals import Refusal
from data import clock
from data.areas import queries
from data.cases import figures, windows
from data.feeds import coverage
from data.feeds.coverage import Coverage
from data.figures import summary, weights
from data.figures.counting import Figures
from data.figures.definition import Figure
from data.figures.period import USUAL
from data.models.area import Area
from data.people.sessions import Caller
from data.visit import Visit

NOTHING: frozenset[str] = frozenset()
SUMMARY = frozenset({"at", "range"})
RANGES = {"now": 0, "24h": 24, "7d": 7 * 24, "30d": 30 * 24}
"""How many hours of arrivals are listed besides the figures."""
MOST_CHILDREN = 3_000


async def show_area(center: Center, request: Request) -> dict[str, Any]:
    """Answer one area with its ancestors and children."""
    Asked(request.scope["query_string"], NOTHING)
    return await center.run(_show, center, request.state.caller, request.path_params["code"])


async def show_summary(center: Center, request: Request) -> dict[str, Any]:
    """Answer an area's figures as of a moment (default: now)."""
    asked = Asked(request.scope["query_string"], SUMMARY)
    at, name = asked.moment("at"), asked.text("range") or "now"
    if name not in RANGES:
        raise Refusal(422, "bad_parameter", name="range", why=f"known are {', '.join(RANGES)}")
    if at is not None and at > clock.now():
        raise Refusal(422, "bad_parameter", name="at", why="it lies in the future")
    code = request.path_params["code"]
    return await center.run(_summarise, center, request.state.caller, code, at, RANGES[name])


def _show(center: Center, caller: Caller, code: str) -> dict[str, Any]:
    with center.reading(caller) as visit:
        area = queries.find(visit, code)
        children = queries.inside(visit, code, area.level + 1) if area.level < visit.city.leaf_level() else []
        return {
            **facts(visit, area),
            "path": [named(one) for one in queries.path_to(visit, code)],
            "children": [named(one) for one in children[:MOST_CHILDREN]],
        }


def named(area: Area) -> dict[str, Any]:
    """Return an area's code and names."""
    return {"code": area.area_code, "name": area.name, "name_en": area.name_en}


def facts(visit: Visit, area: Area) -> dict[str, Any]:
    """Return what is known of an area; square metres geodesic, WGS84 degrees."""
    level = visit.city.levels[area.level - 1]
    return {
        **named(area), "level": area.level, "level_key": level["key"], "parent": area.parent_code or None,
        "population": area.population, "households": area.households, "area_m2": area.area_m2,
        "lon": area.lon, "lat": area.lat, "bbox": [area.west, area.south, area.east, area.north],
        "share_in_parent": area.share_in_parent, "map_version": visit.city.map_version,
    }


def _summarise(center: Center, caller: Caller, code: str, at: datetime | None, hours: int) -> dict[str, Any]:
    with center.reading(caller, at) as visit:
        area = queries.find(visit, code)
        body = {
            "area": named(area), "as_of": iso(visit.now), "zone": str(visit.zone),
            "coverage": _covered(coverage.coverage(visit, code, visit.now)),
            "figures": [_figure(one) for one in _figures(visit, code, is_past=at is not None).values()],
        }
        if hours:
            first = clock.moment_of_hour(clock.hour_number(visit.now) - hours + 1)
            body["received_by_hour"] = {
                "from": iso(first), "counts": windows.received_by_hour(visit, code, first, hours),
                "definition": "figure.received_by_hour",
            }
        return body


def _figures(visit: Visit, code: str, *, is_past: bool) -> Figures:
    """Return the strip's figures as of this moment, then the others, counted within the last minute where that is long.

    Those of a period speak of the last 30 city days.
    """
    if is_past:
        return summary.everything(visit, code, USUAL, is_past=True)
    version = weights.in_force(visit).version
    found = COUNTED.ask(visit, ("figures", code, USUAL, version), lambda: summary.everything(visit, code, USUAL))
    return {**found, **{one.name: one for one in figures.kpis(visit, code)}}


def _covered(found: Coverage) -> dict[str, Any]:
    """Return of how many of the areas that should be heard of the figures are made, and which are missing."""
    return {"expected": found.expected, "heard": found.heard,
            "missing": [{"area": one.area, "feed": one.feed.id} for one in found.missing]}


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "name": one.name, "value": one.value, "unit": one.unit, "as_of": iso(one.as_of), "definition": one.definition,
        "before": one.before, "numerator": one.numerator, "denominator": one.sample, "sample": one.sample,
        "left_out": one.left_out, "details": one.details,
    }


DOOR = Door(name="areas", paths=(
    Path(template="/api/v1/areas/{code}", method="GET", answer=show_area),
    Path(template="/api/v1/areas/{code}/summary", method="GET", answer=show_summary),
))
