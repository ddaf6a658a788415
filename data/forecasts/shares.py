"""The model "shares": a grid gets the share of its area's cases that it had, drawn towards what is believed of any.

History fades: a day of eight weeks ago counts half. How far a share is drawn towards the belief (its grids' people,
or every grid alike) is learned from how much more the grids of an area differ than chance alone would have them
(method of moments for a Dirichlet-multinomial distribution). Where an area's count is negative binomial and each of
its cases falls to a grid by its share, a grid's is as well, of the same size; the size is learned from all grids'
errors of the last sixty days. A grid's quantiles are whole numbers: of 0.05 expected cases, from 0 to 0.
"""

from dataclasses import dataclass

import numpy as np

from data.forecasts import profile
from data.forecasts.grids import Grids
from data.forecasts.past import Past
from data.forecasts.profile import LEVELS, Floats

VERSION = "shares 1"
HALF_DAYS = 56.0
LEAST_DRAWN, MOST_DRAWN = 1.0, 1_000.0
"""Cases that the belief is worth."""


@dataclass(frozen=True, eq=False)
class Shares:
    """Of every column of a past: which share each cell has of its area, and the size of all cells' distribution."""

    of_area: Floats
    """(cells, columns); the cells of an area add up to 1."""
    sizes: Floats
    """(columns,)"""


def learned(grids: Grids, past: Past) -> Shares:
    """Return the shares of every column, each from the days that were over when it was forecast."""
    fading, seen = 0.5 ** (1 / HALF_DAYS), past.history.seen
    columns = {past.day_of(column) - past.ahead + 1: column for column in past.columns()}
    found = np.zeros((len(grids.codes), past.expected.shape[1]))
    sums, once, twice = np.zeros(len(grids.codes)), 0.0, 0.0
    for day in range(past.history.days + 1):
        if day in columns:
            found[:, columns[day]] = _shared(grids, sums * (once / max(twice, 1.0)))
        if day < past.history.days and seen[day]:
            sums = sums * fading + grids.capped[:, day]
            once, twice = once * fading + 1, twice * fading ** 2 + 1
    return Shares(found, _sizes(grids, past, found))


def _shared(grids: Grids, taught: Floats) -> Floats:
    """Return the share of each cell from as many cases as its faded ones are worth."""
    of, areas = grids.area_of, len(grids.areas)
    total = np.bincount(of, weights=taught, minlength=areas)
    believed = drawn(taught, total[of] * grids.prior, grids) * grids.prior
    whole = np.bincount(of, weights=taught + believed, minlength=areas)
    return np.asarray((taught + believed) / whole[of])


def drawn(taught: Floats, usual: Floats, grids: Grids) -> float:
    """Return how many cases the belief is worth, from what came to each cell and what `usual` of its area would."""
    there = usual > 0
    beyond = float(((taught - usual)[there] ** 2 / usual[there]).sum())
    grids_of = np.bincount(grids.area_of[there], minlength=len(grids.areas))
    cases = np.bincount(grids.area_of[there], weights=usual[there], minlength=len(grids.areas))
    free, weighed = float(np.maximum(grids_of - 1, 0).sum()), float((np.maximum(grids_of - 1, 0) * cases).sum())
    if beyond <= free:
        return MOST_DRAWN
    return float(np.clip((weighed - beyond) / (beyond - free), LEAST_DRAWN, MOST_DRAWN))


def _sizes(grids: Grids, past: Past, of_area: Floats) -> Floats:
    """Return the negative binomial's size of each column from the errors of all cells known by then."""
    columns = past.expected.shape[1] - 1
    expected = past.expected[grids.areas][grids.area_of][:, :columns] * of_area[:, :columns]
    seen = past.history.seen[past.history.days - columns:]
    beyond = np.where(seen, ((grids.capped[:, -columns:] - expected) ** 2 - expected).sum(axis=0), 0.0)
    squares = np.where(seen, (expected ** 2).sum(axis=0), 0.0)
    found = np.full(columns + 1, profile.SPREAD)
    for column in past.columns():
        known = past.known(column)
        weight = 0.5 ** (np.arange(known.stop - known.start)[::-1] / profile.FADES_DAYS)
        prior = profile.SPREAD_DAYS * float(squares[known].mean()) if len(weight) else 1.0
        over = (max(float((beyond[known] * weight).sum()), 0.0) + prior / profile.SPREAD) / (
            float((squares[known] * weight).sum()) + prior + profile.LEAST)
        found[column] = 1 / max(over, 1e-3)
    return found


def quantiles(mean: Floats, size: float | None) -> Floats:
    """Return (levels, cells): whole quantiles of negative binomial distributions of one size; of Poisson's for None.

    From where on a mean has its quantile above a count is asked once for all means (the distribution's inverse).
    """
    from scipy.special import betaincinv, gammainccinv
    found = np.zeros((len(LEVELS), len(mean)))
    for place, level in enumerate(LEVELS):
        counts = np.arange(16)
        while True:
            if size is None:
                until = gammainccinv(counts + 1, level)
            else:
                chance = betaincinv(size, counts + 1, level)
                until = size * (1 - chance) / np.maximum(chance, 1e-300)
            if not len(mean) or until[-1] >= mean.max():
                break
            counts = np.arange(2 * len(counts))
        found[place] = np.searchsorted(until, mean, side="left")
    return found
