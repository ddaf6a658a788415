"""Whether cases draw others of the same class near by and soon after: Knox."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Count the pairs anew."""
    from data.risk import clusters

    rows, unknown = clusters.near_repeats(visit)
    return Outcome(rows=rows, unknown=tuple(unknown))


ALGORITHM = Algorithm(name="near_repeats", version="1", owner="dispatch_centre", every=timedelta(days=1), run=run)
