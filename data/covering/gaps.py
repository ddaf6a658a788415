"""Coverage gaps: grids that a unit now out would reach within the asked minutes and that no free unit reaches.

Which minutes and what share are asked, by kind of unit, stands in the rules of allocation (data.allocation.rules). A
unit that was told to stand elsewhere counts from there. Nothing is said of grids that nobody would reach anyhow: those
are a matter of where units stand, not of who was sent.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.allocation import gathering, rules
from data.allocation.rules import Cover
from data.covering import relief
from data.models.unit import Unit
from data.travel.minutes import minutes_between
from data.units import status
from data.visit import Visit

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
MOST_MOVES = 3
MOST_SPOTS = 40
LEAST_GAIN = 0.05
"""Percent; to win back less nobody is moved."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """A free unit that could stand elsewhere, and what that wins back."""

    unit: Unit
    grid: str
    lon: float
    lat: float
    minutes: float
    grids: int
    """Of the gap."""
    people: int | None
    """Of these grids; None: not known."""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is not covered of one rule; `percent` is what free units reach, `out_percent` what those out would add."""

    rule: Cover
    percent: float
    lost_percent: float
    codes: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    people: int | None
    moves: tuple[Move, ...]

    def is_short(self) -> bool:
        """Is less covered than is asked?"""
        return self.percent < self.rule.percent


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """The grids that are watched: what each counts in percent, and its people where they are known."""

    codes: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    share: Floats
    people: tuple[int | None, ...]

    def counted(self, which: Flags) -> int | None:
        """Return the people of some grids, None where they are not known of one of them."""
        found = [self.people[i] for i in np.flatnonzero(which)]
        return None if any(one is None for one in found) else sum(one or 0 for one in found)


def gaps(visit: Visit, area: str, sent: Collection[str] = ()) -> list[Gap]:
    """Return the gaps of an area, the largest first; with `sent` those that these units left, when they are out.

    Empty where the city has no grids, no rule or no unit of a kind that a rule names. Raises NotAllowed.
    """
    visit.scope.require("units.view")
    visit.scope.require_area(area)
    asked = rules.in_force(visit)
    ground = _ground(visit, area)
    if ground is None:
        return []
    units = gathering.units_of(visit, area)
    free = [one for one in units if not gathering.candidate(one, visit, asked).hurdle]
    out = [one for one in units if one.status in status.ENGAGED and (not sent or one.id in sent)]
    spots = relief.spots(visit, [one.id for one in free])
    found = [gap for rule in asked.cover
             if (gap := _gap(visit, ground, rule, free=_of(rule, free), out=_of(rule, out), spots=spots))]
    return sorted(found, key=lambda one: -one.lost_percent)


def _of(rule: Cover, units: list[Unit]) -> list[Unit]:
    return [one for one in units if rule.kind in ("", one.kind)]


def _ground(visit: Visit, area: str) -> _Ground | None:
    rows = gathering.points_of(visit, area)
    if not rows:
        return None
    share, _ = gathering.shares([people for *_, people in rows])
    return _Ground(codes=tuple(code for code, *_ in rows), points=tuple((lon, lat) for _, lon, lat, _ in rows),
                   share=share, people=tuple(people for *_, people in rows))


def _reach(visit: Visit, ground: _Ground, rule: Cover, origins: list[tuple[float, float]], kinds: list[str]) -> Flags:
    if not origins:
        return np.zeros((0, len(ground.points)), dtype=bool)
    return np.asarray(minutes_between(visit, origins, ground.points, kinds).minutes <= rule.minutes)


def _gap(visit: Visit, ground: _Ground, rule: Cover, *, free: list[Unit], out: list[Unit],
         spots: dict[str, tuple[float, float]]) -> Gap | None:
    standing = [spots.get(one.id, (one.lon, one.lat)) for one in free]
    reach = _reach(visit, ground, rule, standing, [one.kind for one in free])
    would = _reach(visit, ground, rule, [(one.lon, one.lat) for one in out], [one.kind for one in out]).any(axis=0)
    lost: Flags = np.asarray(would & ~reach.any(axis=0))
    if not lost.any():
        return None
    moves = _moves(visit, ground, rule, free=free, standing=standing, reach=reach, lost=lost)
    return Gap(rule=rule, percent=float(ground.share[reach.any(axis=0)].sum()),
               lost_percent=float(ground.share[lost].sum()), codes=tuple(ground.codes[i] for i in np.flatnonzero(lost)),
               points=tuple(ground.points[i] for i in np.flatnonzero(lost)), people=ground.counted(lost),
               moves=tuple(moves))


def _moves(visit: Visit, ground: _Ground, rule: Cover, *, free: list[Unit], standing: list[tuple[float, float]],
           reach: Flags, lost: Flags) -> list[Move]:
    """Return which free units could stand on one of the lost grids, each the best that is left after those before."""
    if not free:
        return []
    places = np.flatnonzero(lost)[_spread(int(lost.sum()))]
    goals = [ground.points[i] for i in places]
    kinds = sorted({one.kind for one in free})
    from_place = {kind: _reach(visit, ground, rule, goals, [kind] * len(goals)) for kind in kinds}
    ways = minutes_between(visit, standing, goals, [one.kind for one in free]).minutes
    found: list[Move] = []
    reach, moved = reach.copy(), set[int]()
    while len(found) < MOST_MOVES:
        best = _best(ground, reach, from_place, free=free, ways=ways, moved=moved)
        if best is None:
            break
        unit, place = best
        now = from_place[free[unit].kind][place]
        won: Flags = np.asarray(now & lost & ~reach.any(axis=0))
        reach[unit] = now
        moved.add(unit)
        spot = int(places[place])
        found.append(Move(unit=free[unit], grid=ground.codes[spot], lon=goals[place][0], lat=goals[place][1],
                          minutes=float(ways[unit, place]), grids=int(won.sum()), people=ground.counted(won)))
    return found


def _spread(count: int) -> slice:
    """Return which of so many places are tried: every nth, so that they lie all over the gap."""
    return slice(None, None, max(1, -(-count // MOST_SPOTS)))


def _best(ground: _Ground, reach: Flags, from_place: dict[str, Flags], *, free: list[Unit], ways: Floats,
          moved: set[int]) -> tuple[int, int] | None:
    """Return the unit and the place that win most, the nearer of two alike; None where nobody wins anything."""
    by = reach.sum(axis=0)
    best, key = None, (LEAST_GAIN, -np.inf)
    for number, unit in enumerate(free):
        if number in moved:
            continue
        alone = reach[number] & (by == 1)
        others = by - reach[number] > 0
        gains = (from_place[unit.kind] & ~others) @ ground.share - float(ground.share[alone].sum())
        place = int(np.lexsort((ways[number], -np.round(gains, 6)))[0])
        if np.isfinite(ways[number, place]) and (float(gains[place]), -float(ways[number, place])) > key:
            best, key = (number, place), (float(gains[place]), -float(ways[number, place]))
    return best
