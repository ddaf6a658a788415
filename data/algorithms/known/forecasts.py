"""Forecasts of today and tomorrow, by area, class and hour; what is over is scored."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Keep
from data.visit import Visit


def find(visit: Visit) -> Keep:
    """Score what is over, make what is missing."""
    from data.forecasts import making

    found = making.find(visit)
    return lambda writer: making.keep(writer, found)


ALGORITHM = Algorithm(name="forecasts", version="1", owner="dispatch_centre", every=timedelta(hours=1), find=find)
