"""Cameras where they stand, with where and how far they look; opening one is another door's affair."""

import geopandas as gpd
import shapely

from data.areas import queries
from data.cameras import register
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "摄像机", "about": "位置、朝向与可视范围；打开画面须写明案件或理由并留痕"},
    "en": {"name": "Cameras", "about": "Place, direction and field of view; to look needs a case or a reason"},
}
PROPERTIES = ("id", "name", "name_en", "kind", "owner", "bearing", "angle", "range_m")
MOST = 2_000


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the cameras inside the window's area and box, one point each, at most MOST."""
    west, south, east, north = window.bbox or (-180.0, -90.0, 180.0, 90.0)
    code = queries.find(visit, window.area).area_code
    found = [one.camera for one in register.seen_by(visit) if one.area.startswith(code)
             and west <= one.camera.lon <= east and south <= one.camera.lat <= north][:MOST]
    points = shapely.points([one.lon for one in found], [one.lat for one in found]) if found else []
    return geojson.frame([one.model_dump(include=set(PROPERTIES)) for one in found], points, PROPERTIES)


LAYER = Layer(name="cameras", order=45, permission=register.PERMISSION, features=features, properties=PROPERTIES,
              words=WORDS)
