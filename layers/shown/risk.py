"""The risk score of grids, in bands; of very many the highest."""

import geopandas as gpd
import shapely

from data.risk import queries
from data.visit import Visit
from layers import geojson
from layers.analysis.risk_bands import band_of
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "网格风险分", "about": "0–100,由近期案件、危害、邻格、人口等加权;每日更新;只评网格,不评个人"},
    "en": {"name": "Risk of grids", "about": "0–100 from recent cases, harm, neighbours, residents and more; made each "
                                             "day; of grids, never of persons"},
}
PROPERTIES = ("code", "name", "name_en", "risk", "rank", "band", "main", "made_at")
MOST = 1_500


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the grids of the area with their scores, at most MOST, the highest first."""
    found = queries.profiles(visit, window.area, MOST)
    drawn = queries.outlines(visit, [one.area_code for one in found])
    kept = [one for one in found if one.area_code in drawn]
    records = [{"code": one.area_code, "name": drawn[one.area_code][0], "name_en": drawn[one.area_code][1],
                "risk": one.risk, "rank": one.rank, "band": band_of(one.risk),
                "main": max(one.factors, key=lambda factor: float(factor["points"]))["key"],
                "made_at": one.made_at.isoformat()} for one in kept]
    return geojson.frame(records, shapely.from_wkb([drawn[one.area_code][2] for one in kept]) if kept else [],
                         PROPERTIES)


LAYER = Layer(name="risk", order=41, permission="cases.view", features=features, properties=PROPERTIES, words=WORDS)
