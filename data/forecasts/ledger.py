"""The ledger: what was foretold and what came of it, for forecasts and for all else that foretells."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Float, case, cast, func, select

from data.models.forecast import Forecast, GridForecast, LedgerScore
from data.storage.prefix import begins_with
from data.visit import Visit

KINDS = ("patrol",)
"""What else is scored: the share of a day's cases in the grids that patrols were sent to."""
LAST_DAYS = 28
NAMES = ("level", "is_classed", "ahead", "n", "n_replayed", "within", "hours_within", "loss", "loss_weekday",
         "loss_yesterday", "shown_simple")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How forecasts of one level, all classes or single ones, did over some days."""

    level: int
    is_classed: bool
    ahead: int
    n: int
    n_replayed: int
    within: float
    """Share of truths inside the interval."""
    hours_within: float | None
    loss: float
    loss_weekday: float
    loss_yesterday: float | None
    """None of grids, as the next of all else."""
    loss_days: float | None = None
    """Of the mean of four weeks."""
    shown_simple: int
    """Of n, how many showed a simpler model, because ours had been worse."""


def note(visit: Visit, *, kind: str, subject: str, target: date, score: float, reference: float | None,
         n: int) -> None:
    """Keep a score, in the place of one of the same kind, subject and day. Raises ValueError for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"the ledger knows no {kind}")
    visit.session.merge(LedgerScore(kind=kind, subject=subject, target=target, score=score, reference=reference, n=n,
                                    noted_at=visit.now))


def scores(visit: Visit, kind: str, *, since: date) -> list[LedgerScore]:
    """Return the scores of a kind from a city day on, newest first."""
    return list(visit.session.scalars(
        select(LedgerScore).where(LedgerScore.kind == kind, LedgerScore.target >= since)
        .order_by(LedgerScore.target.desc(), LedgerScore.subject)))


def standings(visit: Visit, prefix: str, before: date, days: int = LAST_DAYS) -> list[Standing]:
    """Return how the forecasts of an area and what lies in it did over the days before one, by level."""
    is_classed = case((Forecast.class_code == "", 0), else_=1)
    rows = visit.session.execute(
        select(Forecast.level, is_classed, Forecast.ahead, func.count(),
               func.sum(case((Forecast.is_replayed.is_(True), 1), else_=0)),
               func.avg(cast(case((Forecast.is_within.is_(True), 1), else_=0), Float)), func.avg(Forecast.hours_within),
               func.sum(Forecast.loss), func.sum(Forecast.loss_weekday), func.sum(Forecast.loss_yesterday),
               func.sum(case((Forecast.shown == "profile", 0), else_=1)))
        .where(begins_with(Forecast.area_code, prefix), Forecast.target < before,
               Forecast.target >= before - timedelta(days=days), Forecast.scored_at.is_not(None))
        .group_by(Forecast.level, is_classed, Forecast.ahead)
        .order_by(is_classed, Forecast.level, Forecast.ahead))
    own = [Standing(**(dict(zip(NAMES, row, strict=True)) | {"is_classed": bool(row[1])})) for row in rows]
    return [*own, *_of_grids(visit, prefix, before, days)]


def _of_grids(visit: Visit, prefix: str, before: date, days: int) -> list[Standing]:
    """Return the same of grids, each of them counted for itself; of one grid, how all of its area's did."""
    is_classed, n = case((GridForecast.class_code == "", 0), else_=1), GridForecast.n
    leaf = visit.city.leaf_level()
    of_area = prefix[:visit.city.width_of(max(1, leaf - 1))]
    rows = visit.session.execute(
        select(is_classed, GridForecast.ahead, func.sum(n),
               func.sum(case((GridForecast.is_replayed.is_(True), n), else_=0)), func.sum(GridForecast.within * n),
               func.sum(GridForecast.loss * n), func.sum(GridForecast.loss_weekday * n),
               func.sum(GridForecast.loss_days * n),
               func.sum(case((GridForecast.shown == "shares", 0), else_=n)))
        .where(begins_with(GridForecast.area_code, of_area), GridForecast.target < before,
               GridForecast.target >= before - timedelta(days=days), GridForecast.scored_at.is_not(None))
        .group_by(is_classed, GridForecast.ahead).order_by(is_classed, GridForecast.ahead))
    return [Standing(level=leaf, is_classed=bool(classed), ahead=ahead, n=count, n_replayed=replayed,
                     within=within / count, hours_within=None, loss=loss, loss_weekday=weekday, loss_yesterday=None,
                     loss_days=lately, shown_simple=simple)
            for classed, ahead, count, replayed, within, loss, weekday, lately, simple in rows]
