"""Where the next patrol should look: the day's ranking, each grid with its number."""

import geopandas as gpd
import shapely

from data.risk import queries
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "巡查排序", "about": "当日最值得巡查的 5% 网格,事前存档、事后计分;每六小时检查一次"},
    "en": {"name": "Patrol ranking", "about": "The 5 % of grids a patrol should look at this day, kept as it was made "
                                              "and scored afterwards; looked at every six hours"},
}
PROPERTIES = ("code", "name", "name_en", "rank", "method", "day", "made_at")
MOST = 300


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return a point inside each of the area's grids that stand in the ranking, at most MOST."""
    day, found = queries.patrol(visit, window.area, MOST)
    drawn = queries.outlines(visit, [one.area_code for one in found])
    kept = [one for one in found if one.area_code in drawn]
    records = [{"code": one.area_code, "name": drawn[one.area_code][0], "name_en": drawn[one.area_code][1],
                "rank": one.rank, "method": one.method, "day": one.day,
                "made_at": day.made_at.isoformat() if day else ""} for one in kept]
    points = shapely.points([drawn[one.area_code][3:] for one in kept]) if kept else []
    return geojson.frame(records, points, PROPERTIES)


LAYER = Layer(name="patrol", order=44, permission="cases.view", features=features, properties=PROPERTIES, words=WORDS)
