"""Clusters in space and time that reach to today: one point each, with its radius."""

import geopandas as gpd
import shapely

from data.risk import queries
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "时空聚集", "about": "时空置换扫描统计（28 天），蒙特卡罗 p ≤ 0.05；每小时更新"},
    "en": {"name": "Clusters", "about": "Space-time permutation scan of 28 days, Monte-Carlo p at most 0.05; made each "
                                        "hour"},
}
PROPERTIES = ("code", "class", "observed", "expected", "p", "radius_m", "begins", "ends", "made_at")


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the middles of the clusters in the area; too few cases to be told are left out."""
    found = [one for one in queries.clusters(visit, window.area)
             if not queries.hides(visit, one.area_code, one.observed)]
    records = [{"code": one.area_code, "class": one.class_code, "observed": one.observed,
                "expected": round(one.expected, 1), "p": one.p, "radius_m": one.radius_m, "begins": one.begins,
                "ends": one.ends, "made_at": one.made_at.isoformat()} for one in found]
    points = shapely.points([(one.lon, one.lat) for one in found]) if found else []
    return geojson.frame(records, points, PROPERTIES)


LAYER = Layer(name="clusters", order=45, permission="cases.view", features=features, properties=PROPERTIES,
              words=WORDS)
