"""What is known of some areas, each drawn by its outline or by a point inside it."""

from collections.abc import Callable, Sequence
from typing import Any

import geopandas as gpd
import shapely

from data.risk import queries
from data.visit import Visit
from layers import geojson

OUTLINED = ("code", "name", "name_en")
"""Properties that each feature has, before those of its own."""


def frame(visit: Visit, found: Sequence[Any], properties: tuple[str, ...], describe: Callable[[Any], dict[str, Any]],
          *, by_point: bool = False) -> gpd.GeoDataFrame:
    """Return a feature (WGS84) for each of `found` whose `area_code` has an outline, in order.

    `describe` gives its properties besides OUTLINED.
    """
    drawn = queries.outlines(visit, [one.area_code for one in found])
    kept = [one for one in found if one.area_code in drawn]
    records = [dict(zip(OUTLINED, (one.area_code, *drawn[one.area_code][:2]), strict=True)) | describe(one)
               for one in kept]
    if not kept:
        return geojson.frame(records, [], properties)
    shapes = (shapely.points([drawn[one.area_code][3:] for one in kept]) if by_point
              else shapely.from_wkb([drawn[one.area_code][2] for one in kept]))
    return geojson.frame(records, shapes, properties)
