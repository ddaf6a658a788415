"""The model "profile": a level that follows the last weeks, times what the weekday makes of it, with a spread.

Expected: an exponentially weighted mean of what the weekday's factor was taken out of; the factor is learned from ten
weeks, the area's own as far as its counts carry it, else the whole city's of the class. Single days far above the
usual are cut down before they teach. Spread: a negative binomial distribution whose dispersion is that of the last
sixty days' errors (method of moments, drawn towards a prior). The interval's ends are then shifted to where past
truths really lay in past distributions (a probability integral transform, Dawid 1984, drawn towards the nominal
level). The constants are round numbers; docs/brain/forecasts.md says on what they were tried.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.forecasts.history import History, Node

Floats = NDArray[np.float64]
VERSION = "profile 1"
LEVELS = (0.1, 0.5, 0.9)
"""The quantiles that are stored: an interval of 80 %, and the middle."""
FOLLOWS, FOLLOWS_SLOWLY = 0.15, 0.03
"""How much of the level each new day renews, where many cases come in and where few do."""
TRUSTED_FROM = 5.0
"""With so many cases a day the two count half each: of few cases a day says little."""
WEEKS_DAYS, ERRORS_DAYS, USUAL_DAYS = 70, 60, 28
OWN_FROM = 60.0
"""An area's own weekday factor counts half where so many cases taught it."""
ABOVE_USUAL, PLUS = 3.0, 5.0
"""A day above three times the usual plus five counts as no more."""
SPREAD, SPREAD_DAYS = 8.0, 3.0
"""The dispersion before any error is known, and how many days' errors it is worth."""
FADES_DAYS = 21.0
"""An error so many days old counts half."""
SHIFT_ERRORS = 60.0
LEAST = 1e-6
SHORTEST_DAYS = 21
"""Fewer known days than this say nothing about weekdays: no forecast."""


def expect(counts: Floats, kinds: NDArray[np.int64], group: NDArray[np.int64], kind: int) -> Floats:
    """Return the expected count of each node on a day that counts as weekday `kind`.

    `counts` is (nodes, days), the newest day last; `kinds` the weekday of each; `group` says for each node which node
    teaches it its weekdays: the whole city's of the same class.
    """
    recent, of = counts[:, -WEEKS_DAYS:], kinds[-WEEKS_DAYS:]
    usual = np.median(recent[:, -USUAL_DAYS:], axis=1, keepdims=True)
    recent = np.minimum(recent, ABOVE_USUAL * usual + PLUS)
    factors = _factors(recent, of, group)
    level = recent / np.maximum(factors[:, of], 0.05)
    fast, slow = (_followed(level, share) for share in (FOLLOWS, FOLLOWS_SLOWLY))
    trust = slow / (slow + TRUSTED_FROM)
    return np.asarray((trust * fast + (1 - trust) * slow) * factors[:, kind])


def _followed(level: Floats, share: float) -> Floats:
    weight = (1 - share) ** np.arange(level.shape[1])[::-1]
    return np.asarray((level * weight).sum(axis=1) / weight.sum())


def _factors(recent: Floats, kinds: NDArray[np.int64], group: NDArray[np.int64]) -> Floats:
    """Return (nodes, 7)."""
    mean = np.maximum(recent.mean(axis=1, keepdims=True), LEAST)
    sums = np.stack([recent[:, kinds == kind].sum(axis=1) for kind in range(7)], axis=1)
    often = np.array([(kinds == kind).sum() for kind in range(7)])
    shared = ((sums + 2 * mean) / ((often + 2) * mean))[group]
    return np.asarray((sums + OWN_FROM * shared) / (often * mean + OWN_FROM))


def dispersion(truth: Floats, expected: Floats) -> Floats:
    """Return the negative binomial's size of each node (variance = mean + mean² / size) from (nodes, days) of both."""
    prior = (expected ** 2).mean(axis=1) if expected.shape[1] else np.ones(len(expected))
    beyond = np.minimum((truth - expected) ** 2, 16 * (expected + expected ** 2 / SPREAD)) - expected
    weight = 0.5 ** (np.arange(expected.shape[1])[::-1] / FADES_DAYS)
    over = (np.maximum((beyond * weight).sum(axis=1), 0) + SPREAD_DAYS * prior / SPREAD) / (
        (expected ** 2 * weight).sum(axis=1) + SPREAD_DAYS * prior + LEAST)
    return np.asarray(1 / np.maximum(over, 1e-3))


def place(truth: Floats, expected: Floats, size: Floats) -> Floats:
    """Return where each truth lay in its distribution, 0 to 1; of a count, the middle of its step."""
    return (_up_to(truth - 1, expected, size) + _up_to(truth, expected, size)) / 2


def _up_to(count: Floats, expected: Floats, size: Floats) -> Floats:
    """Return how likely no more than a count is: a third of the time that the distribution's own function takes."""
    from scipy.special import betainc
    chance = size / (size + np.maximum(expected, LEAST))
    return np.asarray(np.where(count < 0, 0.0, betainc(size, np.maximum(count, 0) + 1, chance)))


def shifted(places: Floats) -> tuple[float, ...]:
    """Return the levels that really hold LEVELS of the truth, as far as past places can tell."""
    share = len(places) / (len(places) + SHIFT_ERRORS)
    return tuple(float(np.clip(share * np.quantile(places, level) + (1 - share) * level, 0.01, 0.99))
                 if len(places) else level for level in LEVELS)


def quantiles(expected: Floats, size: Floats, levels: tuple[float, ...] = LEVELS) -> Floats:
    """Return (nodes, levels): quantiles of the mid-distribution, 0 at least.

    Of counts, whole-numbered quantiles would make every interval too wide: between two counts the middles of their
    steps are joined (Ma, Genton & Parzen, Annals of the Institute of Statistical Mathematics 63, 2011).
    """
    from scipy.stats import nbinom
    chance = size / (size + np.maximum(expected, LEAST))
    found = []
    for level in levels:
        step = nbinom.ppf(level, size, chance)
        sums = [_up_to(step + away, expected, size) for away in (-2, -1, 0, 1)]
        before, middle, after = ((low + high) / 2 for low, high in pairwise(sums))
        is_past = middle >= level
        low, high = np.where(is_past, before, middle), np.where(is_past, middle, after)
        found.append(np.maximum(step - is_past + (level - low) / np.maximum(high - low, LEAST), 0.0))
    return np.stack(found, axis=1)


def groups(nodes: tuple[Node, ...]) -> NDArray[np.int64]:
    """Return for each node the place of the city's node of the same class."""
    top = {node.major: at for at, node in enumerate(nodes) if node.level == 1}
    return np.array([top[node.major] for node in nodes], dtype=np.int64)


def past_expectations(history: History, ahead: int, back: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Return what would have been expected of each of the last `back` days and of the day `ahead` of the last one.

    (nodes, back + 1), each from the days before it alone (`ahead` - 1 days between), and of which of them there was
    enough to expect anything.
    """
    daily, seen = history.daily.astype(float), history.seen
    group = groups(history.nodes)
    found = np.zeros((len(history.nodes), back + 1))
    able = np.zeros(back + 1, dtype=bool)
    for place_, day in enumerate(range(history.days - back, history.days + 1)):
        target = day if day < history.days else history.days + ahead - 1
        until = target - ahead + 1
        known = np.flatnonzero(seen[:max(until, 0)])
        if len(known) >= SHORTEST_DAYS:
            able[place_] = True
            found[:, place_] = expect(daily[:, known], history.kinds[known], group, int(history.kinds[target]))
    return found, able
