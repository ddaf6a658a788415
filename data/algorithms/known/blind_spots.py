"""Grids where nothing was reported, sensed or visited though something was to be expected."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Find the blind spots anew."""
    from data.risk import blind, history

    grids = history.grids(visit)
    past = history.read(visit, grids)
    return Outcome(rows=past.rows, unknown=tuple(blind.make(visit, grids, past)))


ALGORITHM = Algorithm(name="blind_spots", version="1", owner="dispatch_centre", every=timedelta(days=1), run=run)
