"""What the weather makes of a day's cases, where a deployment tells it: learned, judged, and used only where it helped.

`weather.csv` of the data folder has the columns of COLUMNS: the city day, the city day on which that was said, and
what was said. Lines said before their day foretell it, later ones tell what it was. A forecast uses what had been said
on the days before it was made, nothing later: a file of nothing but past weather foretells nothing.
"""

import csv
import math
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.forecasts import profile
from data.forecasts.judging import FEWEST_JUDGED, JUDGED_DAYS
from data.forecasts.past import Past
from data.forecasts.profile import Floats

FILE = "weather.csv"
COLUMNS = ("day", "told_on", "rain_mm", "temperature_c")
LARGEST_FILE = 4 * 1024 * 1024
WETTEST_MM, COLDEST_C, HOTTEST_C = 2_000.0, -90.0, 60.0
"""What lies beyond is no weather."""
POURING_MM, RAINING_MM, HOT_C, FROST_C = 10.0, 1.0, 28.0, 0.0
"""Rain of a day; the day's mean temperature."""
USUAL, RAINING, POURING, HOT, FROST = range(5)
HALF_FROM = 60.0
"""A factor counts half where so many cases taught it: the city's towards 1, an area's towards the city's."""
LEAST_FACTOR, MOST_FACTOR = 1 / 3, 3.0
NEARER = 0.02
"""By so much of the whole error expectations with the weather must have come nearer to the truth."""


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What was said of each day: (on which day, which kind of day), the first said first."""

    told: dict[date, list[tuple[date, int]]]
    faults: int
    """Lines that could not be read and are left out."""

    def kind(self, day: date, before: date) -> int | None:
        """Return which kind of day it is by what had been said before a city day; None where nothing had."""
        return next((kind for told_on, kind in reversed(self.told.get(day, [])) if told_on < before), None)


def read_weather(folder: Path) -> Weather | None:
    """Return what the file says, without the lines that nobody can read; None where there is no file."""
    path = folder / FILE
    if not path.is_file():
        return None
    told: dict[date, list[tuple[date, int]]] = defaultdict(list)
    faults = 0
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Weather(told={}, faults=1)
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()):
            try:
                day, told_on = (date.fromisoformat((row.get(key) or "").strip()) for key in COLUMNS[:2])
                kind = kind_of(row.get("rain_mm"), row.get("temperature_c"))
                told[day].append((told_on, kind))
            except ValueError:
                faults += 1
    except (OSError, UnicodeDecodeError, csv.Error):
        return Weather(told={}, faults=1)
    return Weather(told={day: sorted(said, key=lambda one: one[0]) for day, said in told.items()}, faults=faults)


def kind_of(rain_mm: str | None, temperature_c: str | None) -> int:
    """Return which kind of day it is; temperature may be empty. Raises ValueError for what is no weather."""
    rain, mean = _number(rain_mm, 0.0, WETTEST_MM), None
    if (temperature_c or "").strip():
        mean = _number(temperature_c, COLDEST_C, HOTTEST_C)
    if rain >= RAINING_MM:
        return POURING if rain >= POURING_MM else RAINING
    if mean is None:
        return USUAL
    return HOT if mean >= HOT_C else FROST if mean <= FROST_C else USUAL


def _number(said: str | None, least: float, most: float) -> float:
    number = float((said or "").strip())
    if not (math.isfinite(number) and least <= number <= most):
        raise ValueError(said)
    return number


def weathered(past: Past, weather: Weather) -> Past:
    """Return the past with each day's expectation changed by its weather, where that had proved better by then."""
    changed, told = _changed(past, weather)
    plain_off, changed_off = (np.abs(past.truth - one[:, :-1]).sum(axis=0) for one in (past.expected, changed))
    seen = _seen(past)
    expected, used = past.expected.copy(), set()
    for column in np.flatnonzero(told).tolist():
        judged = [at for at in _places(past, column) if told[at] and seen[at]][-JUDGED_DAYS:]
        gain = float((plain_off[judged] - changed_off[judged]).sum())
        if len(judged) >= FEWEST_JUDGED and gain > NEARER * float(plain_off[judged].sum()):
            expected[:, column] = changed[:, column]
            used.add(column)
    return replace(past, expected=expected, by_weather=frozenset(used))


def _changed(past: Past, weather: Weather) -> tuple[Floats, NDArray[np.bool_]]:
    """Return all expectations as the weather would change them, and of which days weather had been said ahead."""
    group, seen = profile.groups(past.history.nodes), _seen(past)
    changed, told = past.expected.copy(), np.zeros(past.expected.shape[1], dtype=bool)
    for column in past.columns():
        made = _day(past, column) - timedelta(days=past.ahead - 1)
        kind = weather.kind(_day(past, column), made)
        if kind is None:
            continue
        kinds = {at: weather.kind(_day(past, at), made) for at in _places(past, column) if seen[at]}
        known = [at for at, of in kinds.items() if of is not None]
        alike = [at for at in known if kinds[at] == kind]
        of_kind, of_any = (factors(past.truth[:, at], past.expected[:, at], group) for at in (alike, known))
        changed[:, column] *= of_kind / of_any  # what is wrong on every day alike is not the weather's
        told[column] = True
    return changed, told


def factors(truth: Floats, expected: Floats, group: NDArray[np.int64]) -> Floats:
    """Return by how much more than expected came to each node on (nodes, days) of one kind; 1 where there are none."""
    came, usual = truth.sum(axis=1), expected.sum(axis=1)
    shared = (came[group] + HALF_FROM) / (usual[group] + HALF_FROM)
    return np.asarray(np.clip((came + HALF_FROM * shared) / (usual + HALF_FROM), LEAST_FACTOR, MOST_FACTOR))


def _day(past: Past, column: int) -> date:
    return past.history.day(past.day_of(column))


def _places(past: Past, column: int) -> range:
    """Return the columns whose truth was known when the column was forecast."""
    known = past.known(column)
    return range(known.start, known.stop)


def _seen(past: Past) -> NDArray[np.bool_]:
    """Return of which columns anything is known; the last is still to come."""
    return past.history.seen[past.history.days - past.truth.shape[1]:]
