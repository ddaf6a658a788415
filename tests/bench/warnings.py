"""Figures of surge detection: injected surges found within two hours, and false alarms per area and month.

Histories are replayed week by week: the pattern is learnt from what came before (the demo city: 8 weeks; the NYC
elevator year: 26 weeks), the next week is judged. The NYC requests are single days with weeks between: each day is
judged by the pattern of the others. Whatever is told of the history as it was counts as a false alarm, also where
something did happen. Looking is as in the program: every five minutes, running hours against whole ones.
Reference: mean + 3 sigma of the same hour of the week, over the same history, with the same least count.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from data.demo import draws as drawing
from data.demo.areas import draw_map
from data.demo.catalogue import read_catalogue
from data.demo.city import SIZES
from data.warnings import pattern, surges
from data.warnings.pattern import WEEK, Counts
from tests.bench.table import Row

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "nyc"
HOUR, STEP, WITHIN = 3600, 300, 7200
SURGES, LEAST_MORE, TIMES = 400, 12, 3.0
"""A surge brings within two hours Poisson(12) more cases, or three times the usual where that is more."""
SMALL = 8
AGAIN = 6
"""Alarms of an area and class within so many hours are one: its warning is in force."""


@dataclass(frozen=True)
class Past:
    """Cases by second of the stretch, area and class; `ranges` are (train hours, test hours) to be judged."""

    areas: tuple[str, ...]
    classes: tuple[str, ...]
    at: np.ndarray
    area: np.ndarray
    kind: np.ndarray
    hours: int
    begins: int

    def counts(self, first: int, last: int, without: tuple[int, int] = (0, 0)) -> Counts:
        """Return the counts of a stretch of hours; without those of another, as if they had not been heard."""
        hour = self.at // HOUR
        mine = (hour >= first) & (hour < last) & ~((hour >= without[0]) & (hour < without[1]))
        key = (self.area[mine] * len(self.classes) + self.kind[mine]) * self.hours + hour[mine]
        found, n = np.unique(key, return_counts=True)
        cell, at = np.divmod(found, self.hours)
        return Counts(self.areas, self.classes, cell // len(self.classes), cell % len(self.classes), at - first,
                      n.astype(float), last - first, (self.begins + first) % WEEK)


def rows() -> list[Row]:
    """Return, for each history there is: surges found, false alarms, of ours and of mean + 3 sigma."""
    found: list[Row] = []
    for name, past, ranges in histories():
        found += judged(name, past, ranges)
    return found


def histories() -> Iterator[tuple[str, Past, list[tuple[Counts, int, int]]]]:
    """Yield each history's name, and what is learnt from and judged."""
    demo = demo_city()
    yield "demo districts", demo, weekly(demo, 8, 13)
    if (SHARED / "events").is_dir():
        days = nyc_days()
        heard = np.flatnonzero(pattern.heard_hours(days.counts(0, days.hours)))
        breaks = np.split(heard, np.flatnonzero(np.diff(heard) > pattern.SILENT_HOURS) + 1)
        stretches = [(int(one[0]), int(one[-1]) + 1) for one in breaks if len(one) > 12]
        yield "NYC boroughs", days, [(days.counts(0, days.hours, one), *one) for one in stretches]
    if (SHARED / "elevator").is_dir():
        year = nyc_elevators()
        yield "NYC elevators", year, weekly(year, 26, year.hours // WEEK)


def weekly(past: Past, train: int, weeks: int) -> list[tuple[Counts, int, int]]:
    """Return each week from `train` on with the history before it."""
    return [(past.counts((week - train) * WEEK, week * WEEK), week * WEEK, (week + 1) * WEEK)
            for week in range(train, weeks)]


def judged(name: str, past: Past, ranges: list[tuple[Counts, int, int]]) -> list[Row]:
    """Return the rows of one history."""
    ours, plain, months, rng = [0, 0, 0], [0, 0, 0], 0.0, np.random.default_rng(7)
    tried = max(1, SURGES // len(ranges))
    for counts, first, last in ranges:
        usual, reference = Ours(pattern.learn(counts)), Plain(counts)
        actual = past.counts(first, last)
        months += len(past.areas) * (last - first) / surges.HOURS_OF_MONTH
        for judge, tally in ((usual, ours), (reference, plain)):
            tally[0] += false_alarms(judge, actual)
        for size, place in ((LEAST_MORE, 1), (SMALL, 2)):
            hits, hits_plain = injected(past, (usual, reference), (first, last), (tried, size), rng)
            ours[place] += hits
            plain[place] += hits_plain
    total = tried * len(ranges)
    return [
        Row(name=f"surges found in 2 h, {name}; reference: mean + 3 sigma", unit="%", value=100 * ours[1] / total,
            reference=100 * plain[1] / total, goal=90, smaller_is_better=False,
            note=f"{total} surges of {LEAST_MORE} cases or {TIMES:g} x the usual; of {SMALL}: "
                 f"{100 * ours[2] / total:.0f} %, mean + 3 sigma {100 * plain[2] / total:.0f} %"),
        Row(name=f"false alarms per area and month, {name}", unit="", value=ours[0] / months,
            reference=plain[0] / months, goal=1, note=f"{ours[0]} in {months:.1f} area-months, stated "
                                                      f"{surges.FALSE_ALARMS:g}"),
    ]


class Ours:
    """The program's own judging, for many cells at once."""

    def __init__(self, usual: pattern.Pattern) -> None:
        self.usual, self.alpha = usual, surges.alpha_of(usual)

    def expected(self, area: np.ndarray, kind: np.ndarray, of_week: np.ndarray, hours: int) -> np.ndarray:
        return sum(self.usual.mean(area, kind, (of_week - back) % WEEK) for back in range(hours))

    def is_surge(self, area: np.ndarray, kind: np.ndarray, of_week: np.ndarray, n: np.ndarray,
                 hours: int) -> np.ndarray:
        told = np.zeros(len(n), dtype=bool)
        told[surges.judged(self.usual, kind, n, self.expected(area, kind, of_week, hours), self.alpha)] = True
        return told


class Plain:
    """Mean + 3 sigma of the same hour of the week."""

    def __init__(self, counts: Counts) -> None:
        shape = (len(counts.areas), len(counts.classes), WEEK)
        seen = np.maximum(np.bincount(counts.of_week()[pattern.heard_hours(counts)], minlength=WEEK), 1)
        cell = (counts.area, counts.kind, counts.of_week()[counts.hour])
        total, squares = np.zeros(shape), np.zeros(shape)
        np.add.at(total, cell, counts.n)
        np.add.at(squares, cell, counts.n**2)
        self.mean = total / seen
        self.limit = self.mean + 3 * np.sqrt(np.maximum(squares / seen - self.mean**2, 0))

    def is_surge(self, area: np.ndarray, kind: np.ndarray, of_week: np.ndarray, n: np.ndarray,
                 hours: int) -> np.ndarray:
        limit = sum(self.limit[area, kind, (of_week - back) % WEEK] for back in range(hours))
        return (n >= surges.LEAST) & (n > limit)


def false_alarms(judge: Ours | Plain, actual: Counts) -> int:
    """Return how many alarms a stretch raises as it was; those within AGAIN hours are one."""
    table = np.zeros((len(actual.areas), len(actual.classes), actual.hours))
    table[actual.area, actual.kind, actual.hour] = actual.n
    told = np.zeros(table.shape, dtype=bool)
    area, kind, hour = (one.ravel() for one in np.indices(table.shape))
    of_week = actual.of_week()[hour]
    for hours in surges.WINDOWS:
        n = table.copy()
        for back in range(1, hours):
            n[:, :, back:] += table[:, :, :-back]
        told |= judge.is_surge(area, kind, of_week, n.ravel(), hours).reshape(table.shape)
    count = 0
    for one in told.reshape(-1, actual.hours)[told.any(axis=2).ravel()]:
        at = np.flatnonzero(one)
        count += 1 + int((np.diff(at) > AGAIN).sum())
    return count


def injected(past: Past, judges: tuple[Ours, Plain], stretch: tuple[int, int], wanted: tuple[int, int],
             rng: np.random.Generator) -> tuple[int, int]:
    """Return how many of so many surges of a size ours finds within two hours of their beginning, and the other."""
    first, last = stretch
    number, size = wanted
    lively = np.flatnonzero(np.bincount(past.kind, minlength=len(past.classes)) >= len(past.areas))
    hits = [0, 0]
    for _ in range(number):
        area, kind = int(rng.integers(len(past.areas))), int(rng.choice(lively))
        begin = int(rng.integers((first + 1) * HOUR, (last - 3) * HOUR))
        of_week = (past.begins + begin // HOUR) % WEEK
        usual = float(judges[0].expected(np.array([area]), np.array([kind]), np.array([of_week]), 2)[0])
        more = begin + (rng.random(int(rng.poisson(max(size, TIMES * usual)))) * WITHIN).astype(np.int64)
        at = np.sort(np.concatenate([past.at[(past.area == area) & (past.kind == kind)], more]))
        for place, judge in enumerate(judges):
            hits[place] += is_found(past, judge, (area, kind), at, begin)
    return hits[0], hits[1]


def is_found(past: Past, judge: Ours | Plain, cell: tuple[int, int], at: np.ndarray, begin: int) -> bool:
    """Is the surge told at one of the looks within two hours of its beginning?"""
    looks = np.arange(begin + STEP, begin + WITHIN + 1, STEP)
    area, kind = np.full(len(looks), cell[0]), np.full(len(looks), cell[1])
    of_week = (past.begins + (looks - 1) // HOUR) % WEEK
    for hours in surges.WINDOWS:
        since = ((looks - 1) // HOUR - hours + 1) * HOUR
        n = (np.searchsorted(at, looks) - np.searchsorted(at, since)).astype(float)
        if judge.is_surge(area, kind, of_week, n, hours).any():
            return True
    return False


def demo_city() -> Past:
    """Return thirteen weeks of the small demo city by district."""
    plan, zone = SIZES["small"], ZoneInfo("Asia/Shanghai")
    city = draw_map(plan.counts, households_per_grid=plan.households_per_grid, seed=1)
    kinds = read_catalogue().kinds
    monday = datetime(2026, 11, 23, tzinfo=zone)
    [period] = drawing.periods(monday.astimezone(UTC), 13 * 7, zone)
    drawn = drawing.draw_cases(city, kinds, drawing.lay_ground(city, kinds), daily=plan.daily, period=period, zone=zone)
    codes = np.array([code[:6] for code in city.grids().codes])
    areas, of_grid = np.unique(codes, return_inverse=True)
    begin = int(period.begin.timestamp())
    return Past(tuple(areas.tolist()), tuple(one.code for one in kinds), drawn.at // drawing.SECOND - begin,
                of_grid[drawn.grid], drawn.kind, 13 * WEEK, 0)


def nyc_days() -> Past:
    """Return the NYC requests by borough and complaint."""
    found = {}
    for path in sorted((SHARED / "events").glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found[row["unique_key"]] = (row["created_date"], row["borough"], row["complaint_type"])
    return past_of([(datetime.fromisoformat(at), where, what) for at, where, what in found.values()
                    if where not in ("", "Unspecified")])


def nyc_elevators() -> Past:
    """Return the elevator year by borough; it has one class."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(SHARED / "elevator" / "clean_requests.parquet",
                               columns=["created_date", "borough"]).to_pylist()
    return past_of([(row["created_date"], row["borough"], "elevator") for row in table
                    if row["borough"] and row["borough"] != "Unspecified"])


def past_of(told: list[tuple[datetime, str, str]]) -> Past:
    """Return a history of (local moment, area, class), from the Monday before its first."""
    first = min(at for at, _, _ in told)
    monday = first.date().toordinal() - first.weekday()
    at = np.array([(one.toordinal() - monday) * 86_400 + one.hour * HOUR + one.minute * 60 + one.second
                   for one, _, _ in told])
    areas, area = np.unique([where for _, where, _ in told], return_inverse=True)
    classes, kind = np.unique([what for _, _, what in told], return_inverse=True)
    return Past(tuple(areas.tolist()), tuple(classes.tolist()), at, area, kind, int(at.max()) // HOUR + 1, 0)
