"""The demo city's units: officers, patrols, stations and crews, with bases, shifts, skills and where they are now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo import names, shape, spots
from data.demo.areas import CityMap
from data.demo.naming import reading_order
from data.demo.partition import share_out
from data.units.status import AVAILABLE, OFF_DUTY, OFFLINE

SHIFTS = {
    "grid_officer": ((0.58, 8, 10), (0.14, 7, 10), (0.16, 12, 10), (0.12, 20, 12)),
    "police": ((0.4, 24, 24), (0.35, 7, 12), (0.25, 19, 12)),
    "fire": ((1.0, 24, 24),),
    "sanitation": ((0.45, 5, 10), (0.3, 12, 10), (0.25, 20, 10)),
    "repair": ((0.55, 24, 24), (0.3, 8, 12), (0.15, 14, 12)),
    "medical": ((0.6, 24, 24), (0.4, 7, 14)),
    "enforcement": ((0.48, 8, 12), (0.32, 13, 11), (0.2, 20, 12)),
}
"""(share, first hour, hours) of each kind's shifts; 24 hours means always on duty."""
SKILLS = {
    "grid_officer": ("visit", "report"), "police": ("traffic", "order"), "fire": ("rescue", "fire", "gas"),
    "sanitation": ("waste", "water"), "repair": ("water", "drainage", "road", "gas", "power"),
    "medical": ("first_aid", "transport"), "enforcement": ("vendors", "noise", "sites"),
}
SKILLS_EACH = {"repair": 3, "sanitation": 2}
CREW = {"grid_officer": 1, "police": 2, "fire": 6, "sanitation": 4, "repair": 4, "medical": 3, "enforcement": 4}
DEPARTMENT = {"grid_officer": "street", "police": "police", "fire": "fire", "sanitation": "hygiene", "repair": "works",
              "medical": "health", "enforcement": "enforcement"}
ROAMS_M = {"grid_officer": 450.0, "police": 1_200.0, "enforcement": 900.0, "sanitation": 700.0, "repair": 500.0}
"""How far from its base a free unit may be found; the others wait at theirs."""
OFFLINE_SHARE = 0.012


@dataclass(frozen=True)
class Base:
    """Where a unit belongs: the area it serves and the point it starts from."""

    kind: str
    number: int
    area_code: str
    grid: int
    lon: float
    lat: float


def choose_bases(city: CityMap, counts: dict[str, int]) -> list[Base]:
    """Return the bases: officers one community each, the others spread over districts by people."""
    rng = np.random.default_rng([city.seed, 5])
    bases: list[Base] = []
    for kind, count in counts.items():
        area_of, grid = _officer_grids(city, count, rng) if kind == "grid_officer" else _station_grids(city, count, rng)
        points = spots.points_in(city, grid, rng)
        order = reading_order(points)
        bases += [Base(kind, number, area_of[i], int(grid[i]), float(points[i, 0]), float(points[i, 1]))
                  for number, i in enumerate(order.tolist(), start=1)]
    return bases


def _officer_grids(city: CityMap, count: int, rng: np.random.Generator) -> tuple[list[str], NDArray[np.int64]]:
    communities, grids = city.levels[3], city.grids()
    each = share_out(communities.population.astype(float), count, least=0)
    chosen = np.repeat(np.arange(len(communities.codes)), each)
    people = grids.population.astype(float)
    grid = [int(spots.pick(np.where(grids.parent == c, people, 0.0), 1, rng)[0]) for c in chosen.tolist()]
    return [communities.codes[c] for c in chosen.tolist()], np.array(grid, dtype=np.int64)


def _station_grids(city: CityMap, count: int, rng: np.random.Generator) -> tuple[list[str], NDArray[np.int64]]:
    """Return districts' codes and grids; a district's stations stand in different streets as far as they go."""
    districts, streets, communities, grids = city.levels[1:]
    each = share_out(districts.population.astype(float) ** 0.8, count, least=1 if count >= len(districts.codes) else 0)
    street_of = communities.parent[grids.parent]
    codes, chosen = [], []
    for district, n in enumerate(each.tolist()):
        mine = np.flatnonzero(streets.parent == district)
        order = mine[np.argsort(-streets.population[mine] * np.exp(rng.normal(0, 0.3, len(mine))), kind="stable")]
        for turn in range(n):
            here = street_of == order[turn % len(order)]
            chosen.append(int(spots.pick(np.where(here, grids.population, 0).astype(float), 1, rng)[0]))
            codes.append(districts.codes[district])
    return codes, np.array(chosen, dtype=np.int64)


def unit_rows(city: CityMap, bases: list[Base], *, now: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return the units' rows as they stand at `now`: on or off duty by their shifts, some on their rounds."""
    rng = np.random.default_rng([city.seed, 6])
    units = [_unit(base, now.astimezone(zone).hour, now, rng) for base in bases]
    land = shapely.difference(city.skeleton.outline, shapely.union_all([city.skeleton.river, city.skeleton.lake]))
    dry = shapely.contains_xy(land, shape.to_metres(np.array([(unit["lon"], unit["lat"]) for unit in units])))
    for unit in (unit for unit, is_dry in zip(units, dry.tolist(), strict=True) if not is_dry):
        unit["lon"], unit["lat"] = unit["home_lon"], unit["home_lat"]
    return units


def _unit(base: Base, hour: int, now: datetime, rng: np.random.Generator) -> dict[str, Any]:
    zh, en = names.UNITS[base.kind]
    shifts = SHIFTS[base.kind]
    _, start, hours = shifts[int(rng.choice(len(shifts), p=[share for share, _, _ in shifts]))]
    on_duty = hours >= 24 or (hour - start) % 24 < hours
    status, lon, lat, ago = _whereabouts(base, on_duty, rng)
    known = SKILLS[base.kind]
    few = SKILLS_EACH.get(base.kind, len(known))
    return {
        "id": unit_id(base), "name": zh.format(n=base.number), "name_en": en.format(n=base.number), "kind": base.kind,
        "is_vehicle": base.kind != "grid_officer", "crew": CREW[base.kind],
        "skills": sorted(known[i] for i in rng.permutation(len(known))[:few]), "department": DEPARTMENT[base.kind],
        "status": status, "area_code": base.area_code, "lon": lon, "lat": lat,
        "position_at": now - timedelta(seconds=ago), "home_lon": base.lon, "home_lat": base.lat,
        "shift_start_hour": start % 24, "shift_hours": hours, "done_today": 0, "version": 1,
    }


def unit_id(base: Base) -> str:
    """Return the unit's id, such as REPAIR-004."""
    return f"{base.kind.split('_')[-1].upper()}-{base.number:03d}"


def _whereabouts(base: Base, on_duty: bool, rng: np.random.Generator) -> tuple[str, float, float, int]:
    """Return (status, lon, lat, seconds since the position was heard)."""
    off, angle, ago, fate = rng.random(), rng.uniform(0, 2 * np.pi), int(rng.integers(5, 420)), rng.random()
    if not on_duty:
        return OFF_DUTY, base.lon, base.lat, ago + 1_800
    if fate < OFFLINE_SHARE:
        return OFFLINE, base.lon, base.lat, ago + 4_000
    reach = ROAMS_M.get(base.kind, 0.0)
    if fate > 0.55 or reach == 0.0:
        return AVAILABLE, base.lon, base.lat, ago
    metres = reach * off**0.5 * np.array([np.cos(angle), np.sin(angle)])
    lon, lat = np.round(np.array([base.lon, base.lat]) + metres / shape.PLANE_DEGREES_M, spots.DIGITS)
    return AVAILABLE, float(lon), float(lat), ago
