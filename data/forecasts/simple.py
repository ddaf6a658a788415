"""The models that every other must beat: yesterday once more, and the mean of the same weekday of four weeks.

What they are scored by is strict on them: a Poisson interval, and none at all. Where one of them is shown in place of a
worse one, its interval is as wide as its own errors were.
"""

import numpy as np

from data.forecasts.profile import LEAST, LEVELS, Floats

WEEKS = 4


def weekday_mean(daily: Floats, ahead: int) -> Floats:
    """Return the mean of the same weekday of four weeks of each node, `ahead` days after the last one."""
    days = daily.shape[1]
    places = [place for place in (days + ahead - 1 - 7 * week for week in range(1, WEEKS + 1)) if 0 <= place < days]
    return np.asarray(daily[:, places].mean(axis=1) if places else np.zeros(len(daily)))


def weekday(daily: Floats, ahead: int) -> Floats:
    """Return quantiles (nodes, levels): the mean of the same weekday, with the interval of a Poisson distribution."""
    from scipy.stats import poisson
    mean = np.maximum(weekday_mean(daily, ahead), LEAST)
    return np.stack([poisson.ppf(level, mean) for level in LEVELS], axis=1)


def yesterday(daily: Floats) -> Floats:
    """Return the same: the last day's count, whatever the level."""
    return np.repeat(daily[:, -1:], len(LEVELS), axis=1)
