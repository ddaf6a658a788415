"""Making the forecasts of today and tomorrow, and scoring those whose day is over; each is stored and never changed.

The first time, the last four weeks are forecast afterwards, each day from nothing but the days before it: such rows
say that they are replayed. A model that did worse than a simpler one over four weeks is not shown: screens show the
simpler one until it does better again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import delete, select, update

from data.algorithms.algorithm import Outcome
from data.forecasts import hours, judging, ledger, parts, profile, scoring, simple, spreading
from data.forecasts.history import HOURS, History, read_history
from data.forecasts.past import REPLAYED_DAYS, Past
from data.forecasts.profile import Floats
from data.forecasts.spreading import Means, Spread, spread
from data.forecasts.weather import Weather, read_weather, weathered
from data.models.forecast import Forecast
from data.storage.bulk import insert_rows
from data.visit import Visit

AHEAD = (1, 2)
KEPT_DAYS = 400
OURS, WEEKDAY, YESTERDAY = "profile", "weekday", "yesterday"
OWN = {WEEKDAY: "weekday_own", YESTERDAY: "yesterday_own"}
"""Under these names a simpler model's interval is kept as it is shown: as wide as its own errors, unlike the scored."""
WITH_WEATHER = " + weather"


Rows = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is to be kept: results of forecasts whose day is over, and new forecasts, the oldest first."""

    rows: int
    unknown: tuple[str, ...]
    results: Rows
    made: list[Rows]
    grids: Spread


def find(visit: Visit) -> Found:
    """Return what is to be scored and made; less than three weeks make nothing. Takes long, and writes nothing."""
    today = _today(visit)
    history = read_history(visit, today)
    rows = int(history.daily[0].sum()) if history.nodes else 0
    if not history.nodes or history.seen.sum() < profile.SHORTEST_DAYS:
        return Found(rows=rows, unknown=("short_history",), results=[], made=[],
                     grids=Spread(results=[], made=[]))
    weather = read_weather(visit.folder)
    pasts = [Past.of(history, ahead) for ahead in AHEAD]
    if weather is not None:
        pasts = [weathered(past, weather) for past in pasts]
    means = cache(lambda ahead, column: mean_of(next(past for past in pasts if past.ahead == ahead), column))
    return Found(rows=rows, unknown=_unknown(weather, pasts), results=scored(visit, history),
                 made=list(missing(visit, pasts, today, means)), grids=spread(visit, pasts, today, means))


def _lately(past: Past, today: date) -> list[int]:
    """Return the columns from which on forecasts are kept or replayed."""
    first = today - timedelta(days=REPLAYED_DAYS)
    return [column for column in past.columns() if past.history.day(past.day_of(column)) >= first]


def _unknown(weather: Weather | None, pasts: list[Past]) -> tuple[str, ...]:
    """Return what forecasts of the days to come could not know."""
    is_used = any(past.expected.shape[1] - 1 in past.by_weather for past in pasts)
    said = [("no_weather", weather is None), ("weather_unused", weather is not None and not is_used),
            ("weather_unread", weather is not None and weather.faults > 0),
            ("gap", not pasts[0].history.seen.all())]
    return tuple(key for key, holds in said if holds)


def keep(visit: Visit, found: Found) -> Outcome:
    """Keep results and forecasts, each with the model that is to be shown by what was known then."""
    if found.results:
        visit.session.execute(update(Forecast), found.results)
    for made in found.made:
        shown = judging.shown_models(visit, Forecast, made[0]["target"], made[0]["ahead"], {
            WEEKDAY: Forecast.loss_weekday, YESTERDAY: Forecast.loss_yesterday})
        insert_rows(visit.session, Forecast, [
            row | {"shown": shown.get((row["area_code"], row["class_code"]), OURS)} for row in made])
    today = _today(visit)
    spreading.keep(visit, found.grids, today)
    visit.session.execute(delete(Forecast).where(Forecast.target < today - timedelta(days=KEPT_DAYS)))
    return Outcome(rows=found.rows, score=_score_of(visit, today), unknown=found.unknown)


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.zone).date()


def _score_of(visit: Visit, today: date) -> dict[str, float]:
    """Return how forecasts of whole areas, a day ahead, did lately."""
    found = [one for one in ledger.standings(visit, visit.city.code, today)
             if one.ahead == 1 and not one.is_classed and one.loss_days is None]
    n, weekday = sum(one.n for one in found), sum(one.loss_weekday for one in found)
    if not n or not weekday:
        return {}
    return {"within": sum(one.within * one.n for one in found) / n,
            "against_weekday": sum(one.loss for one in found) / weekday}


def missing(visit: Visit, pasts: list[Past], today: date, means: Means) -> Iterator[Rows]:
    """Yield the rows of each (day, ahead) that was never forecast, oldest first, without the model that is shown."""
    first = today - timedelta(days=REPLAYED_DAYS)
    done = {(target, ahead) for target, ahead in visit.session.execute(
        select(Forecast.target, Forecast.ahead).where(Forecast.target >= first).distinct())}
    for past in pasts:
        for column in _lately(past, today):
            if (past.history.day(past.day_of(column)), past.ahead) not in done:
                yield _rows(visit, past, column, means(past.ahead, column))


def mean_of(past: Past, column: int) -> Floats:
    """Return the expectation of each node, (nodes,), adding up."""
    recent = past.before(column)[:, -parts.LOOKED_BACK_DAYS:].mean(axis=1)
    return parts.reconcile(past.history.nodes, past.expected[:, column], recent)


def distribution(past: Past, column: int) -> tuple[Floats, Floats]:
    """Return the expectation of each node, (nodes,), adding up, and its quantiles (nodes, levels)."""
    mean = mean_of(past, column)
    return mean, _spread(past, column, past.expected, mean)


def _spread(past: Past, column: int, expected: Floats, mean: Floats) -> Floats:
    """Return quantiles (nodes, levels) about `mean`, as wide as errors of what was `expected` of the days before."""
    known = past.known(column)
    truth, expected = past.truth[:, known], expected[:, known]
    size = profile.dispersion(truth, expected)
    tell = expected > 1.0  # of fewer a place says nothing
    places = profile.place(truth[tell], expected[tell], np.broadcast_to(size[:, None], truth.shape)[tell])
    return profile.quantiles(mean, size, profile.shifted(places))


def _rows(visit: Visit, past: Past, column: int, mean: Floats) -> Rows:
    ours = _spread(past, column, past.expected, mean)
    day = past.day_of(column)
    target, before = past.history.day(day), past.before(column)
    told = {OURS: ours, WEEKDAY: simple.weekday(before, past.ahead), YESTERDAY: simple.yesterday(before),
            OWN[WEEKDAY]: _spread(past, column, past.by_weekday, past.by_weekday[:, column]),
            OWN[YESTERDAY]: _spread(past, column, past.by_yesterday, past.by_yesterday[:, column])}
    by_hour = hours.by_hour(past, day, mean)
    made = [{
        "area_code": node.area, "class_code": node.major, "level": node.level, "target": target, "ahead": past.ahead,
        "made_at": visit.now, "version": profile.VERSION + WITH_WEATHER * (column in past.by_weather),
        "mean": round(float(mean[at]), 3),
        "quantiles": {name: of[at].tolist() for name, of in told.items()},
        "hours": {name: of[at].tolist() for name, of in by_hour.items()},
    } for at, node in enumerate(past.history.nodes)]
    is_over = day < past.history.days
    results = _results(past.history, day, made) if is_over else [NOT_SCORED] * len(made)
    return [row | result | {"is_replayed": is_over, "scored_at": visit.now if is_over else None}
            for row, result in zip(made, results, strict=True)]


NOT_SCORED = {"truth": None, "loss": None, "loss_weekday": None, "loss_yesterday": None, "is_within": None,
              "hours_within": None}


def scored(visit: Visit, history: History) -> Rows:
    """Return the scored fields, with the id, of every forecast whose day is over and known."""
    seen = {history.day(at) for at in np.flatnonzero(history.seen).tolist()}
    waiting = [one for one in visit.session.scalars(
        select(Forecast).where(Forecast.scored_at.is_(None), Forecast.target < history.day(history.days)))
        if one.target in seen]
    found: Rows = []
    for day in sorted({one.target for one in waiting}):
        of_day = [one for one in waiting if one.target == day]
        results = _results(history, (day - history.first).days, [
            {"area_code": one.area_code, "class_code": one.class_code, "quantiles": one.quantiles, "hours": one.hours}
            for one in of_day])
        found += [{"id": one.id, "scored_at": visit.now} | result for one, result in zip(of_day, results, strict=True)]
    return found


def _results(history: History, day: int, made: Rows) -> Rows:
    """Return the scored fields of forecasts of one day; a node without any case had none that day."""
    at = {(node.area, node.major): place for place, node in enumerate(history.nodes)}
    hourly = np.array([history.hourly[at[key], day] if (key := (one["area_code"], one["class_code"])) in at
                       else np.zeros(HOURS, dtype=np.int64) for one in made])
    truth = hourly.sum(axis=1).astype(float)
    losses = {name: scoring.pinball(truth, np.array([one["quantiles"][name] for one in made]))
              for name in (OURS, WEEKDAY, YESTERDAY)}
    inside = scoring.within(truth, np.array([one["quantiles"][OURS] for one in made]))
    return [{
        "truth": int(truth[i]), "loss": float(losses[OURS][i]), "loss_weekday": float(losses[WEEKDAY][i]),
        "loss_yesterday": float(losses[YESTERDAY][i]), "is_within": bool(inside[i]),
        "hours_within": float(((hourly[i] >= one["hours"]["low"]) & (hourly[i] <= one["hours"]["high"])).mean())
        if one["hours"] else None,
    } for i, one in enumerate(made)]
