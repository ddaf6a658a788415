"""What campaigns that run have to see to: one point for each case, place or spot."""

import geopandas as gpd
import shapely

from data.campaigns import items
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "专项行动", "about": "进行中的专项行动的点位：完成、未完成、超期"},
    "en": {"name": "Campaigns", "about": "Items of running campaigns: done, not yet, late"},
}
PROPERTIES = ("id", "campaign", "name", "done", "late")
MOST = 5_000


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the items of running campaigns in the area inside the window's box, at most MOST."""
    found = items.of_running(visit, window.area, window.bbox, MOST)
    points = shapely.points([one.row.lon for one, _ in found], [one.row.lat for one, _ in found]) if found else []
    records = [{"id": one.row.id, "campaign": campaign.name, "name": one.row.name, "done": one.is_done,
                "late": one.is_late} for one, campaign in found]
    return geojson.frame(records, points, PROPERTIES)


LAYER = Layer(name="campaign_items", order=60, permission="cases.view", features=features, properties=PROPERTIES,
              words=WORDS)
