"""Blind spots: grids where nothing was reported, sensed or visited though something was to be expected."""

import geopandas as gpd
import shapely

from data.risk import queries
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "治理盲区", "about": "应有案件而无上报、无感知、无到访的网格,按人口、历史、邻格推算;每日更新"},
    "en": {"name": "Blind spots", "about": "Nothing reported, sensed or visited though people, history and neighbours "
                                           "say there should be; made each day"},
}
PROPERTIES = ("code", "name", "name_en", "expected", "days", "made_at")
MOST = 500


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the blind spots of the area, the least likely silence first."""
    found = queries.blind_spots(visit, window.area, MOST)
    drawn = queries.outlines(visit, [one.area_code for one in found])
    kept = [one for one in found if one.area_code in drawn]
    records = [{"code": one.area_code, "name": drawn[one.area_code][0], "name_en": drawn[one.area_code][1],
                "expected": round(one.expected, 1), "days": one.days, "made_at": one.made_at.isoformat()}
               for one in kept]
    return geojson.frame(records, shapely.from_wkb([drawn[one.area_code][2] for one in kept]) if kept else [],
                         PROPERTIES)


LAYER = Layer(name="blind_spots", order=43, permission="cases.view", features=features, properties=PROPERTIES,
              words=WORDS)
