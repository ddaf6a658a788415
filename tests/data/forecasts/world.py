"""Histories of a small city for tests: two districts of two streets, two classes."""

from datetime import date, timedelta

import numpy as np

from data.forecasts.history import HOURS, History, Node, Received
from tests import cast

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


GRIDS = tuple(cast.grid_code(column, row) for column in range(cast.SIDE) for row in range(cast.SIDE))
BUSY = GRIDS[0]
"""Six times as many cases come to it as to any other."""


def gridded(days: int, rate: float = 2.0, seed: int = 1, before: date | None = None) -> History:
    """Return a history of the toy city with the grid of each case: `rate` a day in a grid, two of five of class 02."""
    chance = np.random.default_rng(seed)
    first = before - timedelta(days=days) if before else FIRST
    counts = {(grid, major): chance.poisson(rate * share * (6 if grid == BUSY else 1), days)
              for grid in GRIDS for major, share in (("01", 0.6), ("02", 0.4))}
    return with_grids(counts, first, days)


def with_grids(counts: dict[tuple[str, str], np.ndarray], first: date, days: int) -> History:
    """Return the history of {(code, major): cases a day}, all in the ninth hour; codes may be shorter than grids'."""
    codes, majors = (sorted({key[which] for key in counts}) for which in (0, 1))
    lines = [(codes.index(code), majors.index(major), day * HOURS + 9)
             for (code, major), daily in counts.items() for day, n in enumerate(daily) for _ in range(int(n))]
    areas, classes, spots = np.array(lines, dtype=np.int64).reshape(-1, 3).T
    found: dict[Node, np.ndarray] = {}
    for level, width in ((1, 4), (2, 6), (3, 9), (4, 12)):
        for (code, major), daily in counts.items():
            for of in {"", major if level <= 3 else ""} if len(code) >= width else ():
                node = Node(level, code[:width], of)
                found[node] = found.get(node, np.zeros(days, dtype=np.int64)) + daily
    nodes = tuple(sorted(node for node, daily in found.items() if daily.sum()))
    hourly = np.zeros((len(nodes), days, HOURS), dtype=np.int64)
    hourly[:, :, 9] = np.array([found[node] for node in nodes]).reshape(len(nodes), days)
    kinds = (np.arange(days + 2) + first.weekday()) % 7
    return History(nodes, first, hourly, kinds, Received((codes, majors), areas, classes, spots))
