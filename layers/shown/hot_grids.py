"""Hot spots of four weeks: grids among more cases than chance would put there (Getis-Ord Gi*)."""

import geopandas as gpd
import shapely

from data.risk import queries
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "热点网格", "about": "近 28 天案件的 Getis-Ord Gi* 热点,错误发现率 5%;每小时更新"},
    "en": {"name": "Hot spots", "about": "Getis-Ord Gi* of the cases of 28 days, false discoveries at most 5 %; made "
                                         "each hour"},
}
PROPERTIES = ("code", "name", "name_en", "z", "days", "made_at")
MOST = 1_500


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the hot grids of the area, at most MOST, hottest first."""
    found = queries.hot_grids(visit, window.area, MOST)
    drawn = queries.outlines(visit, [one.area_code for one in found])
    kept = [one for one in found if one.area_code in drawn]
    records = [{"code": one.area_code, "name": drawn[one.area_code][0], "name_en": drawn[one.area_code][1],
                "z": round(one.z, 1), "days": one.days, "made_at": one.made_at.isoformat()} for one in kept]
    return geojson.frame(records, shapely.from_wkb([drawn[one.area_code][2] for one in kept]) if kept else [],
                         PROPERTIES)


LAYER = Layer(name="hot_grids", order=42, permission="cases.view", features=features, properties=PROPERTIES,
              words=WORDS)
