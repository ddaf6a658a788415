"""Reading forecasts as they were made: of one area, by day, with the model that is to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from data.forecasts.making import OURS, OWN
from data.forecasts.spreading import OURS as SHARES
from data.models.forecast import Forecast, GridForecast
from data.storage.prefix import begins_with
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is to be shown of one forecast. `low` and `high` bound 80 of 100 truths."""

    target: date
    made_at: datetime
    model: str
    low: float
    middle: float
    high: float
    truth: int | None
    is_within: bool | None
    """Did the truth lie in the interval that is shown?"""
    is_replayed: bool
    hours: dict[str, list[float]] | None
    """{"mean", "low", "high"} by hour, where the model shown has hours."""
    simple: dict[str, float] = field(default_factory=dict)
    """The middle of each simpler model, by its name."""


def expected_of(visit: Visit, area: str, first: date, last: date, *, major: str = "",
                ahead: int = 1) -> list[Expected]:
    """Return the forecasts of an area for city days `first` to `last`, of all classes or one major class, by day.

    A day that was forecast one day ahead alone (tomorrow) is returned with that; [] where nothing is known. As of the
    visit's moment: what was made after it is not there, and a truth told after it is None.
    """
    rows = visit.session.scalars(
        select(Forecast).where(Forecast.area_code == area, Forecast.class_code == major, Forecast.target >= first,
                               Forecast.target <= last, Forecast.ahead >= ahead, Forecast.made_at <= visit.now)
        .order_by(Forecast.target, Forecast.ahead))
    found: dict[date, Forecast] = {}
    for row in rows:
        found.setdefault(row.target, row)
    return [_shown(row, visit.now) for row in found.values()]


def _shown(row: Forecast, at: datetime) -> Expected:
    truth = None if row.scored_at is not None and row.scored_at > at else row.truth
    low, middle, high = row.quantiles.get(OWN.get(row.shown, ""), row.quantiles[row.shown])
    return Expected(target=row.target, made_at=row.made_at, model=row.shown, low=low, middle=middle, high=high,
                    truth=truth, is_within=None if truth is None else low <= truth <= high,
                    is_replayed=row.is_replayed, hours=row.hours if row.shown == OURS else None,
                    simple={model: row.quantiles[model][1] for model in OWN if model in row.quantiles})


def hours_of(visit: Visit, prefix: str, target: date) -> dict[str, list[float] | None]:
    """Return what is foretold for each hour of a city day for the smallest areas that have a forecast in an area.

    None where an area's forecast stepped back: simpler models know no hours. {} where nothing was foretold yet.
    """
    rows = list(visit.session.scalars(
        select(Forecast).where(begins_with(Forecast.area_code, prefix), Forecast.class_code == "",
                               Forecast.target == target, Forecast.made_at <= visit.now)
        .order_by(Forecast.level.desc(), Forecast.ahead)))
    found: dict[str, list[float] | None] = {}
    for row in rows:
        if row.level == rows[0].level:
            found.setdefault(row.area_code, row.hours["mean"] if row.hours and row.shown == OURS else None)
    return found


def shares_of(visit: Visit, prefix: str, target: date) -> dict[str, dict[str, float]]:
    """Return {area: {grid: share}} of a city day, as made last; without areas whose shares stepped back."""
    rows = visit.session.execute(
        select(GridForecast.area_code, GridForecast.shown, GridForecast.grids, GridForecast.means)
        .where(begins_with(GridForecast.area_code, prefix), GridForecast.class_code == "",
               GridForecast.target == target, GridForecast.made_at <= visit.now)
        .order_by(GridForecast.ahead.desc()))
    newest = {area: (shown, grids, means) for area, shown, grids, means in rows}
    return {area: {area + grid: share for grid, share in zip(grids, means[SHARES], strict=True)}
            for area, (shown, grids, means) in newest.items() if shown == SHARES}


@dataclass(frozen=True, kw_only=True)
class SwitchedOff:
    """A forecast whose simpler model is shown, and since which city day without a break."""

    area: str
    major: str
    model: str
    since: date


def switched_off(visit: Visit, area: str, on: date) -> list[SwitchedOff]:
    """Return which forecasts of an area's own, made as the day began, show a simpler model; all classes first."""
    rows: Sequence[Forecast] = visit.session.scalars(
        select(Forecast).where(Forecast.area_code == area, Forecast.target == on, Forecast.ahead == 1,
                               Forecast.shown != OURS).order_by(Forecast.class_code)).all()
    found = []
    for row in rows:
        last_on = visit.session.execute(
            select(func.max(Forecast.target)).where(
                Forecast.area_code == area, Forecast.class_code == row.class_code, Forecast.ahead == 1,
                Forecast.target < on, Forecast.shown == OURS)).scalar_one()
        first = visit.session.execute(
            select(func.min(Forecast.target)).where(
                Forecast.area_code == area, Forecast.class_code == row.class_code, Forecast.ahead == 1,
                *([Forecast.target > last_on] if last_on else []))).scalar_one()
        found.append(SwitchedOff(area=area, major=row.class_code, model=row.shown, since=first or on))
    return found
