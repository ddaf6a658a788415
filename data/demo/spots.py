"""Points inside grids, and the hot places that bring the same matter again and again."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo import shape
from data.demo.areas import CityMap
from data.demo.catalogue import Kind

TRIES = 40
DIGITS = 6
REPEATED = 0.24
"""Share of cases that fall on a hot place."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class HotPlaces:
    """Places of one kind of matter each; `first[k]`..`first[k+1]` are those of kind k, hottest first."""

    grid: Numbers
    points: Floats
    first: Numbers


def points_in(city: CityMap, grid: Numbers, rng: np.random.Generator) -> Floats:
    """Return one point inside each of the numbered grids, on land where the grid has land (WGS84, six digits)."""
    polygons = city.grids().polygons
    shapely.prepare(polygons)
    water = shape.degrees_of(np.array([shapely.union_all([city.skeleton.river, city.skeleton.lake])], dtype=object))[0]
    shapely.prepare(water)
    bounds = shapely.bounds(polygons)
    found = np.round(shapely.get_coordinates(shapely.point_on_surface(polygons))[grid], DIGITS)
    left = np.arange(len(grid))
    for _ in range(TRIES):
        if not len(left):
            break
        box = bounds[grid[left]]
        xy = np.round(box[:, :2] + rng.random((len(left), 2)) * (box[:, 2:] - box[:, :2]), DIGITS)
        good = shapely.contains_xy(polygons[grid[left]], xy) & ~shapely.contains_xy(water, xy)
        found[left[good]] = xy[good]
        left = left[~good]
    return np.asarray(found, dtype=np.float64)


def pick(chances: Floats, count: int, rng: np.random.Generator) -> Numbers:
    """Return `count` indexes drawn with these chances."""
    drawn = np.searchsorted(np.cumsum(chances), rng.random(count) * chances.sum(), side="right")
    return np.asarray(drawn.clip(0, len(chances) - 1), dtype=np.int64)


def choose_hot_places(city: CityMap, kinds: tuple[Kind, ...], grounds: dict[str, Floats],
                      rng: np.random.Generator) -> HotPlaces:
    """Return the hot places: about one for every four grids, more of frequent kinds, at least two of each."""
    total = sum(kind.weight for kind in kinds)
    numbers = [max(2, round(len(city.density) / 4 * kind.weight / total)) for kind in kinds]
    grid = np.concatenate([pick(grounds[kind.ground], n, rng) for kind, n in zip(kinds, numbers, strict=True)])
    return HotPlaces(grid=grid, points=points_in(city, grid, rng), first=np.concatenate([[0], np.cumsum(numbers)]))


def visit_hot_places(hot: HotPlaces, kind: int, count: int, rng: np.random.Generator) -> Numbers:
    """Return `count` hot places of a kind; a few far more often than the rest."""
    here = int(hot.first[kind + 1] - hot.first[kind])
    chances = np.asarray(np.arange(1, here + 1) ** -0.6, dtype=np.float64)
    return np.asarray(hot.first[kind] + pick(chances, count, rng), dtype=np.int64)
