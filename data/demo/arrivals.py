"""New cases for the demo city, after the pattern of its own past: the same hour, matter and places.

A past case of the same hour of day is drawn and happens again, with new words, near by or in the very same
place. So the rhythm needs no tables here, and goes on after a restart.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from sqlalchemy import func, select

from data import clock
from data.areas.locate import GridIndex
from data.cases import intake
from data.demo import names, wording
from data.demo.catalogue import Kind, read_catalogue
from data.demo.verdicts import ASKED_CHANNELS, reporter
from data.models.area import Area
from data.models.case import Case
from data.scope import Scope
from data.visit import Visit

SOURCE = "demo-live"
DAYS_BACK = range(1, 22)
SAME_PLACE = 0.2
TRIES = 30
DIGITS = 6


@dataclass
class Pattern:
    """The past cases of one hour of day; read again when the hour turns."""

    hour_no: int = -1
    case_ids: list[int] = field(default_factory=list)
    per_second: float = 0.0


def refresh(visit: Visit, pattern: Pattern) -> None:
    """Read the pattern of this hour unless it is there already."""
    hour = clock.hour_number(visit.now)
    if pattern.hour_no == hour:
        return
    hours = [hour - 24 * back for back in DAYS_BACK]
    found = visit.session.execute(select(Case.id, Case.hour_no).where(Case.hour_no.in_(hours)).order_by(Case.id)).all()
    oldest = visit.session.execute(select(func.min(Case.hour_no))).scalar_one()
    days = sum(1 for one in hours if oldest is not None and one > oldest)
    pattern.hour_no, pattern.case_ids = hour, [case_id for case_id, _ in found]
    pattern.per_second = len(found) / max(1, days) / 3600


def arrive(visit: Visit, pattern: Pattern, seconds: float, rng: np.random.Generator, *, pace: float = 1.0) -> list[str]:
    """Take in what arrives within these seconds and return the new case numbers."""
    refresh(visit, pattern)
    arrived = []
    for _ in range(int(rng.poisson(pattern.per_second * seconds * pace)) if pattern.case_ids else 0):
        past = visit.session.get_one(Case, pattern.case_ids[int(rng.integers(len(pattern.case_ids)))])
        arrived += _happen_again(visit, past, rng)
    return arrived


def _happen_again(visit: Visit, past: Case, rng: np.random.Generator) -> list[str]:
    wkb = visit.session.scalars(select(Area.geometry).where(Area.area_code == past.area_code)).one()
    polygon = shapely.from_wkb(wkb)
    again = bool(rng.random() < SAME_PLACE) or past.placed == "area"
    lon, lat = (past.lon, past.lat) if again else _point_in(polygon, (past.lon, past.lat), rng)
    chance = int(rng.integers(2**40))
    text, address = _words(visit, past, again, chance)
    report = intake.Report(
        source=SOURCE, event_id=f"{visit.now:%Y%m%d%H%M%S}-{chance:x}", occurred_at=visit.now, category=past.class_code,
        text=text, address=address, lon=lon, lat=lat, area_code=past.area_code, channel=past.channel,
        priority=past.priority, reporter=reporter(chance) if past.channel in ASKED_CHANNELS else None,
    )
    index = GridIndex(np.array([past.area_code], dtype=object), shapely.STRtree([polygon]))
    teller = replace(visit, scope=Scope.of_job(names.SOURCES.get(past.channel, names.DESK)))
    outcome = intake.receive(teller, [report], index, live=True)
    return [case_no for _, case_no in outcome.stored]


def _point_in(polygon: shapely.Geometry, otherwise: tuple[float, float],
              rng: np.random.Generator) -> tuple[float, float]:
    west, south, east, north = polygon.bounds
    for _ in range(TRIES):
        lon, lat = np.round(rng.uniform((west, south), (east, north)), DIGITS).tolist()
        if shapely.contains_xy(polygon, lon, lat):
            return lon, lat
    return otherwise


def _words(visit: Visit, past: Case, again: bool, chance: int) -> tuple[str, str]:
    """Return text and address: the old words for the old place, otherwise new ones."""
    kind = _kind(past.class_code)
    if kind is None or again:
        return past.text.removesuffix(wording.REPEATED) + (wording.REPEATED if again else ""), past.address
    widths = [visit.city.width_of(level) for level in (2, 3, 4)]
    codes = [past.area_code[:width] for width in widths]
    found = {code: name for code, name in visit.session.execute(
        select(Area.area_code, Area.name).where(Area.area_code.in_(codes)))}
    district, street, community = (found.get(code, "") for code in codes)
    here = wording.locale_of(codes[2], community, district=district, street=street)
    return wording.word(here, kind, chance, int(chance // 7))


def _kind(code: str) -> Kind | None:
    return next((kind for kind in read_catalogue().kinds if kind.code == code), None)
