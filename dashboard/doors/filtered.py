"""What passes a filter, as the map and the feed draw it.

`GET /filtered?area=CODE&detail=grids` with the keys of dashboard.filters. The same shape as the live feed's snapshot,
without units. `hidden` says how many open cases do not pass.
"""

from typing import Any

import orjson
from fastapi import Request, Response

from dashboard import filters
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.live_frames import seconds
from dashboard.live_round import FEED_ROWS, MOST_CASES
from dashboard.parsing import Asked
from dashboard.wiring import view_for
from data.areas import queries as areas
from data.cases import figures
from data.cases import queries as cases
from data.cases.bodies import case_body
from data.cases.only import FEED_BACK
from data.people.sessions import Caller

PARAMETERS = frozenset({"area", "detail", *filters.KEYS})


async def show_filtered(center: Center, request: Request) -> Response:
    """Answer the cases that pass, the figures of areas made of them, and how many open ones do not pass."""
    asked = Asked(request.scope["query_string"], PARAMETERS)
    wanted = {name: asked.text(name, filters.LONGEST) for name in PARAMETERS}
    body = await center.run(_find, center, request.state.caller, wanted)
    return Response(orjson.dumps(body), media_type="application/json")


def _find(center: Center, caller: Caller, wanted: dict[str, str]) -> dict[str, Any]:
    with center.reading(caller) as visit:
        visit.scope.require("cases.view")
        view = view_for(visit, wanted, "desk")
        where, at = view.only.conditions(visit.now), seconds(visit.now)
        level = areas.display_level(visit, view.area, finest=bool(wanted["detail"]))
        passing = cases.count_open(visit, view.area, where=where)
        shown = [case_body(one) for one in cases.open_cases(visit, view.area, MOST_CASES, where=where)]
        since = view.only.begin or visit.now - FEED_BACK
        latest = [case_body(one) for one in cases.latest_of(visit, view.area, since, FEED_ROWS, where)]
        newest = sorted(shown, key=lambda one: -one["at"])[:FEED_ROWS]
        return {
            "at": at, "area": view.area, "level": level, "cases": shown, "cases_total": passing,
            "values": figures.area_values(visit, view.area, level, where=where),
            "coarse": cases.count_open(visit, view.area, shorter_than=visit.city.width_of(level), where=where),
            "feed": [*latest, *(one for one in newest if one not in latest)],
            "hidden": cases.count_open(visit, view.area) - passing,
            "stamp": {"as_of": at, "marker": visit.city.marker, "map_version": visit.city.map_version},
        }


DOOR = Door(name="filtered", paths=(Path(template="/filtered", method="GET", answer=show_filtered),))
