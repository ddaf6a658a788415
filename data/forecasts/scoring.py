"""How good a forecast was, once the truth is known."""

import numpy as np
from numpy.typing import NDArray

from data.forecasts.profile import LEVELS, Floats


def pinball(truth: Floats, forecast: Floats) -> Floats:
    """Return the mean pinball loss of each node over its quantiles: 0 is perfect (Koenker & Bassett 1978)."""
    beyond = truth[:, None] - forecast
    return np.asarray(np.maximum(np.array(LEVELS) * beyond, (np.array(LEVELS) - 1) * beyond).mean(axis=1))


def within(truth: Floats, forecast: Floats) -> NDArray[np.bool_]:
    """Return which truths lay in the interval of the outer quantiles, its ends included."""
    return np.asarray((truth >= forecast[:, 0]) & (truth <= forecast[:, -1]))
