"""The profile of each grid: its factors as they are now, as they were before, and the score they make.

A factor is a number of a place: cases, what is overdue, neighbours, residents and needs as counts, damaged objects.
Nothing in it is of a person. Needs and objects are known as they stand today only; the back-test takes them for
unchanged and says so.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, or_, select

from data import clock
from data.models.case import Case
from data.models.ledger import Element, PeopleCount
from data.models.risk import GridProfile
from data.risk import scoring, states
from data.risk.history import MOST_DAYS, Grids, History, between
from data.storage.bulk import insert_rows
from data.visit import Visit

Numbers = NDArray[np.float64]

HALF_LIFE_DAYS, LONG_HALF_LIFE_DAYS = 28.0, 90.0
LEAST_DAYS = 7
LEARNS_FROM = 2 * scoring.AHEAD_DAYS
"""Observed days before a cut-off and after the first, below which weights are not learned."""
FACTORS = ("recent", "harm", "beside", "overdue", "people", "needs", "damaged")
SOUND = ("sound", "open")


def make(visit: Visit, grids: Grids, history: History) -> tuple[scoring.Backtest | None, list[str]]:
    """Replace the profiles of all grids; return the back-test and what could not be known.

    Without a week of history there are none.
    """
    unknown = [*grids.unknown, *history.unknown]
    visit.session.execute(delete(GridProfile))
    if len(history) < LEAST_DAYS or not len(grids):
        states.keep(visit, "profiles", {}, [*unknown, "too_short"])
        return None, [*unknown, "too_short"]
    fixed, lacking = _standing(visit, grids)
    unknown += lacking
    now = _factors(visit, grids, history, fixed, len(history))
    names = list(now)
    weights, tested = _learned(visit, grids, history, fixed, names)
    if weights is None:
        unknown.append("weights_equal")
        weights = np.full(len(names), 1 / len(names))
    if tested is not None and {"needs", "damaged"} & set(names):
        unknown.append("needs_of_today")
    _store(visit, grids, now, weights)
    states.keep(visit, "profiles", {
        "weights": dict(zip(names, weights.round(4).tolist(), strict=True)), "days": len(history),
        "backtest": None if tested is None else asdict(tested)}, unknown)
    return tested, unknown


def _store(visit: Visit, grids: Grids, values: dict[str, Numbers], weights: Numbers) -> None:
    placed = np.column_stack([scoring.places(one) for one in values.values()])
    risk = scoring.scores(placed, weights)
    rank = np.empty(len(risk), dtype=int)
    rank[np.argsort(-risk, kind="stable")] = np.arange(1, len(risk) + 1)
    rows = []
    for grid, code in enumerate(grids.codes):
        factors = [{"key": key, "value": _told(values[key][grid]), "place": round(float(placed[grid, column]), 3),
                    "weight": round(float(weights[column]), 4),
                    "points": round(100 * float(placed[grid, column] * weights[column]), 1)}
                   for column, key in enumerate(values)]
        rows.append({"area_code": code, "made_at": visit.now, "risk": round(float(risk[grid]), 1),
                     "rank": int(rank[grid]), "factors": factors})
    insert_rows(visit.session, GridProfile, rows)


def _told(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 2)


def _learned(visit: Visit, grids: Grids, history: History, fixed: dict[str, Numbers],
             names: list[str]) -> tuple[Numbers | None, scoring.Backtest | None]:
    """Return the weights learned from the latest four weeks, and how weights learned before foresaw these."""
    last = len(history)
    cut = last - scoring.AHEAD_DAYS
    if cut < scoring.AHEAD_DAYS:
        return None, None
    harm = history.harm[:, cut:].sum(axis=1, dtype=np.float64)
    before = _factors(visit, grids, history, fixed, cut)
    known = np.column_stack([scoring.places(before[name]) for name in names])
    weights = scoring.learn(known, harm)
    earlier = cut - scoring.AHEAD_DAYS
    if weights is None or earlier < scoring.AHEAD_DAYS:
        return weights, None
    first = _factors(visit, grids, history, fixed, earlier)
    older = scoring.learn(np.column_stack([scoring.places(first[name]) for name in names]),
                          history.harm[:, earlier:cut].sum(axis=1, dtype=np.float64))
    if older is None:
        return weights, None
    recent = history.cases[:, earlier:cut].sum(axis=1, dtype=np.float64)
    people = None if np.isnan(grids.people).all() else scoring.caught(np.nan_to_num(grids.people), harm)
    return weights, scoring.Backtest(score=scoring.caught(known @ older, harm), recent=scoring.caught(recent, harm),
                                     people=people, chance=max(1, round(len(grids) * scoring.TOP)) / len(grids))


def _factors(visit: Visit, grids: Grids, history: History, fixed: dict[str, Numbers], day: int) -> dict[str, Numbers]:
    """Return the factors as they were known before an observed day (the number of its column)."""
    cut = min(day, len(history))
    ago = np.arange(cut, 0, -1) - 1
    recent = history.cases[:, :cut] @ np.exp2(-ago / HALF_LIFE_DAYS)
    at = visit.now if day >= len(history) else clock.start_of_day(
        datetime.combine(history.days[day], datetime.min.time(), visit.zone), visit.zone)
    found = {"recent": recent, "harm": history.harm[:, :cut] @ np.exp2(-ago / LONG_HALF_LIFE_DAYS),
             "overdue": _overdue(visit, grids, at)}
    if grids.near.nnz:
        found["beside"] = grids.near @ recent
    return {name: np.asarray(one, dtype=np.float64) for name in FACTORS
            if (one := (found | fixed).get(name)) is not None}


def _overdue(visit: Visit, grids: Grids, at: datetime) -> Numbers:
    """Return how many cases of each grid, of the last half year, were past their deadline and not handled then."""
    done = func.coalesce(Case.handled_at, Case.closed_at)
    rows = visit.session.execute(
        select(Case.area_code, func.count())
        .where(*between(visit, at - timedelta(days=MOST_DAYS), at), Case.due_at < at,
               or_(done > at, Case.is_open.is_(True)))
        .group_by(Case.area_code))
    return _by_grid(grids, ((code, count) for code, count in rows))


def _standing(visit: Visit, grids: Grids) -> tuple[dict[str, Numbers], list[str]]:
    """Return the factors that are known as of today only, and which of them nobody has counted."""
    needs = visit.session.execute(select(PeopleCount.area_code, func.sum(PeopleCount.count))
                                  .group_by(PeopleCount.area_code)).all()
    damaged = visit.session.execute(select(Element.area_code, func.count()).where(
        Element.kind == "object", Element.state.not_in(SOUND)).group_by(Element.area_code)).all()
    has_objects = visit.session.execute(select(Element.code).where(Element.kind == "object").limit(1)).first()
    found: dict[str, Numbers] = {}
    if np.nansum(grids.people):
        found["people"] = grids.people
    if needs:
        found["needs"] = _by_grid(grids, needs)
    if has_objects is not None:
        found["damaged"] = _by_grid(grids, damaged)
    return found, [f"no_{name}" for name in ("needs", "damaged") if name not in found]


def _by_grid(grids: Grids, rows: Iterable[Any]) -> Numbers:
    place = {code: number for number, code in enumerate(grids.codes)}
    found = np.zeros(len(grids))
    for code, value in rows:
        grid = place.get(code[: grids.width])
        if grid is not None:
            found[grid] += value
    return found
