"""Where the next patrol should look: the day's ranking, each grid with its number."""

import geopandas as gpd

from data.risk import queries
from data.visit import Visit
from layers import of_grids
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "巡查排序", "about": "当日最值得巡查的 5% 网格，事前存档、事后计分；每六小时检查一次"},
    "en": {"name": "Patrol ranking", "about": "The 5 % of grids a patrol should look at this day, kept as it was made "
                                              "and scored afterwards; looked at every six hours"},
}
PROPERTIES = (*of_grids.OUTLINED, "rank", "method", "day", "made_at")
MOST = 300


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return a point inside each of the area's grids that stand in the ranking, at most MOST."""
    day, found = queries.patrol(visit, window.area, MOST)
    made_at = day.made_at.isoformat() if day else ""
    return of_grids.frame(visit, found, PROPERTIES, lambda one: {
        "rank": one.rank, "method": one.method, "day": one.day, "made_at": made_at}, by_point=True)


LAYER = Layer(name="patrol", order=44, permission="cases.view", features=features, properties=PROPERTIES, words=WORDS)
