"""Blind spots: grids where nothing was reported, sensed or visited though something was to be expected."""

import geopandas as gpd

from data.risk import queries
from data.visit import Visit
from layers import of_grids
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "治理盲区", "about": "应有案件而无上报、无感知、无到访的网格，按人口、历史、邻格推算；每日更新"},
    "en": {"name": "Blind spots", "about": "Nothing reported, sensed or visited though people, history and neighbours "
                                           "say there should be; made each day"},
}
PROPERTIES = (*of_grids.OUTLINED, "expected", "days", "made_at")
MOST = 500


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the blind spots of the area, the least likely silence first."""
    found = queries.blind_spots(visit, window.area, MOST)
    return of_grids.frame(visit, found, PROPERTIES, lambda one: {
        "expected": round(one.expected, 1), "days": one.days, "made_at": one.made_at.isoformat()})


LAYER = Layer(name="blind_spots", order=43, permission="cases.view", features=features, properties=PROPERTIES,
              words=WORDS)
