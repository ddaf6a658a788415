"""Who is reached within fifteen minutes: the grids of each class of minutes as one shape, those not reached last."""

import geopandas as gpd
import numpy as np
import shapely

from data.areas import shapes
from data.reach.reach import CLASSES, Reach, reach
from data.reach.subjects import read_subject
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

WORDS = {
    "zh-CN": {"name": "15 分钟可达",
              "about": "医疗、教育、养老（步行 4.8 或驾车 25 公里/时）及各类力量（各自车速）沿路网"
                       "到网格内一点的分钟数；超过 15 分钟为未覆盖"},
    "en": {"name": "15-minute reach", "about": "Minutes along the roads from the nearest service (on foot 4.8 km/h, by "
                                               "road 25 km/h) or unit (its kind's speed) to a point of each grid; "
                                               "beyond 15 it is not covered"},
}
PROPERTIES = ("from_min", "to_min", "grids", "people", "sites", "reach", "unknown", "as_of")
FIRST = "medical"


def features(visit: Visit, window: Window) -> gpd.GeoDataFrame:
    """Return one shape for each class of minutes that has grids; `to_min` is missing where nobody comes in time.

    Raises Invalid("bad_reach"), NotAllowed where units are asked for by somebody who may not see them.
    """
    found = reach(visit, window.area, read_subject(window.what or FIRST))
    records, drawn = [], []
    numbers = np.array(found.classes(), dtype=int)
    rows = shapes.area_rows(visit, window.area, visit.city.leaf_level()) if len(numbers) else []
    outlines = shapely.from_wkb([row["geometry"] for row in rows])
    for number in sorted(set(numbers.tolist())):
        mine = numbers == number
        records.append(_record(visit, found, number, mine))
        drawn.append(shapely.union_all(outlines[mine]))
    return geojson.frame(records, drawn, PROPERTIES)


def _record(visit: Visit, found: Reach, number: int, mine: np.ndarray) -> dict[str, object]:
    return {"from_min": CLASSES[number - 1] if number else 0.0,
            "to_min": CLASSES[number] if number < len(CLASSES) else None,
            "grids": int(mine.sum()), "people": found.ground.counted(mine), "sites": len(found.sites),
            "reach": found.subject.key(), "unknown": ",".join(found.unknown), "as_of": visit.now.isoformat()}


LAYER = Layer(name="reach", order=15, permission="areas.view", features=features, properties=PROPERTIES, words=WORDS)
