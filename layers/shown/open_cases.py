"""Open cases, one point each, for programs and other maps; screens receive them by the live feed."""

import geopandas as gpd
import shapely

from data.cases import bodies, queries
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "在办案件", "about": "按优先级显示形状与颜色"},
    "en": {"name": "Open cases", "about": "Shape and colour by priority"},
}
PROPERTIES = ("no", "state", "priority", "class", "area", "placed", "at", "due")
MOST = 5_000


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the open cases of the area inside the window's box, the most urgent first, at most MOST."""
    cases = queries.open_cases(visit, window.area, MOST, box=window.bbox)
    points = shapely.points([case.lon for case in cases], [case.lat for case in cases]) if cases else []
    return geojson.frame([bodies.case_body(case) for case in cases], points, PROPERTIES)


LAYER = Layer(
    name="open_cases", order=40, permission="cases.view", features=features, properties=PROPERTIES, words=WORDS
)
