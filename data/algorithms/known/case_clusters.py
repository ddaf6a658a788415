"""Clusters in space and time by the permutation scan statistic."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Keep, Outcome
from data.visit import Visit


def find(visit: Visit) -> Keep:
    """Look for clusters that reach to today."""
    from data.risk import clusters

    found = clusters.find(visit)

    def keep(writer: Visit) -> Outcome:
        clusters.keep(writer, found)
        return Outcome(rows=found.cases, unknown=tuple(found.unknown))

    return keep


ALGORITHM = Algorithm(name="case_clusters", version="1", owner="dispatch_centre", every=timedelta(hours=1), find=find)
