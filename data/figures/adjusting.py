"""Fair comparison of areas: per 10,000 people, and with the mix of classes made equal. Pure functions.

Direct standardisation (Breslow and Day, Statistical Methods in Cancer Research II, IARC 1987, chapter 2): with the
rate r of each class k in the area, and the share w of each class in the whole,

    adjusted = sum(w[k] * r[k]) / sum(w[k])        over the classes k of which the area has cases.

`covered` is that sum of w: how much of the whole's mix the area has anything to say about.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PER_PEOPLE = 10_000
LEAST_COVERED = 0.8
"""Of an area that covers less of the mix the adjusted rate is not shown: it would speak of other cases."""

Mix = Mapping[str, tuple[int, int]]
"""Class -> (numerator, denominator)."""


@dataclass(frozen=True)
class Adjusted:
    """A rate in percent as if the area had the whole's mix, None where too little is covered; 0 to 1 covered."""

    value: float | None
    covered: float


def per_people(count: int, population: int | None) -> float | None:
    """Return how many per 10,000 residents; None where nobody lives, or nobody knows."""
    return PER_PEOPLE * count / population if population else None


def standardise(area: Mix, whole: Mix) -> Adjusted:
    """Return the area's rate with the mix of classes of the whole."""
    size = sum(denominator for _, denominator in whole.values())
    shares = {name: whole[name][1] / size for name, (_, denominator) in area.items()
              if denominator and name in whole and size}
    covered = sum(shares.values())
    if covered < LEAST_COVERED:
        return Adjusted(None, covered)
    value = sum(weight * area[name][0] / area[name][1] for name, weight in shares.items()) / covered
    return Adjusted(100 * value, covered)
