"""What passes a filter: the cases, the figures of areas made of them, and how many open ones do not pass."""

from typing import Any

from dashboard.live_frames import seconds
from dashboard.live_round import FEED_ROWS, MOST_CASES
from dashboard.panel import View
from data.areas import queries as areas
from data.cases import figures
from data.cases import queries as cases
from data.cases.bodies import case_body
from data.cases.only import FEED_BACK
from data.visit import Visit


def passing(visit: Visit, view: View, *, finest: bool) -> dict[str, Any]:
    """Return it as the map and the feed draw it, at the visit's moment; in shape a snapshot of the live feed."""
    where, at = view.only.conditions(visit.now), seconds(visit.now)
    level = areas.display_level(visit, view.area, finest=finest)
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
