"""Surges: more cases of a class in an area than its weekly pattern lets expect, at a stated rate of false alarms.

The running clock hour, it with the one before, and it with the two before are judged against the whole of those hours:
what has come so far can only grow, so that a surge is seen as it grows and looking often raises no more false alarms
than looking once an hour. An alarm is raised where

    n >= LEAST and P(X >= n) < alpha,

X negative binomial with the pattern's mean and theta (data.warnings.pattern). alpha is the largest that raises no more
than the stated number of warnings per area and month in histories drawn from the pattern itself: each day of an area
and class swings by a gamma variable of variance theta, its hours are Poisson, and what is told within six hours is one
warning, as it is in force that long. (Bonferroni's bound over three windows and every hour counts one burst up to six
times: drawn histories raise 0.4 of what it states.) The draws are the same each time, so alpha only moves with the
pattern.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.warnings.pattern import WEEK, Floats, Ints, Pattern

WINDOWS = (1, 2, 3)
DAY, HOURS_OF_MONTH = 24, 720
LEAST = 5
"""Fewer cases than that are nothing to warn of, however unusual."""
FALSE_ALARMS = 0.6
"""Per area and month, as stated; what no pattern knows (a street fair, a strike) comes on top."""
DRAWN_MONTHS = 120
"""Months of an area that are drawn: 72 warnings at the stated rate, so that alpha is known to about an eighth."""
TOGETHER_HOURS = 6
MOST_ALPHA = 0.01
"""However rare five cases are: what chance brings once in a hundred looks is nothing to warn of."""
NEVER = 1e-8
"""Of a class that reaches LEAST more seldom than this no draw is made."""
MOST_COUNT = 100_000


@dataclass(frozen=True, kw_only=True)
class Surge:
    """One surge: what came, what is usual, from how many on it is told, and how unlikely it is by chance."""

    area: str
    kind: str
    hours: int
    count: int
    expected: float
    alarm_at: int
    chance: float
    is_new_class: bool = False
    """Did the class bring no case in the whole history?"""

    @property
    def excess(self) -> float:
        """How many times as many as the least that is told."""
        return self.count / self.alarm_at


def alpha_of(pattern: Pattern, false_alarms: float = FALSE_ALARMS) -> float:
    """Return below what chance a count is told."""
    areas = max(1, len(pattern.areas))
    weeks = math.ceil(DRAWN_MONTHS * HOURS_OF_MONTH / WEEK / areas)
    draws = np.random.default_rng(0)
    drawn = [_least_chances(pattern, area, weeks, draws) for area in range(len(pattern.areas))]
    chances = np.sort(np.concatenate([np.ones(1), *drawn]))
    allowed = int(false_alarms * areas * weeks * WEEK / HOURS_OF_MONTH)
    return min(MOST_ALPHA, float(chances[min(allowed, len(chances) - 1)]))


def _least_chances(pattern: Pattern, area: int, weeks: int, draws: np.random.Generator) -> Floats:
    """Return, for each class and each six hours of drawn weeks, how unlikely the least likely window in them is."""
    mean = pattern.share[area][:, None] * pattern.rate
    often = _windowed(mean)[-1].max(axis=1)
    kinds = np.flatnonzero(tail(np.full(len(often), float(LEAST)), often, pattern.theta) > NEVER)
    usual, theta = np.tile(mean[kinds], (1, weeks)), pattern.theta[kinds]
    swing = draws.gamma(1 / theta[:, None], theta[:, None], size=(len(kinds), usual.shape[1] // DAY))
    came = draws.poisson(usual * np.repeat(swing, DAY, axis=1)).astype(float)
    least = np.ones(usual.shape)
    for counts, expected in zip(_windowed(came), _windowed(usual), strict=True):
        kind, hour = np.nonzero(counts >= LEAST)
        chance = tail(counts[kind, hour], expected[kind, hour], theta[kind])
        least[kind, hour] = np.minimum(least[kind, hour], chance)
    found: Floats = least.reshape(len(kinds), -1, TOGETHER_HOURS).min(axis=2).ravel()
    return found


def _windowed(hourly: Floats) -> list[Floats]:
    """Return sums over each of WINDOWS, ending at each hour; the weeks go round."""
    return [sum((np.roll(hourly, back, axis=1) for back in range(window)), np.zeros_like(hourly))
            for window in WINDOWS]


def tail(count: Floats, mean: Floats, theta: Floats) -> Floats:
    """Return P(X >= count) of negative binomials; 1 where the count is 0."""
    from scipy.special import betainc  # a web process begins without it

    size = 1.0 / theta
    found: Floats = np.where(count > 0, betainc(np.maximum(count, 1.0), size, mean / (mean + size)), 1.0)
    return found


def judged(pattern: Pattern, kind: Ints, counts: Floats, expected: Floats, alpha: float) -> Ints:
    """Return which of the counts are surges."""
    likely = np.flatnonzero(counts >= LEAST)
    chance = tail(counts[likely], expected[likely], pattern.theta[kind[likely]])
    return np.asarray(likely[chance < alpha])


def find(pattern: Pattern, now: Mapping[tuple[str, str], Sequence[int]], hour_of_week: int,
         alpha: float | None = None) -> list[Surge]:
    """Return the surges of the running hour, one for each (area, class) at most: the least likely window.

    `now` holds by (area, class) the cases of the running clock hour, of the one before, and so on, one for each of
    WINDOWS; a class that never came is judged by half a case in the whole history. `alpha` is alpha_of(pattern) where
    it is not given, which takes a second or two.
    """
    lively = {cell: came for cell, came in now.items() if sum(came) >= LEAST and cell[0] in pattern.areas}
    if not (pattern.is_known and lively):
        return []
    alpha = alpha_of(pattern) if alpha is None else alpha
    areas = {code: n for n, code in enumerate(pattern.areas)}
    kinds = {code: n for n, code in enumerate(pattern.classes)}
    found = []
    for (area, kind), came in lively.items():
        best: Surge | None = None
        for hours in WINDOWS:
            count = sum(came[:hours])
            mean, theta = _usual(pattern, areas[area], kinds.get(kind), hour_of_week, hours)
            chance = float(tail(np.array([float(count)]), np.array([mean]), np.array([theta]))[0])
            if count >= LEAST and chance < alpha and (best is None or chance < best.chance):
                best = Surge(area=area, kind=kind, hours=hours, count=count, expected=mean, chance=chance,
                             alarm_at=alarm_at(mean, theta, alpha), is_new_class=kind not in kinds)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda one: (-one.excess, one.area, one.kind))


def _usual(pattern: Pattern, area: int, kind: int | None, hour_of_week: int, hours: int) -> tuple[float, float]:
    week = [(hour_of_week - back) % WEEK for back in range(hours)]
    if kind is None:
        whole = max(1.0, pattern.days * 24)
        return hours * 0.5 / whole, float(np.max(pattern.theta))
    return float(pattern.share[area, kind] * pattern.rate[kind, week].sum()), float(pattern.theta[kind])


def alarm_at(mean: float, theta: float, alpha: float) -> int:
    """Return the least count that is told."""
    low, high = LEAST, MOST_COUNT
    while low < high:
        middle = (low + high) // 2
        chance = tail(np.array([float(middle)]), np.array([mean]), np.array([theta]))[0]
        low, high = (low, middle) if chance < alpha else (middle + 1, high)
    return low
