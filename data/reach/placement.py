"""Where the units of a kind should stand next shift, so that most expected cases are reached in fifteen minutes."""

import time
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from data.models.unit import Unit
from data.reach.covering import Covering, choose
from data.reach.expected import Expected, expected
from data.reach.ground import Flags, Floats, Ground, read_ground
from data.reach.reach import is_reached, minutes_to, said_of, usable
from data.reach.subjects import BASE, Site, Subject, points_of
from data.storage.prefix import begins_with
from data.travel.minutes import metres_of, roads_of
from data.units import status
from data.visit import Visit

MOST_SPOTS = 200
"""So many grids are tried as places to stand, spread evenly over the area, and those where units stand now."""
MOST_GOALS = 2_000
"""So many grids with expected cases are weighed, the heaviest."""
AT_ONCE = 100
STAYS_MINUTES = 2.0
"""A unit that is this near to its new place stays where it is."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where one unit should stand. `alone`: expected cases that nobody else would reach."""

    unit: Site
    grid: str
    lon: float
    lat: float
    minutes: float
    alone: float


@dataclass(frozen=True, kw_only=True)
class Placement:
    """The answer; `before` and `after` are expected cases reached, people likewise (None: not known)."""

    kind: str
    units: int
    stands: tuple[Stand, ...]
    """Those that move; the others stay."""
    expected: Expected
    before: float
    after: float
    people_before: int | None
    people_after: int | None
    solved: Covering
    seconds: float
    unknown: tuple[str, ...]


def place(visit: Visit, area: str, kind: str) -> Placement:
    """Return where the units of a kind that serve the area should stand next shift. Raises NotAllowed."""
    began = time.perf_counter()
    ground, subject = read_ground(visit, area), Subject(name=kind, is_unit=True, way=BASE)
    wanted = expected(visit, area, ground, kind)
    units, unknown = usable(visit, _on_shift(visit, area, kind, wanted))
    unknown += [*said_of(visit, ground), *wanted.unknown]
    spots = _spots(ground, units)
    goals = np.argsort(-wanted.weights, kind="stable")[:MOST_GOALS]
    reach = _reach(visit, ground.points[spots], ground.points[goals], subject)
    solved = choose(reach, wanted.weights[goals], len(units))
    stands = _assigned(visit, ground, units, spots[list(solved.chosen)], subject)
    moved = {one.unit.id: one for one in stands}
    after_sites = [_moved(one, moved.get(one.id)) for one in units]
    before, after = (is_reached(minutes_to(visit, ground, sites, subject)) for sites in (units, after_sites))
    if wanted.weights[after].sum() <= wanted.weights[before].sum():
        stands, after, after_sites = [], before, units
    stands = [_with_alone(visit, ground, wanted, one, after_sites) for one in stands]
    return Placement(
        kind=kind, units=len(units), stands=tuple(sorted(stands, key=lambda one: -one.alone)), expected=wanted,
        before=float(wanted.weights[before].sum()), after=float(wanted.weights[after].sum()),
        people_before=ground.counted(before), people_after=ground.counted(after), solved=solved,
        seconds=time.perf_counter() - began, unknown=tuple(dict.fromkeys(unknown)))


def _on_shift(visit: Visit, area: str, kind: str, wanted: Expected) -> list[Site]:
    visit.scope.require("units.view")
    found = visit.session.scalars(select(Unit).where(begins_with(Unit.area_code, area), Unit.kind == kind)
                                  .order_by(Unit.id))
    return [Site(id=one.id, kind=kind, name=one.name, name_en=one.name_en, area=one.area_code, lon=one.home_lon,
                 lat=one.home_lat) for one in found if status.is_on_shift(one, wanted.begins, visit.zone)]


def _spots(ground: Ground, units: list[Site]) -> np.ndarray:
    """Return the numbers of the grids that are tried."""
    step = max(1, -(-len(ground.codes) // MOST_SPOTS))
    spread = np.arange(0, len(ground.codes), step)
    if not units or not len(ground.codes):
        return spread
    off = points_of(units)[:, None, :] - ground.points[None, :, :]
    return np.union1d(spread, (off**2).sum(axis=2).argmin(axis=1))


def _reach(visit: Visit, spots: Floats, goals: Floats, subject: Subject) -> Flags:
    pieces = [is_reached(metres_of(roads_of(visit), spots[first:first + AT_ONCE], goals)[0]
                         / subject.metres_a_minute()) for first in range(0, len(spots), AT_ONCE)]
    return np.concatenate(pieces) if pieces else np.zeros((0, len(goals)), dtype=bool)


def _assigned(visit: Visit, ground: Ground, units: list[Site], chosen: np.ndarray, subject: Subject) -> list[Stand]:
    """Return who moves where: as little way as all together need."""
    from scipy.optimize import linear_sum_assignment

    if not units or not len(chosen):
        return []
    minutes = metres_of(roads_of(visit), points_of(units), ground.points[chosen])[0] / subject.metres_a_minute()
    rows, columns = linear_sum_assignment(minutes)
    return [Stand(unit=units[row], grid=ground.codes[chosen[column]], lon=float(ground.points[chosen[column]][0]),
                  lat=float(ground.points[chosen[column]][1]), minutes=float(minutes[row, column]), alone=0.0)
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            if minutes[row, column] > STAYS_MINUTES]


def _moved(one: Site, stand: Stand | None) -> Site:
    if stand is None:
        return one
    return Site(id=one.id, kind=one.kind, name=one.name, name_en=one.name_en, area=one.area, lon=stand.lon,
                lat=stand.lat)


def _with_alone(visit: Visit, ground: Ground, wanted: Expected, one: Stand, sites: list[Site]) -> Stand:
    """Return the stand with what only it reaches."""
    subject = Subject(name=one.unit.kind, is_unit=True, way=BASE)
    mine = is_reached(minutes_to(visit, ground, [site for site in sites if site.id == one.unit.id], subject))
    others = is_reached(minutes_to(visit, ground, [site for site in sites if site.id != one.unit.id], subject))
    return Stand(unit=one.unit, grid=one.grid, lon=one.lon, lat=one.lat, minutes=one.minutes,
                 alone=float(wanted.weights[mine & ~others].sum()))
