"""Blind spots: grids where nobody reported anything, no sensor spoke and nobody stood, though something should be."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select

from data import clock
from data.areas.locate import build_index
from data.models.case import Case, Dispatch
from data.models.risk import BlindSpot
from data.models.unit import Unit
from data.risk import blindness, ranking, states
from data.risk.history import MOST_DAYS, Grids, History, between
from data.storage.bulk import insert_rows
from data.storage.prefix import begins_with
from data.visit import Visit

Numbers = NDArray[np.float64]

WINDOW_DAYS, LEAST_DAYS = 28, 14
LEAST_GRIDS = 20
"""Fewer teach nothing about what is usual."""
MOST_NAMED, MIX = 200, 3


def make(visit: Visit, grids: Grids, history: History) -> list[str]:
    """Replace the blind spots; return what could not be known.

    The window is four weeks, or half of a shorter history. Less than two weeks of it say nothing.
    """
    unknown = [*grids.unknown, *history.unknown]
    visit.session.execute(delete(BlindSpot))
    window = min(WINDOW_DAYS, len(history) // 2)
    if window < LEAST_DAYS or len(grids) < LEAST_GRIDS:
        unknown.append("too_short" if window < LEAST_DAYS else "too_few_grids")
        states.keep(visit, "blind", {}, unknown)
        return unknown
    if np.isnan(grids.people).any() and "no_people" not in unknown:
        unknown.append("people_of_some")
    counts, _ = ranking.capped(history.cases)
    now = counts[:, -window:].sum(axis=1, dtype=np.float64)
    expected = blindness.expect(_known(grids, counts, window, now), now)
    surplus = blindness.surplus(now, expected)
    chances = np.where(now == 0, blindness.chance_of_none(expected, surplus), 1.0)
    blind = blindness.named(chances, len(chances))
    silent = int(blind.sum())
    begin = clock.days_before(visit.now, window, visit.zone)
    blind &= ~np.isin(grids.codes, list(_visited(visit, grids, begin)))
    worst = np.flatnonzero(blind)[np.argsort(chances[blind])][:MOST_NAMED]
    _store(visit, grids, history, worst, told=(expected, chances), window=window)
    unknown.append("visits_partly")
    states.keep(visit, "blind", {"days": window, "surplus": round(surplus, 3), "grids": len(grids),
                                 "silent": silent, "named": len(worst)}, unknown)
    return unknown


def _known(grids: Grids, counts: NDArray[np.float32], window: int, now: Numbers) -> Numbers:
    """Return what the expectation is made from: people, size, what was before, what the neighbours have."""
    people = np.where(np.isnan(grids.people), np.nanmean(grids.people) if np.nansum(grids.people) else 0.0,
                      grids.people)
    before = counts[:, :-window].sum(axis=1, dtype=np.float64) / (counts.shape[1] - window) * window
    return np.column_stack([np.log1p(people), np.log(np.maximum(grids.km2, 1e-4)), np.log(before + 0.5),
                            np.log(grids.near @ now + 0.5)])


def _visited(visit: Visit, grids: Grids, begin: datetime) -> set[str]:
    """Return the grids where a crew arrived since, or a unit was last seen since."""
    arrived = visit.session.scalars(select(Dispatch.area_code).where(Dispatch.arrived_at >= begin).distinct())
    found = {code[: grids.width] for code in arrived}
    seen = visit.session.execute(select(Unit.lon, Unit.lat).where(Unit.position_at >= begin)).all()
    if seen and grids.near.nnz:
        index = build_index(visit.session, grids.level)
        lon, lat = np.array([(one.lon, one.lat) for one in seen]).T
        found |= {str(code) for code in index.locate_many(lon, lat) if code is not None}
    return found


def _store(visit: Visit, grids: Grids, history: History, which: NDArray[np.int64], *,
           told: tuple[Numbers, Numbers], window: int) -> None:
    expected, chances = told
    rows = []
    for grid in which.tolist():
        days = np.flatnonzero(history.cases[grid])
        rows.append({
            "area_code": grids.codes[grid], "made_at": visit.now, "days": window,
            "expected": round(float(expected[grid]), 2), "zero_chance": float(chances[grid]),
            "mix": _mix(visit, grids.codes[grid], float(expected[grid])),
            "last_day": history.days[days[-1]].isoformat() if len(days) else ""})
    insert_rows(visit.session, BlindSpot, rows)


def _mix(visit: Visit, code: str, expected: float) -> list[dict[str, object]]:
    """Return what kinds of cases would be expected, by what the grid's community had in half a year."""
    above = code[: visit.city.width_of(max(1, visit.city.level_of(code) - 1))]
    rows = visit.session.execute(
        select(Case.class_scheme, Case.major_code, func.count())
        .where(begins_with(Case.area_code, above),
               *between(visit, visit.now - timedelta(days=MOST_DAYS), visit.now))
        .group_by(Case.class_scheme, Case.major_code).order_by(func.count().desc(), Case.major_code)).all()
    whole = sum(count for *_, count in rows)
    return [{"scheme": scheme, "code": major, "expected": round(expected * count / whole, 2)}
            for scheme, major, count in rows[:MIX]]
