"""Which model is to be shown: our own, or a simpler one that lost less over the weeks that were known by then."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from data.models.forecast import Forecast, GridForecast
from data.visit import Visit

JUDGED_DAYS, FEWEST_JUDGED = 28, 14


def shown_models(visit: Visit, of: type[Forecast] | type[GridForecast], target: date, ahead: int,
                 losses: Mapping[str, InstrumentedAttribute[float | None]]) -> dict[tuple[str, str], str]:
    """Return {(area, class): model} where a simpler model did better over the four weeks known when it was made.

    `losses` are the columns of the simpler models by name; our own stands in `loss`.
    """
    until = target - timedelta(days=ahead - 1)
    rows = visit.session.execute(
        select(of.area_code, of.class_code, func.count(), func.sum(of.loss), *map(func.sum, losses.values()))
        .where(of.ahead == ahead, of.target < until, of.scored_at.is_not(None),
               of.target >= until - timedelta(days=JUDGED_DAYS))
        .group_by(of.area_code, of.class_code))
    found = {}
    for area, major, n, ours, *simple in rows:
        best, model = min((loss or 0.0, name) for loss, name in zip(simple, losses, strict=True))
        if n >= FEWEST_JUDGED and best < (ours or 0.0):
            found[area, major] = model
    return found
