"""The risk score of grids, 0 to 100: a weighted sum of where a grid stands among all in each of a few factors.

    risk = 100 * sum of weight(factor) * place(factor)

`place` is the share of grids that have less of it, 0 to 1. The weights are learned: least squares that cannot be
negative, of the places in the harm that came in the following four weeks, harm being cases weighted by priority. What
has no weight did not help to foresee harm; it is still shown. Where the past is too short to learn from, all weigh the
same and it says so. The back-test learns from one four weeks and looks at the next, which it has not seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

Numbers = NDArray[np.float64]

AHEAD_DAYS = 28
TOP = 0.1
"""The back-test's share of grids."""


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """Which share of the harm of four weeks lay in a tenth of the grids, chosen by what was known before."""

    score: float
    recent: float
    """By the cases of the four weeks before."""
    people: float | None
    """By residents alone; None where nobody counted them."""
    chance: float


def places(values: Numbers) -> Numbers:
    """Return for each grid the share of the other grids that have less; what is not known has place 0."""
    known = np.nan_to_num(values, nan=-np.inf)
    ordered = np.sort(known)
    return np.asarray(np.searchsorted(ordered, known, side="left") / max(1, len(known) - 1))


def learn(factors: Numbers, harm: Numbers) -> Numbers | None:
    """Return a weight for each column of places, adding up to 1; None where there was no harm to learn from."""
    if not harm.any():
        return None
    weights, _ = nnls(factors, places(harm))
    return np.asarray(weights / weights.sum()) if weights.sum() > 0 else None


def scores(factors: Numbers, weights: Numbers) -> Numbers:
    """Return 0 to 100 for each grid."""
    return np.asarray(100.0 * (factors @ weights))


def caught(score: Numbers, harm: Numbers) -> float:
    """Return which share of the harm lay in the tenth of grids with the highest scores; equals share places."""
    top = max(1, round(len(score) * TOP))
    edge = np.partition(score, len(score) - top)[len(score) - top]
    above, level = score > edge, score == edge
    inside = harm[above].sum() + harm[level].sum() * (top - above.sum()) / level.sum()
    return float(inside / harm.sum())
