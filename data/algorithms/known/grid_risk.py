"""The risk score of every grid with its factors, and how well it foresaw harm."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Make the profiles of all grids anew."""
    from data.risk import history, profiles

    grids = history.grids(visit)
    past = history.read(visit, grids)
    backtest, unknown = profiles.make(visit, grids, past)
    return Outcome(rows=past.rows, score={} if backtest is None else {
        "caught": backtest.score, "caught_by_recent": backtest.recent}, unknown=tuple(unknown))


ALGORITHM = Algorithm(name="grid_risk", version="1", owner="dispatch_centre", every=timedelta(days=1), run=run)
