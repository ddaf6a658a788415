"""Looking back (回放): where in time something happened. The screens of the past come by `/panels/{surface}?t=`."""

from datetime import datetime
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked, iso
from dashboard.refusals import Refusal
from dashboard.wiring import is_seen
from data.past import density, moment
from data.people.sessions import Caller
from data.visit import Visit

USUAL_PARTS = 96


async def show_density(center: Center, request: Request) -> dict[str, Any]:
    """Answer how many cases came in during each part of a time, and from which moment on the past can be shown."""
    asked = Asked(request.scope["query_string"], frozenset({"area", "from", "to", "parts"}))
    begin, end = _required(asked, "from"), _required(asked, "to")
    if not density.SHORTEST <= end - begin <= density.LONGEST:
        raise Refusal(422, "bad_parameter", name="to", why="30 minutes to 31 days after `from` is needed")
    parts = asked.whole("parts", USUAL_PARTS, 1, density.MOST_PARTS) or USUAL_PARTS
    return await center.run(_density, center, request.state.caller, asked.text("area", 32), (begin, end, parts))


async def show_next(center: Center, request: Request) -> dict[str, Any]:
    """Answer when the next case came in or ended after a moment, or with `step=-1` the last before it."""
    asked = Asked(request.scope["query_string"], frozenset({"area", "t", "step"}))
    at, step = _required(asked, "t"), asked.text("step", 2) or "1"
    if step not in ("1", "-1"):
        raise Refusal(422, "bad_parameter", name="step", why="1 or -1 is needed")
    return await center.run(_next, center, request.state.caller, asked.text("area", 32), (at, step == "1"))


def _required(asked: Asked, name: str) -> datetime:
    found = asked.moment(name)
    if found is None:
        raise Refusal(422, "bad_parameter", name=name, why="ISO 8601 with a zone is needed, + as %2B")
    return found


def _density(center: Center, caller: Caller, area: str, when: tuple[datetime, datetime, int]) -> dict[str, Any]:
    with center.reading(caller) as visit:
        visit.scope.require("cases.view")
        first, archived_until = moment.bounds(visit)
        begin, end, parts = when
        return {"counts": density.per_part(visit, _area(visit, area), begin, end, parts), "first": iso(first),
                "archived_until": iso(archived_until), "now": iso(visit.now)}


def _next(center: Center, caller: Caller, area: str, when: tuple[datetime, bool]) -> dict[str, Any]:
    with center.reading(caller) as visit:
        visit.scope.require("cases.view")
        at, forward = when
        return {"at": iso(density.next_event(visit, _area(visit, area), at, forward=forward))}


def _area(visit: Visit, area: str) -> str:
    return area if is_seen(visit, area) else visit.scope.home(visit.city.code)


DOOR = Door(name="past", paths=(
    Path(template="/past/density", method="GET", answer=show_density),
    Path(template="/past/next", method="GET", answer=show_next),
))
