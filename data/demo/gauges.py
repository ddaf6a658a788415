"""The demo city's gauges of water and rain: a few, all called DEMO, quiet, read anew every ten minutes.

After a cloudburst (data.demo.flood) its gauges fall again by themselves.
"""

import numpy as np
from sqlalchemy import select

from data.areas import queries
from data.areas.at_point import area_at
from data.areas.locate import index_of
from data.demo import flood
from data.models.area import Area
from data.models.warning import Sensor
from data.visit import Visit
from data.warnings import readings
from data.warnings.readings import Told

SOURCE = "DEMO"
EACH = (("water_level", "积水监测", "Water gauge", 6.0), ("rain", "雨量站", "Rain gauge", 3.0))
"""(kind, name, English name, highest quiet reading)."""
DISTRICTS, MOST = 2, 4
FALLS = 0.6


def tell_gauges(visit: Visit, rng: np.random.Generator) -> int:
    """Let every gauge read; return how many did."""
    areas = queries.inside(visit, visit.city.code, DISTRICTS)[:MOST]
    told = [_quiet(visit, area, one, rng) for area in areas for one in EACH]
    told += [_fallen(visit, one) for one in visit.session.scalars(
        select(Sensor).where(Sensor.source == flood.SOURCE).order_by(Sensor.sensor_id))]
    here = {one.area_code: one for told_of in told if (one := area_at(visit, told_of.lon, told_of.lat))}
    index = index_of([(code, here[code].geometry) for code in sorted(here)], None)
    return len(readings.store(visit, told, index).stored)


def _quiet(visit: Visit, area: Area, one: tuple[str, str, str, float], rng: np.random.Generator) -> Told:
    kind, name, english, most = one
    return Told(source=SOURCE, sensor_id=f"{kind}-{area.area_code}", kind=kind, name=f"DEMO {area.name}{name}",
                name_en=f"DEMO {area.name_en} {english}", lon=area.lon, lat=area.lat,
                value=round(float(rng.random()) ** 3 * most, 1), at=visit.now)


def _fallen(visit: Visit, one: Sensor) -> Told:
    return Told(source=one.source, sensor_id=one.sensor_id, kind=one.kind, name=one.name, name_en=one.name_en,
                lon=one.lon, lat=one.lat, value=round(one.value * FALLS, 1), at=visit.now)
