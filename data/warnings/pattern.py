"""The weekly pattern of a city's cases: how many of a class an area should bring in an hour, and how far that swings.

Counts are taken as negative binomial, as outbreak detection does (Farrington et al. 1996, JRSS A 159; Noufaily et al.
2013, Statistics in Medicine 32): mean mu, variance mu + theta * mu^2. One area's hour of the week is far too sparse
to be learnt by itself, so that the mean is a product, as in a log-linear model:

    mu(area, class, hour) = share(area, class) * rate(class, hour of the week)

`rate` is the whole city's, drawn towards the same hour of all working or all free days; `share` is drawn towards the
area's share of all classes. What lies far above a first estimate is cut back before a second one is made, so that a
past outbreak or an outlier does not become the pattern. Hours in which the whole city was silent for long are no
observations: a gap is not a quiet time.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data import silence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WEEK, DAY = 168, 24
SILENT_HOURS = 12
"""The whole city silent for so long was not heard: no city of which a pattern can be learnt is."""
LEAST_DAYS = 7
"""A history that says less than this is none: a whole week at least."""
PULL_HOUR, PULL_SHARE = 3.0, 8.0
"""So many observations weigh as much as the hour of all days, and so many cases as the area's share of all classes."""
CUT_SIGMA, CUT_LEAST = 3.0, 3.0
CUT_TIMES, CUT_MORE = 5.0, 5.0
THETA_LEAST, THETA_MOST, THETA_PULL = 0.05, 4.0, 30.0
UNSEEN = 0.5
"""Cases that a class is taken to have brought in the whole history, where it brought none."""


@dataclass(frozen=True)
class Counts:
    """Cases of a stretch of hours, as many rows as there are (area, class, hour) that brought any."""

    areas: tuple[str, ...]
    classes: tuple[str, ...]
    area: Ints
    kind: Ints
    hour: Ints
    """Hours since the stretch began."""
    n: Floats
    hours: int
    """How long the stretch is."""
    begins: int
    """Which hour of the week its first is, 0 to 167, on the city's clock."""

    def of_week(self) -> Ints:
        """Return the hour of the week of each hour of the stretch."""
        return (self.begins + np.arange(self.hours)) % WEEK


@dataclass(frozen=True)
class Pattern:
    """What is usual. `rate` is classes x 168 cases of the whole city in an hour; `share` areas x classes."""

    areas: tuple[str, ...]
    classes: tuple[str, ...]
    rate: Floats
    share: Floats
    theta: Floats
    """By class: by how much more than chance it swings."""
    days: float
    """How many days of history were heard."""
    gaps: int
    """Hours that were not heard."""

    def mean(self, area: Ints, kind: Ints, hour_of_week: Ints) -> Floats:
        """Return how many cases are usual of each area (by number), class (by number) and hour of the week."""
        found: Floats = self.share[area, kind] * self.rate[kind, hour_of_week]
        return found

    @property
    def is_known(self) -> bool:
        """Is there enough history to call anything unusual?"""
        return self.days >= LEAST_DAYS


def learn(counts: Counts) -> Pattern:
    """Return the pattern of a history; one that is not `is_known` where it is too short."""
    heard = heard_hours(counts)
    n = counts.n
    pattern = _learn(counts, np.minimum(n, _first_cut(counts)), heard)
    for _ in range(2):
        mean = pattern.mean(counts.area, counts.kind, counts.of_week()[counts.hour])
        swing = np.sqrt(mean + pattern.theta[counts.kind] * mean**2)
        pattern = _learn(counts, np.minimum(n, mean + CUT_SIGMA * swing + CUT_LEAST), heard)
    return pattern


def _first_cut(counts: Counts) -> Floats:
    """Return above what each count is cut before anything is known: well above the middle of its class's counts."""
    cut = np.zeros(len(counts.classes))
    for kind in range(len(cut)):
        of_kind = counts.n[counts.kind == kind]
        cut[kind] = CUT_TIMES * (np.median(of_kind) if len(of_kind) else 0.0) + CUT_MORE
    found: Floats = cut[counts.kind]
    return found


def heard_hours(counts: Counts) -> NDArray[np.bool_]:
    """Return which hours of the stretch were heard: all but those amid SILENT_HOURS or more without any case."""
    return silence.heard(np.bincount(counts.hour, weights=counts.n, minlength=counts.hours), SILENT_HOURS)


def _learn(counts: Counts, n: Floats, heard: NDArray[np.bool_]) -> Pattern:
    of_week, kinds = counts.of_week(), len(counts.classes)
    seen = np.bincount(of_week[heard], minlength=WEEK).astype(float)
    of_hour: Floats = np.zeros((kinds, WEEK)) + np.bincount(
        counts.kind * WEEK + of_week[counts.hour], weights=n, minlength=kinds * WEEK).reshape(kinds, WEEK)
    rate = _rates(of_hour, seen)
    cases = np.bincount(counts.area * kinds + counts.kind, weights=n,
                        minlength=len(counts.areas) * kinds).reshape(len(counts.areas), kinds)
    of_area = (cases.sum(axis=1) + 1.0) / (cases.sum() + len(counts.areas))
    share = (cases + PULL_SHARE * of_area[:, None]) / (cases.sum(axis=0) + PULL_SHARE)
    theta = _theta(counts, n, rate, share, heard)
    return Pattern(counts.areas, counts.classes, rate, share, theta, days=float(heard.sum()) / DAY,
                   gaps=int((~heard).sum()))


def _rates(cases: Floats, seen: Floats) -> Floats:
    """Return classes x 168: each hour of the week, drawn towards that hour of all working or all free days."""
    hours = np.arange(WEEK)
    alike = (hours % DAY) + DAY * (hours // DAY >= 5)
    of_day = np.zeros((len(cases), 2 * DAY))
    for column, day_hour in enumerate(alike):
        of_day[:, day_hour] += cases[:, column]
    seen_alike = np.bincount(alike, weights=seen, minlength=2 * DAY)
    whole = (cases.sum(axis=1, keepdims=True) + UNSEEN) / max(1.0, seen.sum())
    usual = (of_day + 2.0 * whole) / (seen_alike + 2.0)
    return np.asarray((cases + PULL_HOUR * usual[:, alike]) / (seen + PULL_HOUR))


def _theta(counts: Counts, n: Floats, rate: Floats, share: Floats, heard: NDArray[np.bool_]) -> Floats:
    """Return by class the moments' estimate of theta, drawn towards that of all classes where there are few cases.

    Sum of ((n - mu)^2 - mu) over the sum of mu^2, over all hours that were heard; most of them brought no case.
    """
    of_week = counts.of_week()
    seen = np.bincount(of_week[heard], minlength=WEEK).astype(float)
    mean = share[counts.area, counts.kind] * rate[counts.kind, of_week[counts.hour]]
    squares = (share**2).sum(axis=0) * (rate**2 @ seen)
    means = share.sum(axis=0) * (rate @ seen)
    above = np.bincount(counts.kind, weights=(n - mean)**2 - mean**2, minlength=len(rate)) + squares - means
    pooled = above.sum() / max(squares.sum(), 1e-9)
    found = (above + THETA_PULL * pooled * squares / np.maximum(means, 1e-9)) / np.maximum(
        squares + THETA_PULL * squares / np.maximum(means, 1e-9), 1e-12)
    return np.asarray(np.clip(found, THETA_LEAST, THETA_MOST))
