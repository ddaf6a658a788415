"""Class breaks of the choropleth: chosen once for a city, then fixed, so that colours mean the same every day."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from data.areas.queries import count_by_level
from data.cases.figures import area_values
from data.models.area import Area
from data.visit import Visit

CLASSES = 5
FEWEST = 20
"""Quintiles of fewer values say nothing."""
NICE = (1, 2, 3, 5, 8)
FALLBACK: dict[str, list[float]] = {"abs": [1, 2, 3, 5], "pop": [2, 5, 10, 20], "area": [1, 3, 8, 20]}
LATE_PERCENT: list[float] = [1, 5, 10, 25]
"""Shares mean the same in every city, so their breaks are given."""


WORTH_DRAWING = 0.25
"""A level tells something when at least this share of its areas has an open case."""


def choose(visit: Visit) -> dict[str, Any]:
    """Return {level: {norm: four breaks}} from today's open cases: quintiles rounded to 1-2-3-5-8 numbers.

    Norms: "abs" cases, "pop" per 10,000 residents, "area" per square kilometre, "late" percent overdue.
    "detail" is the level the whole city is drawn at: the finest that tells something.
    """
    levels = range(2, visit.city.leaf_level() + 1)
    return {**{str(level): _of_level(visit, level) for level in levels}, "detail": _detail(visit)}


def _detail(visit: Visit) -> int:
    counts = count_by_level(visit, visit.city.code)
    telling = [
        level
        for level in range(2, visit.city.leaf_level() + 1)
        if len([v for v in area_values(visit, visit.city.code, level).values() if v[0]])
        >= WORTH_DRAWING * counts.get(level, 1)
    ]
    return max(telling, default=visit.city.leaf_level())


def _of_level(visit: Visit, level: int) -> dict[str, list[float]]:
    values = area_values(visit, visit.city.code, level)
    sizes = {
        code: (population, area_m2)
        for code, population, area_m2 in visit.session.execute(
            select(Area.area_code, func.coalesce(Area.population, 0), Area.area_m2).where(Area.level == level)
        )
    }
    counted = {code: v[0] for code, v in values.items() if v[0] and code in sizes}
    rates = [n / sizes[code][0] * 10_000 for code, n in counted.items() if sizes[code][0] >= 100]
    densities = [n / (sizes[code][1] / 1e6) for code, n in counted.items() if sizes[code][1] > 0]
    return {
        "abs": nice_breaks(counted.values(), FALLBACK["abs"]),
        "pop": nice_breaks(rates, FALLBACK["pop"]),
        "area": nice_breaks(densities, FALLBACK["area"]),
        "late": LATE_PERCENT,
    }


def nice_breaks(values: Iterable[float], fallback: list[float]) -> list[float]:
    """Return four rising round numbers near the quintiles of the values; of fewer than FEWEST the fallback."""
    ordered = sorted(values)
    if len(ordered) < FEWEST:
        return fallback
    breaks: list[float] = []
    for part in range(1, CLASSES):
        rounded = _nice(ordered[len(ordered) * part // CLASSES])
        breaks.append(rounded if not breaks or rounded > breaks[-1] else _next_nice(breaks[-1]))
    return breaks


def _scale() -> list[float]:
    return [float(f"{digit}e{power}") for power in range(-3, 16) for digit in NICE]  # 3 * 0.1 is not 0.3


def _nice(value: float) -> float:
    return min(_scale(), key=lambda nice: abs(nice - value))


def _next_nice(value: float) -> float:
    return next(nice for nice in _scale() if nice > value * 1.001)
