"""Depots with what they have: how many kinds are low or gone, and what stands there."""

from collections import defaultdict

import geopandas as gpd
import shapely

from data.stock import looking
from data.stock.looking import ENOUGH, LOW, NONE, Level
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "物资仓库", "about": "应急物资仓库及库存；有一种低于限值即为偏低，有一种用尽即为缺货"},
    "en": {"name": "Depots", "about": "Depots of material; low where one kind is at its limit, out where one is gone"},
}
PROPERTIES = ("id", "name", "name_en", "state", "stock", "stock_en", "low", "as_of")
MOST_NAMED = 4


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the depots of the area inside the window's box that have or had stock, one point each."""
    held: dict[int, list[Level]] = defaultdict(list)
    for one in looking.levels(visit, window.area):
        held[one.depot.id].append(one)
    found = [levels for levels in held.values() if _is_inside(levels[0], window)]
    records = [_record(levels) for levels in found]
    points = shapely.points([one[0].depot.lon for one in found], [one[0].depot.lat for one in found]) if found else []
    return geojson.frame(records, points, PROPERTIES)


def _is_inside(one: Level, window: Window) -> bool:
    if window.bbox is None:
        return True
    west, south, east, north = window.bbox
    return west <= one.depot.lon <= east and south <= one.depot.lat <= north


def _record(levels: list[Level]) -> dict[str, object]:
    place, worse = levels[0].depot, [one for one in levels if one.state != ENOUGH]
    state = NONE if any(one.state == NONE for one in levels) else LOW if worse else ENOUGH
    first = (worse + [one for one in levels if one.state == ENOUGH])[:MOST_NAMED]
    return {
        "id": str(place.id), "name": place.name, "name_en": place.name_en, "state": state, "low": len(worse),
        "stock": " · ".join(f"{one.material.name} {one.free} {one.material.unit}" for one in first),
        "stock_en": " · ".join(f"{one.material.name_en} {one.free}" for one in first),
        "as_of": max(one.as_of for one in levels if one.as_of).isoformat()}


LAYER = Layer(name="depots", order=36, permission="areas.view", features=features, properties=PROPERTIES, words=WORDS)
