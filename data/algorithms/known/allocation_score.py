"""How good dispatch proposals were: promised against actual minutes."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Score the accepted proposals of the last week."""
    from data.allocation.scoring import score

    return score(visit)


ALGORITHM = Algorithm(name="allocation_score", version="1", owner="dispatcher", every=timedelta(hours=1), run=run)
