"""A flood in the demo city: a cloudburst over its most crowded grid, provoked by whoever may issue warnings.

What happens is what would happen anywhere: gauges read, the rules look, a warning is issued by rule and its plan opens
a case; then thirty reports come in from the ground of the warning. The same city floods in the same place each time.
"""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from sqlalchemy import select

from data.areas.locate import GridIndex, index_of
from data.cases import intake
from data.cases.intake import Report
from data.demo.records import MARKER
from data.errors import Invalid
from data.models.area import Area
from data.models.warning import CityWarning
from data.scope import Scope
from data.storage.database import lifted
from data.units.distance import METRES_PER_DEGREE
from data.visit import Visit
from data.warnings import looking, readings
from data.warnings.levels import IN_FORCE
from data.warnings.readings import Told

SOURCE = "demo-flood"
RULE = "water-level"
CASES, REACH_M, SEED = 30, 1_400, 20_260_727
KINDS = (("0506", "积水约{n}厘米，车辆熄火。", 12), ("0506", "下穿通道积水，行人无法通过。", 6),
         ("0503", "排水口倒灌，污水漫上路面。", 4), ("B0104", "雨水箅子堵塞，水排不下去。", 3),
         ("0594", "地下室进水，电梯困人。", 2), ("0505", "雨后路面塌陷约{n}平方米。", 2),
         ("0508", "大风刮落线缆，有水。", 1))
"""(class, words, how many): thirty in all."""
GAUGES = (("water_level", "积水监测", "Water gauge", 45.0), ("rain", "雨量站", "Rain gauge", 62.0))


@dataclass(frozen=True)
class Flood:
    """What was provoked: the warning by rule, its ground, and the numbers of the cases reported from there."""

    warning: str
    shape: str
    cases: tuple[str, ...]


def provoke(visit: Visit) -> Flood:
    """Let it rain; return what came of it. Raises Invalid("not_a_demo") in a city that is real."""
    if visit.city.marker != MARKER:
        raise Invalid("not_a_demo")
    with lifted(visit.session):
        job = replace(visit, scope=Scope.of_job(SOURCE))
        here = job.session.scalars(select(Area).where(Area.level == job.city.leaf_level(), Area.area_m2 > 0)
                                   .order_by(Area.population.desc().nulls_last(), Area.area_code).limit(1)).one()
        index = _index_about(job, here)
        readings.store(job, [_told(job, here, n) for n in range(len(GAUGES))], index)
        looking.look(job)
        outcome = intake.receive(job, list(_reports(job, here, index)), index, live=True)
        warning = job.session.scalars(select(CityWarning).where(
            CityWarning.state.in_(IN_FORCE), CityWarning.origin == f"rule:{RULE}")
            .order_by(CityWarning.made_at.desc(), CityWarning.id.desc()).limit(1)).first()
    return Flood(warning.id if warning else "", warning.shape if warning else "",
                 tuple(number for _, number in outcome.stored))


def _told(visit: Visit, here: Area, n: int) -> Told:
    kind, name, english, value = GAUGES[n]
    return Told(source=SOURCE, sensor_id=kind, kind=kind, name=f"DEMO {here.name}{name}",
                name_en=f"DEMO {english}", lon=here.lon, lat=here.lat, value=value, at=visit.now)


def _index_about(visit: Visit, here: Area) -> GridIndex:
    reach = 2 * REACH_M / METRES_PER_DEGREE
    rows = visit.session.execute(select(Area.area_code, Area.geometry).where(
        Area.level == visit.city.leaf_level(), Area.area_m2 > 0, Area.west <= here.lon + reach,
        Area.east >= here.lon - reach, Area.south <= here.lat + reach, Area.north >= here.lat - reach)
        .order_by(Area.area_code)).all()
    return index_of([(code, shape) for code, shape in rows], None)


def _reports(visit: Visit, here: Area, index: GridIndex) -> list[Report]:
    rng, found = np.random.default_rng(SEED), list[Report]()
    across = METRES_PER_DEGREE * float(np.cos(np.radians(here.lat)))
    for kind, words, count in KINDS:
        for _ in range(count):
            lon, lat = _spot(here, index, across, rng)
            found.append(Report(
                source=SOURCE, event_id=f"{visit.now:%Y%m%d%H%M%S%f}-{len(found)}", occurred_at=visit.now,
                category=kind, text=f"DEMO {here.name}附近{words.format(n=int(rng.integers(15, 60)))}", lon=lon,
                lat=lat, channel="hotline"))
    return found


def _spot(here: Area, index: GridIndex, across: float, rng: np.random.Generator) -> tuple[float, float]:
    """Return a point of the city within reach."""
    for _ in range(100):
        far, turn = REACH_M * float(np.sqrt(rng.random())), 2 * np.pi * float(rng.random())
        lon = round(here.lon + far * float(np.cos(turn)) / across, 6)
        lat = round(here.lat + far * float(np.sin(turn)) / METRES_PER_DEGREE, 6)
        if len(index.tree.query(shapely.Point(lon, lat), predicate="intersects")):
            return lon, lat
    return here.lon, here.lat
