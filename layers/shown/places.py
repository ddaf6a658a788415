"""Places: hospitals, schools, shelters, stations and other facilities."""

import geopandas as gpd
import shapely

from data.areas import shapes
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "设施", "about": "医院、学校、避难场所、消防站等"},
    "en": {"name": "Facilities", "about": "Hospitals, schools, shelters, fire stations and others"},
}
PROPERTIES = ("id", "kind", "name", "name_en", "address", "area_code")
MOST = 2_000


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the places of the area inside the window's box, at most MOST."""
    rows = shapes.place_rows(visit, window.area, MOST, box=window.bbox)
    points = shapely.points([row["lon"] for row in rows], [row["lat"] for row in rows]) if rows else []
    return geojson.frame([{name: row[name] for name in PROPERTIES} for row in rows], points, PROPERTIES)


LAYER = Layer(
    name="places",
    order=30,
    permission="areas.view",
    features=features,
    properties=PROPERTIES,
    words=WORDS,
    is_geometry_only=True,
)
