"""Reading forecasts as they were made: of one area, by day, with the model that is to be shown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from data.forecasts.making import OURS, OWN
from data.forecasts.spreading import DAYS, WEEKDAY
from data.forecasts.spreading import OURS as SHARES
from data.models.forecast import Forecast, GridForecast
from data.storage.database import lifted
from data.storage.prefix import begins_with
from data.visit import Visit

SIMPLE_OF_GRIDS = (WEEKDAY, DAYS)
COLUMNS_OF_GRIDS = (GridForecast.target, GridForecast.made_at, GridForecast.shown, GridForecast.grids,
                    GridForecast.mean, GridForecast.means, GridForecast.quantiles, GridForecast.truth,
                    GridForecast.is_replayed, GridForecast.scored_at)


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
    mean: float | None = None
    """Of a grid, whose middle mostly is 0, what is expected on the average; None of larger areas."""


def expected_of(visit: Visit, area: str, first: date, last: date, *, major: str = "",
                ahead: int = 1) -> list[Expected]:
    """Return the forecasts of an area for city days `first` to `last`, of all classes or one major class, by day.

    A day that was forecast a day earlier alone (tomorrow) is returned with that; [] where nothing is known. As of the
    visit's moment: what was made after it is not there, and a truth told after it is None.
    """
    if is_grid(visit, area):
        return _of_grid(visit, area, (first, last), major, ahead)
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


def _of_grid(visit: Visit, grid: str, days: tuple[date, date], major: str, ahead: int) -> list[Expected]:
    """Return the same of a grid. It stands in its area's row, which who sees the grid alone may not see."""
    visit.scope.require_area(grid)
    area = above(visit, grid)
    with lifted(visit.session):
        rows = visit.session.execute(
            select(*COLUMNS_OF_GRIDS).where(
                GridForecast.area_code == area, GridForecast.class_code == major, GridForecast.ahead >= ahead,
                GridForecast.target >= days[0], GridForecast.target <= days[1],
                GridForecast.made_at <= visit.now)
            .order_by(GridForecast.target, GridForecast.ahead.desc())).all()
    newest = {row.target: row for row in rows if grid[len(area):] in row.grids}
    return [_shown_of(row, row.grids.index(grid[len(area):]), visit.now) for row in newest.values()]


def _shown_of(row: Any, at: int, now: datetime) -> Expected:
    low, middle, high = (of[at] for of in row.quantiles[row.shown])
    truth = None if row.truth is None or (row.scored_at is not None and row.scored_at > now) else row.truth[at]
    return Expected(target=row.target, made_at=row.made_at, model=row.shown, low=low, middle=middle, high=high,
                    truth=truth, is_within=None if truth is None else low <= truth <= high,
                    is_replayed=row.is_replayed, hours=None,
                    mean=row.means[row.shown][at] * (row.mean if row.shown == SHARES else 1),
                    simple={model: row.quantiles[model][1][at] for model in SIMPLE_OF_GRIDS})


def is_grid(visit: Visit, area: str) -> bool:
    """Is it an area of the finest level, whose forecast stands in the row of the area above?"""
    leaf = visit.city.leaf_level()
    return leaf > 1 and len(area) >= visit.city.width_of(leaf)


def is_above_grids(visit: Visit, area: str) -> bool:
    """Is it an area of the level right above the finest?"""
    return len(area) == visit.city.width_of(max(1, visit.city.leaf_level() - 1))


def majors_of(visit: Visit, area: str, first: date, last: date) -> list[str]:
    """Return of which major classes an area has forecasts for city days `first` to `last`; "" of all, the first.

    A grid has those of its area's: of classes that this expects daily.
    """
    visit.scope.require_area(area)
    of = GridForecast if is_grid(visit, area) else Forecast
    with lifted(visit.session):
        return sorted(visit.session.scalars(select(of.class_code).where(
            of.area_code == above(visit, area), of.target >= first, of.target <= last).distinct()))


def above(visit: Visit, area: str) -> str:
    """Return the area whose rows hold the forecasts of a grid's, or of the grids in an area: itself unless a grid."""
    return area[:visit.city.width_of(max(1, visit.city.leaf_level() - 1))]


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
    of_grids: bool
    """Of the grids of the area, not of the area itself."""


def switched_off(visit: Visit, area: str, on: date) -> list[SwitchedOff]:
    """Return which forecasts of an area's own, made as the day began, show a simpler model; all classes first.

    Those of the grids right below it stand behind its own, and are what a grid's are.
    """
    own = _off(visit, Forecast, area, on, OURS)
    return [*own, *_off(visit, GridForecast, above(visit, area), on, SHARES)]


def _off(visit: Visit, of: type[Forecast] | type[GridForecast], area: str, on: date, ours: str) -> list[SwitchedOff]:
    rows = visit.session.execute(
        select(of.class_code, of.shown).where(of.area_code == area, of.target == on, of.ahead == 1, of.shown != ours)
        .order_by(of.class_code)).all()
    found = []
    for major, model in rows:
        same = (of.area_code == area, of.class_code == major, of.ahead == 1)
        last_on = visit.session.execute(
            select(func.max(of.target)).where(*same, of.target < on, of.shown == ours)).scalar_one()
        first = visit.session.execute(
            select(func.min(of.target)).where(*same, *([of.target > last_on] if last_on else []))).scalar_one()
        found.append(SwitchedOff(area=area, major=major, model=model, since=first or on, of_grids=of is GridForecast))
    return found
