"""Which grids the next patrol should look at, and how good earlier such rankings were."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Score the days that are over, rank the day that runs."""
    from data.risk import history, patrol

    grids = history.grids(visit)
    past = history.read(visit, grids)
    found, unknown = patrol.make(visit, grids, past)
    measured = {"share": found.learned, "plain_share": found.plain, "excess_ratio": found.ratio}
    return Outcome(rows=past.rows, score={name: value for name, value in measured.items() if value is not None},
                   unknown=tuple(unknown))


ALGORITHM = Algorithm(name="patrol_ranking", version="1", owner="dispatch_centre", every=timedelta(hours=6), run=run)
