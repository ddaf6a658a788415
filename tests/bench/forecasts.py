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
from data.forecasts import history, making, scoring, simple
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


def rows() -> list[Row]:
    """Return two figures of each city whose history is there."""
    found = [*_judged("the demo city by community", *_demo())]
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


def _demo() -> tuple[History, int, int]:
    with stand.folder() as folder:
        stand.command(folder, "demo", "--size", "small", "--days", "120")
        settings = Settings(data_dir=Path(folder))
        database = Database.of(settings)
        with reading(database, Scope.of_job("bench"), settings) as visit:
            today = clock.now().astimezone(zone_of(settings, visit.city.zone)).date()
            found = read_history(visit, today)
        database.close()
    return found, 4, 45


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
