"""The figures of forecasts: a rolling back-test, each day forecast from the days before it alone.

The reference is the strict one: the mean of the same weekday over four weeks with the interval of a Poisson
distribution. Against the bare mean, one number for every quantile, forecasts look better still: the note says so.
"""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data import clock
from data.calendar.working_time import Calendar
from data.cases.clocks import calendar_in
from data.forecasts import history, hours, making, scoring, shares, simple, spreading
from data.forecasts.grids import Grids, read_grids
from data.forecasts.history import HOURS, History, Node, read_history
from data.forecasts.past import Past
from data.scope import Scope
from data.settings import Settings, zone_of
from data.storage.database import Database
from data.visit import reading
from tests import stand
from tests.bench.table import Row

SHARED = stand.ROOT.parent / "shared" / "data"
CITY = "0"
GRID_DAYS = 28


def rows() -> list[Row]:
    """Return two figures of each city whose history is there."""
    world, of_grids = _demo()
    found = _judged("the demo city by community", world, 4, 45)
    found += [*_judged_grids(world, of_grids), _judged_hours(world)]
    if SHARED.is_dir():
        found += _judged("Pingshan by street", _pingshan(), 2, 60)
        found += _judged("New York's elevators by borough", _elevators(), 2, 240)
    return found


def _judged(name: str, world: History, level: int, days: int) -> list[Row]:
    """Return how much less is lost than by the same weekday's mean, and how often the interval held the truth."""
    past = Past.of(world, 1, back=min(world.days - 1, days + 60))
    at = [place for place, node in enumerate(world.nodes) if node.level == level and not node.major]
    lost, strict, bare, held = 0.0, 0.0, 0.0, []
    for column in past.columns()[-days - 1:-1]:
        truth = past.truth[at, column]
        ours = making.distribution(past, column)[1][at]
        before = past.before(column)
        mean = before[:, [-7 * week for week in range(1, simple.WEEKS + 1) if 7 * week <= before.shape[1]]].mean(axis=1)
        lost += scoring.pinball(truth, ours).sum()
        strict += scoring.pinball(truth, simple.weekday(before, 1)[at]).sum()
        bare += scoring.pinball(truth, np.repeat(mean[at, None], 3, axis=1)).sum()
        held += scoring.within(truth, ours).tolist()
    usual = world.daily[at].mean()
    note = (f"{len(held)} days of {len(at)} areas, {usual:.1f} cases a day; "
            f"{100 * (1 - lost / bare):.0f} % below the bare mean")
    return [
        Row(name=f"daily forecast of {name}: pinball loss below the same weekday's", value=100 * (1 - lost / strict),
            unit="%", goal=10, smaller_is_better=False, reference=0.0, note=note),
        Row(name=f"daily forecast of {name}: interval away from 80 %", value=abs(100 * np.mean(held) - 80), unit="pt",
            goal=5, note=f"it held {100 * np.mean(held):.1f} % of the truth"),
    ]


def _judged_grids(world: History, of_grids: Grids, days: int = GRID_DAYS) -> list[Row]:
    """Return how much less grids' forecasts lose than either simpler model, of all classes."""
    past = Past.of(world, 1, back=min(world.days - 1, days + 60))
    learned = shares.learned(of_grids, past)
    real, lost, sides = of_grids.is_grid, dict.fromkeys(spreading.MODELS, 0.0), np.zeros(3)
    for column in past.columns()[-days - 1:-1]:
        one = spreading.Column(of_grids, past, column, learned)
        truth = of_grids.daily[real, one.day].astype(float)
        mean = making.mean_of(past, column)[of_grids.areas][of_grids.area_of] * learned.of_area[:, column]
        seen = of_grids.daily[:, :one.until].astype(float)
        told = {spreading.OURS: shares.quantiles(mean, float(learned.sizes[column])),
                spreading.DAYS: shares.quantiles(one.lately(seen), None),
                spreading.WEEKDAY: shares.quantiles(simple.weekday_mean(seen, 1), None)}
        for name, of in told.items():
            lost[name] += scoring.pinball(truth, of.T[real]).sum()
        low, _, high = told[spreading.OURS][:, real]
        sides += [(truth < low).sum(), (truth > high).sum(), len(truth)]
    note = (f"{days} days of {int(real.sum())} grids, {of_grids.daily[real].mean():.2f} cases a day; "
            f"its whole interval missed {100 * sides[0] / sides[2]:.1f} % below and "
            f"{100 * sides[1] / sides[2]:.1f} % above")
    return [Row(name=f"daily forecast of the demo city by grid: pinball loss below {said}",
                value=100 * (1 - lost[spreading.OURS] / lost[name]), unit="%", goal=goal, smaller_is_better=False,
                reference=0.0, note=note)
            for name, said, goal in ((spreading.DAYS, "the mean of four weeks", 0),
                                     (spreading.WEEKDAY, "the same weekday's", 10))]


def _judged_hours(world: History) -> Row:
    """Return how often hours of single classes lay in their interval, of streets."""
    past = Past.of(world, 1)
    at = [place for place, node in enumerate(world.nodes) if node.level == 3 and node.major]
    held = []
    for column in past.columns()[-29:-1]:
        told = hours.by_hour(past, past.day_of(column), making.mean_of(past, column))
        truth = world.hourly[at, past.day_of(column)]
        held.append(((truth >= told["low"][at]) & (truth <= told["high"][at])).mean())
    return Row(name="hours of a class in a street of the demo city: interval held", value=100 * float(np.mean(held)),
               unit="%", goal=80, smaller_is_better=False,
               note=f"{len(held)} days of {len(at)} streets and classes, {world.hourly[at].mean():.2f} cases an hour")


def _demo() -> tuple[History, Grids]:
    with stand.folder() as folder:
        stand.command(folder, "demo", "--size", "small", "--days", "120")
        settings = Settings(data_dir=Path(folder))
        database = Database.of(settings)
        with reading(database, Scope.of_job("bench"), settings) as visit:
            today = clock.now().astimezone(zone_of(settings, visit.city.zone)).date()
            found = read_history(visit, today)
            of_grids = read_grids(visit, found)
        database.close()
    return found, of_grids


def _pingshan() -> History:
    with (SHARED / "pingshan" / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [(one["street_code"], date.fromisoformat(one["create_time"][:10])) for one in csv.DictReader(file)
                 if one["street_name"] != "-"]
    return _world(found, calendar_in(zone_of(Settings(), "Asia/Shanghai")))


def _elevators() -> History:
    table = pd.read_parquet(SHARED / "nyc" / "elevator" / "clean_requests.parquet", columns=["created_date", "borough"])
    days = pd.to_datetime(table["created_date"]).dt.date
    often = table["borough"].value_counts()
    found = [(borough, day) for borough, day in zip(table["borough"], days, strict=True) if often.get(borough, 0) > 50]
    return _world(found, Calendar(zone=zone_of(Settings(), "America/New_York"), country=""))


def _world(found: list[tuple[str, date]], calendar: Calendar) -> History:
    """Return a history of a city and its parts, whose hours are not known: all of a day stands in its first."""
    parts = {part: f"{CITY}{number}" for number, part in enumerate(sorted({part for part, _ in found}))}
    first, last = min(day for _, day in found), max(day for _, day in found)
    days = (last - first).days + 1
    nodes = (Node(1, CITY, ""), *(Node(2, code, "") for code in sorted(parts.values())))
    counts = np.zeros((len(nodes), days, HOURS), dtype=np.int64)
    for (part, day), count in Counter(found).items():
        counts[nodes.index(Node(2, parts[part], "")), (day - first).days, 0] = count
    counts[0] = counts[1:].sum(axis=0)
    kinds = np.array([history.kind_of(calendar, first + timedelta(days=day)) for day in range(days + 2)])
    return History(nodes, first, counts, kinds)
