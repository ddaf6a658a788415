"""The areas themselves: polygons of one level, which values colour."""

import geopandas as gpd
import shapely

from data.areas import queries, shapes
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window
from layers.simplify import simplify_coverage, tolerance_for

WORDS = {
    "zh-CN": {"name": "网格", "about": "当前层级的区域，按所选指标着色"},
    "en": {"name": "Grids", "about": "Areas of the level shown, coloured by the chosen figure"},
}
PROPERTIES = ("code", "name", "name_en", "population", "km2", "lon", "lat", "level")


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the areas of the asked level (default: the finest that can be drawn) inside the area."""
    level = window.level or queries.display_level(visit, window.area, finest=window.finest)
    rows = shapes.area_rows(visit, window.area, level)
    records = [
        {
            "code": row["area_code"],
            "name": row["name"],
            "name_en": row["name_en"],
            "population": row["population"],
            "km2": round(row["area_m2"] / 1e6, 4),
            "lon": round(row["lon"], 5),
            "lat": round(row["lat"], 5),
            "level": row["level"],
        }
        for row in rows
    ]
    frame = geojson.frame(records, shapely.from_wkb([row["geometry"] for row in rows]), PROPERTIES)
    if frame.empty:
        return frame
    west, _, east, _ = frame.total_bounds
    return simplify_coverage(frame, tolerance_for(east - west))


LAYER = Layer(
    name="areas",
    order=10,
    permission="areas.view",
    features=features,
    properties=PROPERTIES,
    words=WORDS,
    is_geometry_only=True,
    mesh_properties=tuple(name for name in PROPERTIES if name not in ("lon", "lat")),
)
