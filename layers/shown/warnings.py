"""Warnings in force, or that were at a moment: the ground that each is for, its level, until when; red on top."""

import geopandas as gpd
import shapely

from data.models.warning import CityWarning
from data.visit import Visit
from data.warnings import listing, stood
from data.warnings.levels import rank
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "预警", "about": "生效中的预警范围；颜色、形状与文字表示级别"},
    "en": {"name": "Warnings", "about": "The areas of warnings in force; colour, shape and word say the level"},
}
PROPERTIES = ("id", "level", "kind", "title", "title_en", "until", "issued", "areas", "is_whole")


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return what is in force in the window's area; one known by names of areas alone has an empty shape.

    `is_whole`: it is for all of the window's area, so that its ground tells nothing.
    """
    return _framed(window.area, listing.in_force(visit, window.area))


def features_then(visit: Visit, window: Window) -> gpd.GeoDataFrame | None:
    """Return what was in force at the visit's moment, None where that is not known."""
    if not stood.is_known(visit):
        return None
    return _framed(window.area, [one.warning for one in stood.in_force(visit, window.area)])


def _framed(area: str, warnings: list[CityWarning]) -> gpd.GeoDataFrame:
    found = sorted(warnings, key=lambda one: rank(one.level))
    records = [{"id": one.id, "level": one.level, "kind": one.kind, "title": one.title,
                "title_en": one.title_en or one.title, "until": round(one.valid_until.timestamp()),
                "issued": round(one.issued_at.timestamp()), "areas": len(one.areas),
                "is_whole": not one.shape and any(area.startswith(code) for code in one.areas)}
               for one in found]
    return geojson.frame(records, [shapely.from_wkb(one.outline) for one in found], PROPERTIES)


LAYER = Layer(name="warnings", order=60, permission="areas.view", features=features, properties=PROPERTIES,
              words=WORDS)
