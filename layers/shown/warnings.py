"""Warnings in force: the ground that each is for, its level, until when; red comes last, so that it is drawn on top."""

import geopandas as gpd
import shapely

from data.visit import Visit
from data.warnings import listing
from data.warnings.levels import rank
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "预警", "about": "生效中的预警范围;颜色、形状与文字表示级别"},
    "en": {"name": "Warnings", "about": "The areas of warnings in force; colour, shape and word say the level"},
}
PROPERTIES = ("id", "level", "kind", "title", "title_en", "until", "issued", "areas", "is_whole")


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return what is in force in the window's area; one known by names of areas alone has an empty shape.

    `is_whole`: it is for all of the window's area, so that its ground tells nothing.
    """
    found = sorted(listing.in_force(visit, window.area), key=lambda one: rank(one.level))
    records = [{"id": one.id, "level": one.level, "kind": one.kind, "title": one.title,
                "title_en": one.title_en or one.title, "until": round(one.valid_until.timestamp()),
                "issued": round(one.issued_at.timestamp()), "areas": len(one.areas),
                "is_whole": not one.shape and any(window.area.startswith(code) for code in one.areas)}
               for one in found]
    return geojson.frame(records, [shapely.from_wkb(one.outline) for one in found], PROPERTIES)


LAYER = Layer(name="warnings", order=60, permission="areas.view", features=features, properties=PROPERTIES,
              words=WORDS)
