"""Which grids of an area are reached within fifteen minutes, and how many people live there."""

from dataclasses import dataclass

import numpy as np

from data.areas import queries
from data.models.area import Area
from data.reach.ground import Flags, Floats, Ground, read_ground
from data.reach.nearest import nearest_metres
from data.reach.subjects import Site, Subject, inside, points_of, sites_of
from data.travel.minutes import roads_of
from data.visit import Visit

MINUTES = 15.0
CLASSES = (5.0, 10.0, MINUTES)
"""Upper ends, in minutes, of the classes that maps draw; beyond the last a grid is not reached."""
PER_PEOPLE = 10_000


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Minutes of way from the nearest site to each grid; infinite without a site."""

    subject: Subject
    ground: Ground
    minutes: Floats
    sites: tuple[Site, ...]
    unknown: tuple[str, ...]
    """What could not be known: no_grids, no_sites, no_position, outside, no_people, some_people, no_roads."""

    def reached(self) -> Flags:
        """Say of each grid whether it is reached."""
        return is_reached(self.minutes)

    def classes(self) -> list[int]:
        """Return the number of each grid's class, len(CLASSES) where it is not reached."""
        return [int(one) for one in np.searchsorted(CLASSES, self.minutes, side="left")]


@dataclass(frozen=True, kw_only=True)
class Share:
    """What is covered of one area. People are None where they are not known."""

    area: Area
    grids: int
    covered_grids: int
    covered: int | None
    uncovered: int | None
    sites: int
    """That stand inside the area."""

    def per_people(self) -> float | None:
        """Return how many sites there are for each PER_PEOPLE people; None where nobody is known to live there."""
        people = (self.covered or 0) + (self.uncovered or 0)
        return self.sites / people * PER_PEOPLE if people else None


def is_reached(minutes: Floats) -> Flags:
    """Say of each whether it is reached: the one definition of this room."""
    return np.asarray(minutes <= MINUTES)


def reach(visit: Visit, area: str, subject: Subject) -> Reach:
    """Return the reach over an area's grids. Raises NotAllowed."""
    ground, sites = read_ground(visit, area), sites_of(visit, subject)
    good, unknown = usable(visit, sites)
    unknown += said_of(visit, ground)
    minutes = minutes_to(visit, ground, good, subject)
    return Reach(subject=subject, ground=ground, minutes=minutes, sites=tuple(good), unknown=tuple(unknown))


def minutes_to(visit: Visit, ground: Ground, sites: list[Site], subject: Subject) -> Floats:
    """Return the minutes from the nearest of these sites to each grid."""
    return nearest_metres(roads_of(visit), points_of(sites), ground.points) / subject.metres_a_minute()


def usable(visit: Visit, sites: list[Site]) -> tuple[list[Site], list[str]]:
    """Return the sites that stand somewhere in the city, and what is to be said of the others."""
    placed = [one for one in sites if np.isfinite([one.lon, one.lat]).all()]
    good = [one for one in placed if inside(visit, one)]
    said = [("no_position", len(placed) < len(sites)), ("outside", len(good) < len(placed)), ("no_sites", not good)]
    return good, [key for key, holds in said if holds]


def said_of(visit: Visit, ground: Ground) -> list[str]:
    """Return what could not be known about the ground and its roads."""
    missing = np.isnan(ground.people)
    said = [("no_grids", not ground.codes), ("no_people", bool(ground.codes) and bool(missing.all())),
            ("some_people", bool(missing.any()) and not missing.all()), ("no_roads", roads_of(visit) is None)]
    return [key for key, holds in said if holds]


def shares(visit: Visit, area: str, found: Reach) -> list[Share]:
    """Return what is covered of the area, then of each area one level below it."""
    below = queries.inside(visit, area, min(visit.city.level_of(area) + 1, visit.city.leaf_level()))
    codes, reached = np.array(found.ground.codes, dtype=str), found.reached()
    return [_share(one, found, codes, reached)
            for one in (queries.find(visit, area), *(one for one in below if one.area_code != area))]


def _share(area: Area, found: Reach, codes: np.ndarray, reached: Flags) -> Share:
    mine = np.char.startswith(codes, area.area_code) if codes.size else np.zeros(0, dtype=bool)
    return Share(area=area, grids=int(mine.sum()), covered_grids=int((mine & reached).sum()),
                 covered=found.ground.counted(mine & reached), uncovered=found.ground.counted(mine & ~reached),
                 sites=sum(one.area.startswith(area.area_code) for one in found.sites))
