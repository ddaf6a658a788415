"""Hot spots of four weeks: grids among more cases than chance would put there (Getis-Ord Gi*)."""

import geopandas as gpd

from data.risk import queries
from data.visit import Visit
from layers import of_grids
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "热点网格", "about": "近 28 天案件的 Getis-Ord Gi* 热点，错误发现率 5%；每小时更新"},
    "en": {"name": "Hot spots", "about": "Getis-Ord Gi* of the cases of 28 days, false discoveries at most 5 %; made "
                                         "each hour"},
}
PROPERTIES = (*of_grids.OUTLINED, "z", "days", "made_at")
MOST = 1_500


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the hot grids of the area, at most MOST, hottest first."""
    found = queries.hot_grids(visit, window.area, MOST)
    return of_grids.frame(visit, found, PROPERTIES, lambda one: {
        "z": round(one.z, 1), "days": one.days, "made_at": one.made_at.isoformat()})


LAYER = Layer(name="hot_grids", order=42, permission="cases.view", features=features, properties=PROPERTIES,
              words=WORDS)
