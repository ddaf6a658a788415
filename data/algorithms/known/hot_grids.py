"""Hot spots of the last four weeks by Getis-Ord Gi*."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Find the hot grids anew."""
    from data.risk import history, hotspots

    grids = history.grids(visit)
    past = history.read(visit, grids, back=hotspots.DAYS)
    return Outcome(rows=past.rows, unknown=tuple(hotspots.make(visit, grids, past)))


ALGORITHM = Algorithm(name="hot_grids", version="1", owner="dispatch_centre", every=timedelta(hours=1), run=run)
