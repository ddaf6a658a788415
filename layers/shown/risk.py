"""The risk score of grids, in bands; of very many the highest."""

import geopandas as gpd

from data.risk import queries
from data.visit import Visit
from layers import of_grids
from layers.analysis.risk_bands import band_of
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "网格风险分", "about": "0–100，由近期案件、危害、邻格、人口等加权；每日更新；只评网格，不评个人"},
    "en": {"name": "Risk of grids", "about": "0–100 from recent cases, harm, neighbours, residents and more; made each "
                                             "day; of grids, never of persons"},
}
PROPERTIES = (*of_grids.OUTLINED, "risk", "rank", "band", "main", "made_at")
MOST = 1_500


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the grids of the area with their scores, at most MOST, the highest first."""
    found = queries.profiles(visit, window.area, MOST)
    return of_grids.frame(visit, found, PROPERTIES, lambda one: {
        "risk": one.risk, "rank": one.rank, "band": band_of(one.risk),
        "main": max(one.factors, key=lambda factor: float(factor["points"]))["key"],
        "made_at": one.made_at.isoformat()})


LAYER = Layer(name="risk", order=41, permission="cases.view", features=features, properties=PROPERTIES, words=WORDS)
