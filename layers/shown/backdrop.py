"""The map's own backdrop: rivers, roads and parks, so that no tile server is asked."""

import geopandas as gpd
import shapely

from data.areas import shapes
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "底图", "about": "河流、道路与公园，由本系统绘制"},
    "en": {"name": "Backdrop", "about": "Rivers, roads and parks, drawn by this system"},
}
PROPERTIES = ("kind", "rank", "name", "name_en")


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return every backdrop feature of the city; the window does not matter."""
    rows = shapes.backdrop_rows(visit)
    records = [{name: row[name] for name in PROPERTIES} for row in rows]
    return geojson.frame(records, shapely.from_wkb([row["geometry"] for row in rows]), PROPERTIES)


LAYER = Layer(
    name="backdrop",
    order=0,
    permission="areas.view",
    features=features,
    properties=PROPERTIES,
    words=WORDS,
    is_geometry_only=True,
)
