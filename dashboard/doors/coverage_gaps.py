"""Coverage gaps: `GET /coverage-gaps?area=&sent=A,B` tells of an area which grids nobody who is free reaches in time,
because others are out (with `sent`, because of these), and which free unit could relieve it.

`POST /coverage-gaps/relief` {"unit", "lon", "lat", "grid"} tells a unit to stand by there,
`POST /coverage-gaps/recall` {"unit"} calls it back.
"""

import math
from collections.abc import Iterable
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.counted import COUNTED
from dashboard.door import Door, Path
from dashboard.parsing import Asked, read_object
from dashboard.refusals import Refusal
from dashboard.speech import Words
from dashboard.wiring import refused_in_words, words_for
from data.areas import naming
from data.covering import gaps, relief
from data.covering.gaps import Gap, Move
from data.people.sessions import Caller
from data.visit import Visit

FIELDS = frozenset({"area", "sent"})
LONGEST, MOST_SENT, MOST_POINTS = 64, 100, 400
Places = dict[str, tuple[str, str]]


async def show(center: Center, request: Request) -> dict[str, Any]:
    """Answer the gaps of an area (default: the caller's home), the largest first, and what relief is in force."""
    asked = Asked(request.scope["query_string"], FIELDS)
    area, sent = asked.text("area", LONGEST), [one for one in asked.text("sent", 4_000).split(",") if one]
    if len(sent) > MOST_SENT:
        raise Refusal(422, "bad_parameter", name="sent", why=f"at most {MOST_SENT} units")
    return await center.run(_show, center, request.state.caller, area, frozenset(sent))


def _show(center: Center, caller: Caller, area: str, sent: frozenset[str]) -> dict[str, Any]:
    with center.reading(caller) as visit, refused_in_words(visit):
        area = area or visit.scope.home(visit.city.code)
        found = COUNTED.ask(visit, ("gaps", area, sent, newest(visit)), lambda: gaps.gaps(visit, area, sent))
        standing = relief.listed(visit, area)
        places = naming.places(visit, {move.grid for gap in found for move in gap.moves}
                               | {one.grid for one, _ in standing})
        t = words_for(visit)
        return {
            "area": area, "gaps": [told(t, one, places) for one in found],
            "short": [brief(t, one) for one in found if one.is_short()],
            "standing": [{"unit": unit.id, "lon": one.lon, "lat": one.lat,
                          "recall": t("gaps.recall", unit=name(t, unit)),
                          "text": t("gaps.standing", unit=name(t, unit), place=place_of(t, places, one.grid))}
                         for one, unit in standing],
        }


def newest(visit: Visit) -> tuple[str, ...]:
    """Return what makes a gap that was counted a moment ago another one: who was told to stand where."""
    return tuple(sorted(f"{one.unit_id}:{one.id}" for one, _ in relief.listed(visit, visit.city.code)))


def told(t: Words, gap: Gap, places: Places) -> dict[str, Any]:
    """Return one gap with its sentence; points are [lon, lat], of many every nth."""
    return {
        "kind": gap.rule.kind, "minutes": gap.rule.minutes, "asked_percent": gap.rule.percent,
        "percent": round(gap.percent, 1), "is_short": gap.is_short(), "grids": len(gap.codes), "people": gap.people,
        "points": [list(one) for one in gap.points[::-(-len(gap.points) // MOST_POINTS)]], "text": sentence(t, gap),
        "moves": [moved(t, one, places) for one in gap.moves],
    }


def sentence(t: Words, gap: Gap) -> str:
    """Return what is not covered, in words."""
    kind = t(f"kinds.{gap.rule.kind}") if gap.rule.kind else t("gaps.any_kind")
    return t("gaps.one", kind=kind, grids=t.number(len(gap.codes)), people=people(t, gap.people),
             minutes=f"{gap.rule.minutes:g}", percent=round(gap.percent), asked=f"{gap.rule.percent:g}")


def brief(t: Words, gap: Gap) -> str:
    """Return what is covered and what was asked, in the few words that a wall has room for."""
    kind = t(f"kinds.{gap.rule.kind}") if gap.rule.kind else t("gaps.any_kind")
    return t("gaps.brief", kind=kind, minutes=f"{gap.rule.minutes:g}", percent=round(gap.percent),
             asked=f"{gap.rule.percent:g}")


def moved(t: Words, move: Move, places: Places) -> dict[str, Any]:
    """Return one relief that is offered."""
    unit, place = move.unit, place_of(t, places, move.grid)
    return {
        "unit": {"id": unit.id, "name": name(t, unit), "lon": unit.lon, "lat": unit.lat}, "grid": move.grid,
        "lon": move.lon, "lat": move.lat, "minutes": round(move.minutes, 1), "grids": move.grids,
        "people": move.people, "text": t("gaps.relief", unit=name(t, unit), place=place),
        "gains": t("gaps.gains", grids=t.number(move.grids), people=people(t, move.people),
                   minutes=max(1, math.ceil(move.minutes))),
    }


def people(t: Words, count: int | None) -> str:
    """Return how many people that is, nothing where it is not known."""
    return "" if count is None else t("gaps.of_people", n=t.number(count))


def name(t: Words, unit: Any) -> str:
    """Return a unit's name in the reader's language."""
    return t.pick(unit.name, unit.name_en)


def place_of(t: Words, places: Places, code: str) -> str:
    """Return an area's name, its code where it has none."""
    return t.pick(*places.get(code, (code, code)))


async def order(center: Center, request: Request) -> dict[str, Any]:
    """Tell a unit to stand by at a place, and answer in words."""
    given = read_object(await request.body())
    unit, grid = _texts(given, ("unit", "grid"))
    lon, lat = (given.get(one) for one in ("lon", "lat"))
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in (lon, lat)):
        raise Refusal(422, "bad_field", field="lon, lat", why="two numbers")

    def ordered() -> dict[str, Any]:
        with center.writing(request.state.caller) as visit, refused_in_words(visit):
            made = relief.order(visit, unit, lon=float(lon), lat=float(lat), grid=grid)  # type: ignore[arg-type]
            t, places = words_for(visit), naming.places(visit, {grid})
            return {"unit": unit, "text": t("gaps.ordered", unit=name(t, relief.unit_of(visit, made)),
                                            place=place_of(t, places, grid))}

    return await center.run(ordered)


async def recall(center: Center, request: Request) -> dict[str, Any]:
    """Call a unit back to where it stood by before, and answer in words."""
    (unit,) = _texts(read_object(await request.body()), ("unit",))

    def recalled() -> dict[str, Any]:
        with center.writing(request.state.caller) as visit, refused_in_words(visit):
            t = words_for(visit)
            return {"unit": unit, "text": t("gaps.recalled", unit=name(t, relief.call_back(visit, unit)))}

    return await center.run(recalled)


def _texts(given: dict[str, Any], names: Iterable[str]) -> list[str]:
    found = [given.get(one) for one in names]
    for field, value in zip(names, found, strict=True):
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST or not value.isprintable():
            raise Refusal(422, "bad_field", field=field, why="a short text")
    return [str(one) for one in found]


DOOR = Door(name="coverage_gaps", paths=(
    Path(template="/coverage-gaps", method="GET", answer=show),
    Path(template="/coverage-gaps/relief", method="POST", answer=order),
    Path(template="/coverage-gaps/recall", method="POST", answer=recall),
))
