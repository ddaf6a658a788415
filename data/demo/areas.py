"""The demo city's areas, all five levels with codes, names, people and shapes; pure, nothing is stored here."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo import names, naming, shape
from data.demo.density import density, scatter
from data.demo.outline import MERGED, Skeleton, draw_skeleton
from data.demo.partition import Counts, cut_city

POINTS_PER_GRID = 24
FEWEST_POINTS = 3_000
PEOPLE_PER_HOUSEHOLD = 2.6
TOWN_DENSITY = 0.24
"""Streets thinner than this are towns (镇), and so are committees villages (村)."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """The areas of one level, by the same index in every field."""

    codes: list[str]
    zh: list[str]
    en: list[str]
    parent: NDArray[np.int64]
    """Index into the level above."""
    polygons: NDArray[np.object_]
    labels: NDArray[np.float64]
    """WGS84 longitude and latitude of a point inside."""
    area_m2: NDArray[np.float64]
    households: NDArray[np.int64]
    population: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class CityMap:
    """The whole map: the five levels from the city to the grids, and the skeleton they hang on."""

    skeleton: Skeleton
    levels: tuple[Level, Level, Level, Level, Level]
    density: NDArray[np.float64]
    """Of each grid, about 0.06 to 1.4."""
    seed: int

    def grids(self) -> Level:
        """Return the finest level."""
        return self.levels[-1]


def draw_map(counts: Counts, *, households_per_grid: float, seed: int) -> CityMap:
    """Return the map of a city of this size. The same seed gives the same map to the last byte."""
    rng = np.random.default_rng([seed, 1])
    skeleton = draw_skeleton(rng)
    points = scatter(skeleton, max(FEWEST_POINTS, counts.grids * POINTS_PER_GRID), rng)
    grids = shape.snap(cut_city(skeleton, points, MERGED[counts.districts], counts, rng))
    parents = (_first_seen(grids.district, grids.street), _first_seen(grids.street, grids.community), grids.community)
    communities = shape.unite(grids.polygons, grids.community)
    streets = shape.unite(communities, parents[1])
    districts = shape.unite(streets, parents[0])
    city = np.array([shape.unite(districts, np.zeros(len(districts), dtype=np.int64))[0]], dtype=object)
    polygons = (city, districts, streets, communities, grids.polygons)
    labels = (*(_labels(one) for one in polygons[:4]), _quick_labels(grids.polygons))
    dense = density(skeleton, shape.to_metres(labels[4]))
    up = (np.zeros(1, dtype=np.int64), np.zeros(len(districts), dtype=np.int64), *parents)
    named = _named(labels, up, dense, counts.districts, rng)
    households = _households(skeleton, labels[4], dense, households_per_grid, rng)
    people = np.round(households * rng.normal(PEOPLE_PER_HOUSEHOLD, 0.2, len(dense)).clip(1.8, 3.4)).astype(np.int64)
    sums = _summed(up, np.column_stack([shape.square_metres(grids.polygons), households, people]))
    levels = tuple(
        Level(codes=name.codes, zh=name.zh, en=name.en, parent=parent, polygons=shapes, labels=label,
              area_m2=total[:, 0], households=total[:, 1].astype(np.int64), population=total[:, 2].astype(np.int64))
        for name, parent, shapes, label, total in zip(named, up, polygons, labels, sums, strict=True)
    )
    return CityMap(skeleton=skeleton, levels=levels, density=dense, seed=seed)  # type: ignore[arg-type]


def _first_seen(parent: NDArray[np.int64], child: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the parent's number of each child number."""
    _, first = np.unique(child, return_index=True)
    return parent[first]


def _labels(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the middle of the largest circle inside each polygon."""
    within = shapely.maximum_inscribed_circle(polygons, tolerance=2e-4)
    return np.asarray(shapely.get_coordinates(shapely.get_point(within, 0)), dtype=np.float64)


def _quick_labels(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    middles = shapely.centroid(polygons)
    inside = shapely.contains_properly(polygons, middles)
    chosen = np.where(inside, middles, shapely.point_on_surface(polygons))
    return np.asarray(shapely.get_coordinates(chosen), dtype=np.float64)


def _named(labels: tuple[NDArray[np.float64], ...], up: tuple[NDArray[np.int64], ...], dense: NDArray[np.float64],
           districts: int, rng: np.random.Generator) -> tuple[naming.Named, ...]:
    city = naming.Named([naming.CITY_CODE], [names.CITY[0]], [names.CITY[1]])
    of_district = naming.name_districts(labels[1], names.DISTRICT_OF_GROUP[districts])
    by_community = _mean_of(dense, up[4])
    by_street = _mean_of(by_community, up[3])
    first_street = _densest_in(of_district.zh.index("东港区"), up[2], by_street)
    parents = [of_district.codes[d] for d in up[2]]
    streets = naming.name_streets(labels[2], parents, by_street < TOWN_DENSITY, first_street, rng)
    first = _densest_in(first_street, up[3], by_community)
    rural = (by_street[up[3]] < TOWN_DENSITY) & (by_community < TOWN_DENSITY * 0.7)
    parents = [streets.codes[s] for s in up[3]]
    communities = naming.name_communities(labels[3], parents, rural, first, rng)
    return city, of_district, streets, communities, naming.name_grids(labels[4], up[4], communities)


def _mean_of(values: NDArray[np.float64], parent: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.bincount(parent, values) / np.bincount(parent)


def _densest_in(parent: int, parents: NDArray[np.int64], dense: NDArray[np.float64]) -> int:
    return int(np.argmax(np.where(parents == parent, dense, -1.0)))


def _households(skeleton: Skeleton, labels: NDArray[np.float64], dense: NDArray[np.float64], mean: float,
                rng: np.random.Generator) -> NDArray[np.int64]:
    """Return households per grid: most where it is dense, few in parks and in grids of one large user (专属网格)."""
    usual = mean * (0.42 + 0.75 * dense.clip(0, 1)) * np.exp(rng.normal(0.0, 0.2, len(dense)))
    green = shapely.union_all([*skeleton.parks, skeleton.lake])
    plane = shape.to_metres(labels)
    few = shapely.contains_xy(green, plane[:, 0], plane[:, 1]) | (rng.random(len(dense)) < 0.04)
    return np.maximum(np.round(np.where(few, usual * 0.08, usual)), 4).astype(np.int64)


def _summed(up: tuple[NDArray[np.int64], ...], of_grids: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return the columns for every level, each the sum of its children."""
    totals = [of_grids]
    for parent in reversed(up[1:]):
        below = totals[0]
        totals.insert(0, np.column_stack([np.bincount(parent, below[:, column]) for column in range(below.shape[1])]))
    return totals
