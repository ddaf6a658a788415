"""Histories of a small city for tests: two districts of two streets, two classes."""

from datetime import date, timedelta

import numpy as np

from data.forecasts.history import HOURS, History, Node

FIRST = date(2026, 1, 5)
"""A Monday."""
CITY = "9901"
STREETS = ("99010101", "99010102", "99010201", "99010202")
CLASSES = ("1", "2")


def history(days: int, rate: float = 12.0, seed: int = 1, before: date | None = None) -> History:
    """Return a history of random days, up to the one before `before`; weekends are half as busy, parts add up."""
    chance = np.random.default_rng(seed)
    first = before - timedelta(days=days) if before else FIRST
    kinds = (np.arange(days + 2) + first.weekday()) % 7
    busy = np.where(kinds[:days] >= 5, 0.5, 1.0) * rate / HOURS
    cells = {(street, major): chance.poisson(busy[:, None] * (1 + number % 3), (days, HOURS))
             for number, (street, major) in enumerate((street, major) for street in STREETS for major in CLASSES)}
    found = {}
    for level, width in ((1, 4), (2, 6), (3, 8)):
        for area in sorted({street[:width] for street in STREETS}):
            for major in ("", *CLASSES):
                found[Node(level, area, major)] = sum(
                    count for (street, of), count in cells.items() if street.startswith(area) and major in ("", of))
    nodes = tuple(sorted(found))
    return History(nodes, first, np.array([found[node] for node in nodes]), kinds)
