"""Drawing the demo city's cases: what, when and where; how they were handled is timeline.py's business."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data import clock
from data.demo import oddities, rhythm, spots
from data.demo.areas import CityMap
from data.demo.catalogue import Kind

Numbers = NDArray[np.int64]
SECOND = 1_000_000
"""Moments are whole microseconds since 1970."""
YEAR_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Cases by the same index in every field, earliest first."""

    kind: Numbers
    at: Numbers
    grid: Numbers
    points: NDArray[np.float64]
    hot: Numbers
    """The hot place, -1 for none; it decides the wording of the place."""
    chance: Numbers
    """A large random number each, from which small choices are made."""

    def __len__(self) -> int:
        return len(self.kind)


class Period(NamedTuple):
    """A part of the past that is drawn at once; `back` counts periods, 0 for the one that ends now."""

    begin: datetime
    end: datetime
    back: int

    def rng(self, city: CityMap, matter: int) -> np.random.Generator:
        """Return where the chances of one matter come from: the same ones for the same city and period."""
        return np.random.default_rng([city.seed, matter, self.back])


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where things happen: chances per grid, and the hot places."""

    chances: dict[str, NDArray[np.float64]]
    hot: spots.HotPlaces


def lay_ground(city: CityMap, kinds: tuple[Kind, ...]) -> Ground:
    """Return the city's ground; it depends on the map's seed alone."""
    rng = np.random.default_rng([city.seed, 2])
    chances = rhythm.grounds(city, rng)
    return Ground(chances=chances, hot=spots.choose_hot_places(city, kinds, chances, rng))


def periods(now: datetime, days: int, zone: ZoneInfo) -> list[Period]:
    """Return the last `days` city days up to `now` in periods of at most a year, earliest first.

    What is drawn at once must stand in memory; a year of the largest city is a million cases and a half.
    """
    inner = [clock.start_of_day(clock.days_before(now, back, zone), zone) for back in range(YEAR_DAYS, days, YEAR_DAYS)]
    edges = [clock.days_before(now, days, zone), *reversed(inner), now]
    return [Period(begin, end, len(inner) - n) for n, (begin, end) in enumerate(pairwise(edges))]


def draw_cases(city: CityMap, kinds: tuple[Kind, ...], ground: Ground, *, daily: float, period: Period,
               zone: ZoneInfo) -> Draws:
    """Return the cases that came in during a period, about `daily` a day."""
    rng = period.rng(city, 3)
    days = (period.end.astimezone(zone).date() - period.begin.astimezone(zone).date()).days
    starts = [clock.start_of_day(clock.days_before(period.end, back, zone), zone) for back in range(days, -1, -1)]
    shares = rhythm.daily_shares(kinds, [start.astimezone(zone) for start in starts], rng)
    counts = rng.poisson(shares * daily)
    kind, at = _when(kinds, counts, np.array([int(start.timestamp()) for start in starts]), rng)
    inside = (at < int(period.end.timestamp()) * SECOND) & (at >= int(period.begin.timestamp()) * SECOND)
    kind, at = kind[inside], at[inside]
    order = np.argsort(at, kind="stable")
    kind, at = kind[order], at[order]
    grid, hot = _where(kinds, kind, ground, rng)
    if period.back == 0:
        oddities.befall(city, kinds, ground.chances["any"], cases=(kind, at),
                        end=int(period.end.timestamp()) * SECOND, where=(grid, hot), rng=period.rng(city, 5))
    points = spots.points_in(city, grid, rng)
    points = np.where((hot >= 0)[:, None], ground.hot.points[hot], points)
    return Draws(kind=kind, at=at, grid=grid, points=points, hot=hot, chance=rng.integers(0, 2**40, len(kind)))


def _when(kinds: tuple[Kind, ...], counts: Numbers, starts: Numbers,
          rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    hours = rhythm.hour_shares(kinds)
    found_kind, found_at = [], []
    for kind in range(len(kinds)):
        of_day = counts[:, kind]
        day = np.repeat(np.arange(len(starts)), of_day)
        hour = spots.pick(hours[kind], len(day), rng)
        seconds = hour * 3600 + rng.random(len(day)) * 3600
        found_at.append(starts[day] * SECOND + (seconds * SECOND).astype(np.int64))
        found_kind.append(np.full(len(day), kind))
    return np.concatenate(found_kind), np.concatenate(found_at)


def _where(kinds: tuple[Kind, ...], kind: Numbers, ground: Ground,
           rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    grid, hot = np.empty(len(kind), dtype=np.int64), np.full(len(kind), -1, dtype=np.int64)
    for number, one in enumerate(kinds):
        mine = np.flatnonzero(kind == number)
        grid[mine] = spots.pick(ground.chances[one.ground], len(mine), rng)
        again = mine[rng.random(len(mine)) < spots.REPEATED]
        hot[again] = spots.visit_hot_places(ground.hot, number, len(again), rng)
    known = np.flatnonzero(hot >= 0)
    grid[known] = ground.hot.grid[hot[known]]
    return grid, hot
