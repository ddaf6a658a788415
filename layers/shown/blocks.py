"""Block grids of departments, as outlines over the base grids."""

import geopandas as gpd
import shapely

from data.ledger import overlays
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "块状网格", "about": "各部门在基础网格上划定的块"},
    "en": {"name": "Block grids", "about": "Departments' unions of base grids"},
}
PROPERTIES = ("overlay", "code", "name", "name_en", "grids")


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return the blocks that hold a base grid of the window's area."""
    rows = [(overlay, block, grids) for overlay in overlays.overlays(visit)
            for block, grids in overlays.blocks_of(visit, overlay.code)
            if any(grid.startswith(window.area) for grid in grids)]
    records = [{"overlay": overlay.code, "code": block.code, "name": block.name, "name_en": block.name_en,
                "grids": len(grids)} for overlay, block, grids in rows]
    shapes = shapely.from_wkb([block.geometry for _, block, _ in rows]) if rows else []
    return geojson.frame(records, shapes, PROPERTIES)


LAYER = Layer(
    name="blocks",
    order=35,
    permission="areas.view",
    features=features,
    properties=PROPERTIES,
    words=WORDS,
)
