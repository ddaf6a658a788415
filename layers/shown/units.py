"""Units where they are: people and vehicles, one point each."""

import geopandas as gpd
import shapely

from data.cases import bodies
from data.units import queries
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "力量", "about": "在岗人员与车辆的最近位置"},
    "en": {"name": "Units", "about": "Last positions of people and vehicles on duty"},
}
PROPERTIES = ("id", "name", "name_en", "kind", "status", "at", "area")


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the units that serve the area."""
    units = queries.units_shown(visit, window.area)
    points = shapely.points([unit.lon for unit in units], [unit.lat for unit in units]) if units else []
    return geojson.frame([bodies.unit_body(unit) for unit in units], points, PROPERTIES)


LAYER = Layer(name="units", order=50, permission="units.view", features=features, properties=PROPERTIES, words=WORDS)
