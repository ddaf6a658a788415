"""Facilities with how many places they have free: beds, shelters, parking, toilets."""

import geopandas as gpd
import shapely

from data.facilities import queries
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "设施余量", "about": "床位、避难场所、停车、公厕的余量；超过一小时未报标为过时"},
    "en": {"name": "Places free", "about": "Beds, shelters, parking, toilets; told more than an hour ago is stale"},
}
PROPERTIES = ("id", "kind", "name", "name_en", "total", "free", "state", "as_of")
MOST = 3_000


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the facilities of the area inside the window's box, one point each, at most MOST."""
    found = queries.listed(visit, window.area, box=window.bbox, limit=MOST)
    records = [{"id": f"{one.source}/{one.facility_id}", "kind": one.kind, "name": one.name, "name_en": one.name_en,
                "total": one.total, "free": one.free, "state": queries.state(visit, one),
                "as_of": one.as_of.isoformat()} for one in found]
    return geojson.frame(records, shapely.points([one.lon for one in found], [one.lat for one in found])
                         if found else [], PROPERTIES)


LAYER = Layer(name="facilities", order=35, permission="areas.view", features=features, properties=PROPERTIES,
              words=WORDS)
