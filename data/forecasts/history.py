"""How many cases came in, day by day and hour by hour, for each area and class that is forecast.

Left out, as everywhere: cases that were voided or merged into another. A day is a city day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data import clock, silence
from data.calendar.working_time import Calendar
from data.cases.clocks import calendar_of
from data.figures.conditions import CONDITIONS
from data.figures.days import days_of
from data.figures.period import Period
from data.visit import Visit

Counts = NDArray[np.int64]
DAYS = 133
"""Read back: ten weeks teach, four weeks are replayed, the rest says how far off forecasts are."""
CLASSED_LEVELS = 3
"""Classes are told apart down to streets; below, too few cases come in."""
SUNDAY = 6
GAP_DAYS = 3
"""So many days without a single case in a city that has some every day are missing, not quiet."""
HOURS = 24


@dataclass(frozen=True, order=True)
class Node:
    """What one forecast speaks of: an area, and a major class or all ("")."""

    level: int
    area: str
    major: str


@dataclass(frozen=True, eq=False)
class Received:
    """The cases that were counted, one line each: where, of which major class, on which day of the history, when.

    `areas` and `majors` are places in `words`; `spots` is the day times 24 plus the hour.
    """

    words: tuple[list[str], list[str]]
    areas: Counts
    majors: Counts
    spots: Counts


NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class History:
    """Counts by node, day and hour; `kinds` says of each day and of two more as which weekday it counts."""

    nodes: tuple[Node, ...]
    first: date
    hourly: Counts
    """(nodes, days, 24)"""
    kinds: NDArray[np.int64]
    """(days + 2): 0 Monday to 6 Sunday; a holiday counts as a Sunday, a weekend that is worked as a Monday."""
    received: Received = Received(([], []), NONE, NONE, NONE)

    @cached_property
    def daily(self) -> Counts:
        """Return (nodes, days)."""
        return np.asarray(self.hourly.sum(axis=2))

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(self.hourly.shape[1])

    def day(self, at: int) -> date:
        """Return the city day of a column."""
        return self.first + timedelta(days=at)

    @cached_property
    def seen(self) -> NDArray[np.bool_]:
        """Of which days is anything known? Long silences of a city that has some cases every day are missing days."""
        total = self.daily[0] if self.nodes else np.zeros(0)
        some = total[total > 0]
        if not len(some) or np.median(some) < GAP_DAYS:
            return np.ones(len(total), dtype=bool)
        return silence.heard(total, GAP_DAYS)


def read_history(visit: Visit, before: date, days: int = DAYS) -> History:
    """Return the history of the days before a city day, from the first case on, `days` of them at most."""
    edges = _edges(visit, before - timedelta(days=days), days)
    begin, end = (datetime.fromtimestamp(edge / 1e6, visit.zone) for edge in (edges[0], edges[-1]))
    cases = days_of(visit).received_in(visit, Period(begin=begin, end=end, as_of=visit.now, days=days))
    counted = CONDITIONS["received"](cases, visit.now).yes
    moments = cases.fields["received_at"][counted]
    at = np.searchsorted(edges, moments, side="right") - 1
    hour = np.minimum((moments - edges[at]) // 3_600_000_000, HOURS - 1)
    areas, majors = (cases.fields[name][counted] for name in ("area_code", "major_code"))
    skipped = int(at.min()) if len(at) else days
    received = Received((cases.lexicons["area_code"].words, cases.lexicons["major_code"].words), areas, majors,
                        (at - skipped) * HOURS + hour)
    nodes, hourly = _counted(visit, received, days - skipped)
    first = before - timedelta(days=days - skipped)
    return History(nodes, first, hourly, _kinds(calendar_of(visit), first, days - skipped + 2), received)


def _counted(visit: Visit, received: Received, days: int) -> tuple[tuple[Node, ...], Counts]:
    """Return nodes in order, the city first, and their counts."""
    words, areas, majors, spots = received.words, received.areas, received.majors, received.spots
    found: dict[Node, Counts] = {}
    for level in range(1, max(2, len(visit.city.levels))):
        width = visit.city.width_of(level)
        cut = np.array([word[:width] if len(word) >= width else "" for word in words[0]] or [""])
        of_case = cut[areas] if len(areas) else np.zeros(0, dtype=cut.dtype)
        for area in np.unique(of_case[of_case != ""]).tolist():
            inside = of_case == area
            found[Node(level, area, "")] = np.bincount(spots[inside], minlength=days * HOURS)
            for number in np.unique(majors[inside]).tolist() if level <= CLASSED_LEVELS else ():
                if words[1][number]:
                    found[Node(level, area, words[1][number])] = np.bincount(
                        spots[inside & (majors == number)], minlength=days * HOURS)
    nodes = tuple(sorted(found))
    counts = np.array([found[node] for node in nodes], dtype=np.int64).reshape(len(nodes), days, HOURS)
    return nodes, counts


def _edges(visit: Visit, first: date, days: int) -> Counts:
    """Return the microsecond at which each city day begins, and the one after the last."""
    return np.array([clock.microsecond_number(clock.start_of_day(
        datetime.combine(first + timedelta(days=day), time(12), visit.zone), visit.zone)) for day in range(days + 1)])


def _kinds(calendar: Calendar, first: date, days: int) -> NDArray[np.int64]:
    return np.array([kind_of(calendar, first + timedelta(days=day)) for day in range(days)], dtype=np.int64)


def kind_of(calendar: Calendar, day: date) -> int:
    """Return as which weekday a city day counts, 0 Monday to 6 Sunday."""
    is_weekday = day.weekday() < SUNDAY - 1
    if calendar.is_working_day(day) == is_weekday:
        return day.weekday()
    return SUNDAY if is_weekday else 0

