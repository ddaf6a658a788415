"""Making the forecasts of grids and scoring those whose day is over; each is stored and never changed.

One row holds all grids of an area, of all classes, and of a single class where the area expects a case of it a day:
less says nothing of a grid. Beside ours stand two simpler models: each grid's own mean of four weeks, and that of the
same weekday of four weeks, both with a Poisson interval. Where one of them did better for the grids of an area over
four weeks, it is what screens show.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select, update

from data.forecasts import judging, mixing, profile, scoring, shares, simple
from data.forecasts.grids import Grids, read_grids
from data.forecasts.history import History
from data.forecasts.past import REPLAYED_DAYS, Past
from data.forecasts.profile import Floats
from data.models.forecast import GridForecast
from data.storage.bulk import insert_rows
from data.visit import Visit

Rows = list[dict[str, Any]]
Means = Callable[[int, int], Floats]
"""(ahead, column) -> the expectations of all nodes"""
OURS, DAYS, WEEKDAY = "shares", "days", "weekday"
MODELS = (OURS, DAYS, WEEKDAY)
CARRIED_FROM = 1.0
"""So many cases of a class a day an area must expect, for its grids to be told of the class."""
KEPT_DAYS = 35
LOSSES = {OURS: "loss", DAYS: "loss_days", WEEKDAY: "loss_weekday"}


@dataclass(frozen=True, kw_only=True)
class Spread:
    """What is to be kept of grids: results of forecasts whose day is over, and new forecasts, the oldest first."""

    results: Rows
    made: list[Rows]


def spread(visit: Visit, pasts: list[Past], today: date, means: Means) -> Spread:
    """Return what is to be scored and made of grids; nothing of a city whose grids are not known."""
    missing, history = _missing(visit, pasts, today), pasts[0].history
    waiting = _waiting(visit, history)
    if not missing and not waiting:
        return Spread(results=[], made=[])
    grids = read_grids(visit, history)
    if not len(grids.areas):
        return Spread(results=[], made=[])
    made = []
    for past, columns in missing:
        learned = shares.learned(grids, past)
        made += [_rows(visit, Column(grids, past, column, learned), means(past.ahead, column)) for column in columns]
    return Spread(results=scored(visit, history, grids, waiting), made=made)


def _missing(visit: Visit, pasts: list[Past], today: date) -> list[tuple[Past, list[int]]]:
    """Return the columns of which grids have no forecast yet."""
    first = today - timedelta(days=REPLAYED_DAYS)
    done = {(target, ahead) for target, ahead in visit.session.execute(
        select(GridForecast.target, GridForecast.ahead).where(GridForecast.target >= first).distinct())}
    found = [(past, [column for column in past.columns()
                     if (target := past.history.day(past.day_of(column))) >= first
                     and (target, past.ahead) not in done]) for past in pasts]
    return [(past, columns) for past, columns in found if columns]


@dataclass(frozen=True, eq=False)
class Column:
    """One day that is foretold for grids."""

    grids: Grids
    past: Past
    column: int
    learned: shares.Shares

    @property
    def day(self) -> int:
        """Return its place in the history."""
        return self.past.day_of(self.column)

    @property
    def until(self) -> int:
        """Return how many days of the history were over when it was foretold."""
        return self.day - self.past.ahead + 1

    def lately(self, counts: Floats) -> Floats:
        """Return the mean of the last four weeks of (cells, days), of those days of which anything is known."""
        known = np.flatnonzero(self.past.history.seen[:self.until])
        known = known[known >= self.until - profile.USUAL_DAYS]
        return np.asarray(counts[:, known].mean(axis=1) if len(known) else np.zeros(len(counts)))


def _rows(visit: Visit, one: Column, mean: Floats) -> Rows:
    grids, share = one.grids, one.learned.of_area[:, one.column]
    of_cell = mean[grids.areas][grids.area_of] * share
    seen = grids.daily[:, :one.until].astype(float)
    made = list(_told(visit, one, "", of_cell, {DAYS: one.lately(seen), WEEKDAY: simple.weekday_mean(
        seen, one.past.ahead)}))
    for major, expected in _classes(one, mean, of_cell):
        counts = _daily(grids, grids.majors.index(major), one.until)
        made += _told(visit, one, major, expected, {DAYS: one.lately(counts), WEEKDAY: simple.weekday_mean(
            counts, one.past.ahead)})
    is_over = one.day < one.past.history.days
    results = _results(grids, one.day, made) if is_over else [NOT_SCORED] * len(made)
    return [row | result | {"is_replayed": is_over, "scored_at": visit.now if is_over else None}
            for row, result in zip(made, results, strict=True)]


NOT_SCORED = {"truth": None, "loss": None, "loss_days": None, "loss_weekday": None, "within": None}


def _classes(one: Column, mean: Floats, of_cell: Floats) -> Iterator[tuple[str, Floats]]:
    """Yield each class that some area expects often enough, with what is expected of it in each cell."""
    grids, days = one.grids, one.past.history.days
    age = one.until - 1 - np.arange(days)
    fading = np.where(age >= 0, 0.5 ** (np.maximum(age, 0) / shares.HALF_DAYS), 0.0)
    by_class = mixing.mixed(grids, one.past.history, mean, of_cell, grids.by_class(
        grids.capped / np.maximum(grids.daily, 1) * fading))
    for place, major in enumerate(grids.majors):
        if major and _by_area(grids, by_class[:, place]).max() >= CARRIED_FROM:
            yield major, by_class[:, place]


def _by_area(grids: Grids, of_cell: Floats) -> Floats:
    return np.asarray(np.bincount(grids.area_of, weights=of_cell, minlength=len(grids.areas)))


def _daily(grids: Grids, major: int, days: int) -> Floats:
    """Return (cells, days): the cases of a class on the first days."""
    which = (grids.major == major) & (grids.day < days)
    spots = grids.cell[which] * days + grids.day[which]
    return np.bincount(spots, minlength=len(grids.codes) * days).reshape(-1, days).astype(float)


def _told(visit: Visit, one: Column, major: str, expected: Floats, simply: dict[str, Floats]) -> Iterator[
        dict[str, Any]]:
    """Yield the row of each area; of a single class, where the area expects it often enough."""
    grids, history = one.grids, one.past.history
    size = float(one.learned.sizes[one.column])
    told = {OURS: shares.quantiles(expected, size)} | {
        name: shares.quantiles(mean, None) for name, mean in simply.items()}
    whole = _by_area(grids, expected)
    share = np.round(expected / np.maximum(whole, 1e-12)[grids.area_of], 4)
    edges = np.searchsorted(grids.area_of, np.arange(len(grids.areas) + 1))
    for place, (begin, end) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        if major and whole[place] < CARRIED_FROM:
            continue
        area = history.nodes[grids.areas[place]].area
        parts = share[begin:end]
        parts[parts.argmax()] += 1 - parts.sum()  # rounding loses none and adds none
        yield {
            "area_code": area, "class_code": major, "target": history.day(one.day), "ahead": one.past.ahead,
            "made_at": visit.now, "version": shares.VERSION, "mean": round(float(whole[place]), 3),
            "n": int(grids.is_grid[begin:end].sum()),
            "grids": [code[len(area):] for code in grids.codes[begin:end]],
            "means": {OURS: np.round(parts, 4).tolist()} | {
                name: np.round(mean[begin:end], 3).tolist() for name, mean in simply.items()},
            "quantiles": {name: of[:, begin:end].astype(int).tolist() for name, of in told.items()}}


def _waiting(visit: Visit, history: History) -> list[GridForecast]:
    """Return the forecasts of grids whose day is over and known, and that were not scored yet."""
    seen = {history.day(at) for at in np.flatnonzero(history.seen).tolist()}
    return [one for one in visit.session.scalars(select(GridForecast).where(
        GridForecast.scored_at.is_(None), GridForecast.target < history.day(history.days))) if one.target in seen]


def scored(visit: Visit, history: History, grids: Grids, waiting: list[GridForecast]) -> Rows:
    """Return the scored fields, with the id, of forecasts of grids."""
    found: Rows = []
    for day in sorted({one.target for one in waiting}):
        of_day = [one for one in waiting if one.target == day]
        results = _results(grids, (day - history.first).days, [
            {"area_code": one.area_code, "class_code": one.class_code, "grids": one.grids, "quantiles": one.quantiles}
            for one in of_day])
        found += [{"id": one.id, "scored_at": visit.now} | result for one, result in zip(of_day, results, strict=True)]
    return found


def _results(grids: Grids, day: int, made: Rows) -> Rows:
    """Return the scored fields of forecasts of one day; what lies in no grid has a truth and no score."""
    place = {code: at for at, code in enumerate(grids.codes)}
    by_class = grids.by_class((np.arange(grids.daily.shape[1]) == day)[None, :] * np.ones((len(grids.codes), 1)))
    column = {major: at for at, major in enumerate(grids.majors)}

    def truth_of(row: dict[str, Any]) -> NDArray[np.int64]:
        at = [place.get(row["area_code"] + grid, -1) for grid in row["grids"]]
        major = row["class_code"]
        counts = grids.daily[:, day] if not major else by_class[:, column[major]] if major in column else None
        return np.array([0 if one < 0 or counts is None else int(counts[one]) for one in at], dtype=np.int64)

    truths = [truth_of(row) for row in made]
    real = [np.array([bool(grid) for grid in row["grids"]]) for row in made]
    begins = np.cumsum([0, *(one.sum() for one in real[:-1])])
    counted = np.concatenate([truth[one] for truth, one in zip(truths, real, strict=True)]).astype(float)
    told = {name: np.concatenate([np.array(row["quantiles"][name])[:, one] for row, one in zip(
        made, real, strict=True)], axis=1).T for name in MODELS}
    sums = {LOSSES[name]: np.add.reduceat(scoring.pinball(counted, of), begins) for name, of in told.items()}
    sums["within"] = np.add.reduceat(scoring.within(counted, told[OURS]).astype(float), begins)
    return [{"truth": truth.tolist()} | {name: float(of[at] / one.sum()) for name, of in sums.items()}
            for at, (truth, one) in enumerate(zip(truths, real, strict=True))]


def keep(visit: Visit, found: Spread, today: date) -> None:
    """Keep results and forecasts of grids, each with the model that is to be shown by what was known then."""
    if found.results:
        visit.session.execute(update(GridForecast), found.results)
    for made in found.made:
        if made:
            shown = judging.shown_models(visit, GridForecast, made[0]["target"], made[0]["ahead"], {
                DAYS: GridForecast.loss_days, WEEKDAY: GridForecast.loss_weekday})
            insert_rows(visit.session, GridForecast, [
                row | {"shown": shown.get((row["area_code"], row["class_code"]), OURS)} for row in made])
    visit.session.execute(delete(GridForecast).where(GridForecast.target < today - timedelta(days=KEPT_DAYS)))
