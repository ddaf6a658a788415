"""What passes a filter, as the map and the feed draw it.

`GET /filtered?area=CODE&detail=grids` with the keys of dashboard.filters. The same shape as the live feed's snapshot,
without units. `hidden` says how many open cases do not pass.
"""

from typing import Any

from fastapi import Request

from dashboard import filters
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.passing import passing
from dashboard.wiring import view_for
from data.people.sessions import Caller

PARAMETERS = frozenset({"area", "detail", *filters.KEYS})


async def show_filtered(center: Center, request: Request) -> dict[str, Any]:
    """Answer the cases that pass, the figures of areas made of them, and how many open ones do not pass."""
    asked = Asked(request.scope["query_string"], PARAMETERS)
    wanted = {name: asked.text(name, filters.LONGEST) for name in PARAMETERS}
    return await center.run(_find, center, request.state.caller, wanted)


def _find(center: Center, caller: Caller, wanted: dict[str, str]) -> dict[str, Any]:
    with center.reading(caller) as visit:
        visit.scope.require("cases.view")
        return passing(visit, view_for(visit, wanted, "desk"), finest=bool(wanted["detail"]))


DOOR = Door(name="filtered", paths=(Path(template="/filtered", method="GET", answer=show_filtered),))
