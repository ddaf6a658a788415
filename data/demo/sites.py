"""The demo city's places: hospitals, clinics, schools, shelters, stations, parks, toilets, care centres."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo import names, shape, spots
from data.demo.areas import CityMap
from data.demo.crews import Base
from data.demo.naming import CITY_CODE
from data.demo.wording import Locale

SOURCE = "demo"
EVERY = {"clinic": 1, "school": 1, "shelter": 3, "toilet": 1, "elderly_care": 4, "hospital": 12}
"""One of this kind for so many communities."""
MOST = 2_400
"""Of one kind, however large the city."""


def place_rows(city: CityMap, book: list[Locale], bases: list[Base]) -> list[dict[str, Any]]:
    """Return the places' rows; fire and police stations stand where their units are at home."""
    rng = np.random.default_rng([city.seed, 7])
    rows = [row for kind, every in EVERY.items() for row in _in_communities(city, book, kind, every, rng)]
    rows += _stations(city, book, bases, rng)
    rows += _parks(city, rng)
    for number, row in enumerate(rows, start=1):
        row |= {"source": SOURCE, "source_id": f"{row['kind']}-{number:05d}"}
    return rows


def _in_communities(city: CityMap, book: list[Locale], kind: str, every: int,
                    rng: np.random.Generator) -> list[dict[str, Any]]:
    communities, grids = city.levels[3], city.grids()
    wanted = np.sort(np.argsort(-communities.population, kind="stable")[: min(MOST, max(2, len(book) // every))])
    first = np.searchsorted(grids.parent, wanted)
    size = np.searchsorted(grids.parent, wanted, side="right") - first
    grid = first + (rng.random(len(wanted)) * size).astype(np.int64)
    points = spots.points_in(city, grid, rng)
    return [_row(kind, city, book, (g, points[n]), rng) for n, g in enumerate(grid.tolist())]


def _stations(city: CityMap, book: list[Locale], bases: list[Base], rng: np.random.Generator) -> list[dict[str, Any]]:
    kinds = {"fire": "fire_station", "police": "police_station"}
    seen: set[tuple[str, int]] = set()
    rows = []
    for base in bases:
        if base.kind in kinds and (base.kind, base.grid) not in seen:
            seen.add((base.kind, base.grid))
            rows.append(_row(kinds[base.kind], city, book, (base.grid, np.array([base.lon, base.lat])), rng))
    return rows


def _parks(city: CityMap, rng: np.random.Generator) -> list[dict[str, Any]]:
    middles = shape.to_degrees(shapely.get_coordinates(shapely.point_on_surface(city.skeleton.parks)))
    holder = shapely.STRtree(city.grids().polygons).query(shapely.points(middles), predicate="within")
    area = {int(park): city.grids().codes[grid] for park, grid in holder.T}
    return [{
        "kind": "park", "name": zh, "name_en": en, "address": "", "area_code": area.get(n, CITY_CODE),
        "lon": round(float(middles[n, 0]), spots.DIGITS), "lat": round(float(middles[n, 1]), spots.DIGITS),
        "attributes": _capacity("park", rng),
    } for n, (zh, en) in enumerate(names.PARKS)]


def _row(kind: str, city: CityMap, book: list[Locale], spot: tuple[int, NDArray[np.float64]],
         rng: np.random.Generator) -> dict[str, Any]:
    """Return a place's row; `spot` is its grid's number and its point."""
    grid, point = spot
    door, attributes = int(rng.integers(1, 380)), _capacity(kind, rng)
    community = int(city.grids().parent[grid])
    here = book[community]
    zh, en = names.PLACES[kind]
    stem_en = city.levels[3].en[community].rsplit(" ", 1)[0]
    return {
        "kind": kind, "name": zh.format(name=here.stem), "name_en": en.format(name=stem_en),
        "address": names.ADDRESS.format(district=here.district, street=here.street, road=here.roads[0], door=door),
        "area_code": city.grids().codes[grid], "lon": float(point[0]), "lat": float(point[1]), "attributes": attributes,
    }


def _capacity(kind: str, rng: np.random.Generator) -> dict[str, int]:
    """Return what the place can hold; keys are read by whoever weighs places."""
    ranges = {
        "hospital": {"beds": (180, 1_200), "doctors": (80, 500)}, "clinic": {"beds": (4, 30), "doctors": (4, 20)},
        "school": {"pupils": (360, 1_800)}, "shelter": {"people": (400, 6_000), "area_m2": (1_500, 20_000)},
        "fire_station": {"vehicles": (3, 9), "crew": (18, 45)}, "police_station": {"officers": (20, 80)},
        "park": {"people": (800, 9_000)}, "toilet": {"stalls": (6, 24)}, "elderly_care": {"beds": (30, 260)},
    }
    return {key: int(rng.integers(low, high)) for key, (low, high) in ranges[kind].items()}
