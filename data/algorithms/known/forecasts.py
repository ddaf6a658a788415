"""Forecasts of today and tomorrow, by area, class and hour; what is over is scored."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Score what is over, make what is missing."""
    from data.forecasts import making

    return making.run(visit)


ALGORITHM = Algorithm(name="forecasts", version="1", owner="dispatch_centre", every=timedelta(hours=1), run=run)
