"""When and where things happen in the demo city: hours, weekdays, seasons, rain, and kinds of ground.

Profiles are shares, not counts; the tables hold what is plausible, not what was measured.
"""

from datetime import datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo import shape
from data.demo.areas import CityMap
from data.demo.catalogue import Kind

Floats = NDArray[np.float64]

HOURS = {
    "flat": (3, 2, 2, 2, 2, 3, 4, 5, 6, 6, 6, 6, 6, 5, 5, 6, 6, 6, 6, 6, 5, 5, 4, 4),
    "morning": (1, 0.6, 0.5, 0.6, 1.5, 4, 8, 11, 12, 10, 8, 6, 4, 5, 6, 6, 5, 4, 3, 2.5, 2, 1.5, 1.2, 1),
    "office": (0.4, 0.3, 0.2, 0.2, 0.3, 0.8, 2, 5, 10, 12, 11, 8, 4, 7, 10, 11, 9, 6, 3, 2, 1.5, 1, 0.8, 0.6),
    "commute": (0.8, 0.5, 0.4, 0.4, 0.6, 1.5, 5, 12, 13, 7, 5, 5, 5, 4, 4, 5, 8, 12, 11, 6, 4, 3, 2, 1.2),
    "meals": (0.6, 0.4, 0.3, 0.2, 0.3, 1.5, 6, 9, 6, 5, 7, 11, 10, 5, 4, 5, 8, 12, 12, 9, 7, 5, 3, 1.5),
    "evening": (2, 1, 0.7, 0.5, 0.5, 1, 2, 3, 4, 4, 4, 4, 4, 3.5, 4, 4, 5, 7, 10, 13, 12, 9, 6, 4),
    "night": (7, 4, 2.5, 1.5, 1, 1, 1.5, 2, 2, 2, 2, 2, 2.5, 2.5, 2, 2, 2, 3, 5, 8, 11, 13, 13, 10),
    "late": (9, 7, 5, 4, 4, 4, 4, 3, 2, 2, 2, 2, 3, 3, 2, 2, 2, 3, 5, 8, 10, 12, 12, 11),
}
SEASONS = {
    "": (1.0,) * 12,
    "summer": (0.7, 0.7, 0.8, 0.9, 1.1, 1.4, 1.6, 1.6, 1.3, 1.0, 0.8, 0.7),
    "winter": (2.4, 1.8, 0.9, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.5, 1.1, 2.0),
    "heating": (3.0, 2.4, 1.2, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 1.8, 2.6),
    "rain": (0.7, 0.8, 0.9, 1.0, 1.1, 1.3, 1.3, 1.2, 1.0, 0.9, 0.8, 0.7),
    "storm": (0.3, 0.4, 0.6, 0.8, 1.2, 1.8, 2.0, 1.8, 1.2, 0.7, 0.5, 0.3),
    "wind": (0.9, 1.0, 1.3, 1.2, 1.0, 0.9, 1.3, 1.6, 1.4, 1.0, 0.9, 0.9),
}
WEEKDAYS = {"office": (1.1, 1.08, 1.05, 1.05, 1.07, 0.72, 0.62), "commute": (1.12, 1.08, 1.06, 1.06, 1.14, 0.72, 0.6)}
USUAL_WEEK = (1.02, 1.0, 0.99, 1.0, 1.05, 1.0, 0.94)
WET = {"rain": 1.8, "storm": 6.0}
RAIN_DAYS = 0.24
NEAR_M = {"green": 500.0, "water": 700.0}


def daily_shares(kinds: tuple[Kind, ...], days: list[datetime], rng: np.random.Generator) -> Floats:
    """Return days x kinds: how much of an average day's cases each kind brings on each day (local midnights)."""
    wet = rng.random(len(days)) < RAIN_DAYS
    year = np.array([kind.weight for kind in kinds]) / sum(kind.weight for kind in kinds)
    table = np.empty((len(days), len(kinds)))
    for row, day in enumerate(days):
        for column, kind in enumerate(kinds):
            week = WEEKDAYS.get(kind.hours, USUAL_WEEK)[day.weekday()]
            rain = WET.get(kind.season, 1.0) if wet[row] else 1.0
            table[row, column] = SEASONS[kind.season][day.month - 1] * week * rain
    mood = np.exp(rng.normal(0.0, 0.05, (len(days), 1)))
    return np.asarray(table * year * mood * np.linspace(0.97, 1.03, len(days))[:, None])


def hour_shares(kinds: tuple[Kind, ...]) -> Floats:
    """Return kinds x 24: how a kind's day spreads over the hours of the city's clock; each row sums to 1."""
    table = np.array([HOURS[kind.hours] for kind in kinds], dtype=float)
    return np.asarray(table / table.sum(axis=1, keepdims=True), dtype=np.float64)


def grounds(city: CityMap, rng: np.random.Generator) -> dict[str, Floats]:
    """Return for each kind of ground how likely each grid is; every array sums to 1.

    Streets, communities and grids have moods of their own, so that some places are much hotter than others.
    """
    grids, dense = city.grids(), city.density.clip(0.0, 1.2)
    street_of = city.levels[3].parent[grids.parent]
    heat = np.exp(rng.normal(0.0, 0.35, len(city.levels[2].codes)))[street_of]
    heat *= np.exp(rng.normal(0.0, 0.3, len(city.levels[3].codes)))[grids.parent]
    heat *= np.exp(rng.normal(0.0, 0.55, len(dense)))
    people = grids.population ** 0.75 * heat
    works = np.exp(rng.normal(0.0, 0.9, len(city.levels[3].codes)))[grids.parent]
    found = {
        "any": people, "core": people * (0.25 + dense), "homes": grids.households * heat,
        "works": people * works * (1.3 - dense * 0.7), "edge": people * (1.5 - dense),
        "green": people * (0.3 + 4 * _near(city, city.skeleton.parks, NEAR_M["green"])),
        "water": people * (0.05 + 6 * _near(city, [city.skeleton.river, city.skeleton.stream], NEAR_M["water"])),
    }
    return {key: value / value.sum() for key, value in found.items()}


def _near(city: CityMap, shapes: list[shapely.Polygon], within_m: float) -> Floats:
    plane = shape.to_metres(city.grids().labels)
    away = shapely.distance(shapely.points(plane), shapely.union_all(shapes))
    return np.asarray(np.exp(-away / within_m), dtype=np.float64)
