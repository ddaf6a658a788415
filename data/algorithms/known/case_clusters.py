"""Clusters in space and time by the permutation scan statistic."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Look for clusters that reach to today."""
    from data.risk import clusters

    rows, unknown = clusters.make(visit)
    return Outcome(rows=rows, unknown=tuple(unknown))


ALGORITHM = Algorithm(name="case_clusters", version="1", owner="dispatch_centre", every=timedelta(hours=1), run=run)
