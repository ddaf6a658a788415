"""Surges: more cases of a class in an area than its weekly pattern lets expect, at a stated rate of false alarms.

The running clock hour, it with the one before, and it with the two before are judged against the whole of those hours:
what has come so far can only grow, so that a surge is seen as it grows and looking often raises no more false alarms
than looking once an hour. An alarm is raised where

    n >= LEAST and P(X >= n) < alpha,

X negative binomial with the pattern's mean and theta (data.warnings.pattern). alpha is the largest for which what is
looked at in a month in one area (720 hours, 3 windows, every class) raises at most the stated number of false alarms:
the sum of min(alpha, P(X >= LEAST)) bounds it, as Bonferroni's does, without paying for classes so rare that chance
alone never brings LEAST of them. Wherever counts are as the pattern takes them to be, the true rate lies below that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.warnings.pattern import WEEK, Floats, Ints, Pattern

WINDOWS = (1, 2, 3)
HOURS_OF_MONTH = 720
LEAST = 5
"""Fewer cases than that are nothing to warn of, however unusual."""
FALSE_ALARMS = 0.8
"""Per area and month, as stated."""
MOST_COUNT = 100_000
BISECTIONS = 40


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
    hours, month = np.arange(WEEK), HOURS_OF_MONTH / WEEK
    chances = []
    for window in WINDOWS:
        rate = sum(pattern.rate[:, (hours - back) % WEEK] for back in range(window))
        for share in pattern.share:
            mean = share[:, None] * rate
            chances.append(tail(np.full(mean.shape, float(LEAST)), mean, pattern.theta[:, None]).ravel())
    found = np.concatenate(chances) if chances else np.ones(1)
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        raised = np.minimum(found, middle).sum() * month / max(1, len(pattern.areas))
        low, high = (middle, high) if raised <= false_alarms else (low, middle)
    return low


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
         false_alarms: float = FALSE_ALARMS) -> list[Surge]:
    """Return the surges of the running hour, one for each (area, class) at most: the least likely window.

    `now` holds by (area, class) the cases of the running clock hour, of the one before, and so on, one for each of
    WINDOWS; a class that never came is judged by half a case in the whole history.
    """
    if not pattern.is_known:
        return []
    alpha = alpha_of(pattern, false_alarms)
    areas = {code: n for n, code in enumerate(pattern.areas)}
    kinds = {code: n for n, code in enumerate(pattern.classes)}
    found = []
    for (area, kind), came in now.items():
        if sum(came) < LEAST or area not in areas:
            continue
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
