"""How many cases came to each grid, day by day, for every area above grids that is forecast."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from data.forecasts import profile
from data.forecasts.history import HOURS, Counts, History
from data.forecasts.profile import Floats
from data.models.area import Area
from data.visit import Visit

PEOPLE = 0.5
"""Of what is believed of a grid before it has cases: so much by its people, the rest as of any grid of its area."""


@dataclass(frozen=True, eq=False)
class Grids:
    """Cells in order of their codes: grids, and of an area what came to none of them (its own code).

    Only areas that have a node of all classes in the history stand here, in `areas`, as places of these nodes.
    """

    codes: tuple[str, ...]
    areas: Counts
    area_of: Counts
    """(cells,): the place in `areas`."""
    prior: Floats
    """(cells,): which share of its area's cases a grid is believed to have before any came; 0 of what is no grid."""
    daily: Counts
    """(cells, days)"""
    majors: tuple[str, ...]
    cell: Counts
    major: Counts
    day: Counts
    """Of each case."""

    @cached_property
    def capped(self) -> Floats:
        """Return (cells, days) as they teach: a day far above a grid's four weeks before it counts as no more."""
        days = self.daily.shape[1]
        sums = np.concatenate([np.zeros((len(self.codes), 1)), np.cumsum(self.daily, axis=1)], axis=1)
        at = np.arange(days)
        begin = np.maximum(at - profile.USUAL_DAYS, 0)
        usual = (sums[:, at] - sums[:, begin]) / np.maximum(at - begin, 1)
        return np.asarray(np.minimum(self.daily, profile.ABOVE_USUAL * usual + profile.PLUS))

    def by_class(self, weight: Floats) -> Floats:
        """Return (cells, majors): cases, each by the weight of its cell and day, (cells, days)."""
        spots = self.cell * len(self.majors) + self.major
        return np.asarray(np.bincount(spots, weights=weight[self.cell, self.day], minlength=len(
            self.codes) * len(self.majors))[:len(self.codes) * len(self.majors)].reshape(len(self.codes), -1))

    @cached_property
    def is_grid(self) -> NDArray[np.bool_]:
        """Return which cells are grids."""
        return self.prior > 0


def read_grids(visit: Visit, history: History) -> Grids:
    """Return the grids of the areas right above them, with the cases of a history; none where there are no such."""
    leaf = visit.city.leaf_level()
    above = {node.area: place for place, node in enumerate(history.nodes) if node.level == leaf - 1 and not node.major}
    rows = visit.session.execute(
        select(Area.area_code, Area.population).where(Area.level == leaf).order_by(Area.area_code)).all()
    width = visit.city.width_of(leaf - 1) if leaf > 1 else 0
    people = {code: population for code, population in rows if code[:width] in above}
    return counted(history, above, people, (width, visit.city.width_of(leaf)))


def counted(history: History, above: dict[str, int], people: dict[str, int | None], widths: tuple[int, int]) -> Grids:
    """Return the grids in `people`, whose areas stand in `above` as places of nodes, with a history's cases."""
    width, own = widths
    with_grids = sorted({code[:width] for code in people})
    known = {*people, *with_grids}
    lies_in = [word[:own] if word[:own] in people else word[:width] for word in history.received.words[0]]
    used = {lies_in[word] for word in np.unique(history.received.areas).tolist()} & known
    codes = sorted({*people, *used})
    place = {code: at for at, code in enumerate(codes)}
    cell_of = np.array([place.get(code, -1) for code in lies_in] or [-1], dtype=np.int64)
    words = history.received.words[1]
    majors = tuple(sorted({words[at] for at in np.unique(history.received.majors).tolist()}))
    major_of = np.array([majors.index(word) if word in majors else -1 for word in words] or [-1], dtype=np.int64)
    cell = cell_of[history.received.areas]
    inside = cell >= 0
    day = history.received.spots[inside] // HOURS
    daily = np.bincount(cell[inside] * history.days + day, minlength=len(codes) * history.days)
    return Grids(
        codes=tuple(codes), areas=np.array([above[code] for code in with_grids], dtype=np.int64),
        area_of=np.searchsorted(np.array(with_grids, dtype=str), [code[:width] for code in codes]).astype(np.int64),
        prior=_prior(codes, people, width), daily=daily.reshape(len(codes), history.days), majors=majors,
        cell=cell[inside], major=major_of[history.received.majors[inside]], day=day)


def _prior(codes: list[str], people: dict[str, int | None], width: int) -> Floats:
    is_grid = np.array([code in people for code in codes], dtype=float)
    lives = np.array([people.get(code) or 0 for code in codes], dtype=float)
    _, of = np.unique([code[:width] for code in codes], return_inverse=True) if codes else ((), np.zeros(0, int))
    grids, total = (np.bincount(of, weights=one)[of] if len(of) else one for one in (is_grid, lives))
    alike = is_grid / np.maximum(grids, 1)
    by_people = np.divide(lives, total, out=alike.copy(), where=total > 0)
    return np.asarray(PEOPLE * by_people + (1 - PEOPLE) * alike)
