"""Hot topics in the texts of cases, every hour."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Look once."""
    from data.triage import topics

    looked = topics.look(visit)
    return Outcome(rows=looked.rows, unknown=looked.unknown,
                   score={"topics": float(looked.topics), "rising": float(looked.rising)})


ALGORITHM = Algorithm(name="topics", version="1", owner="dispatcher", every=timedelta(hours=1), run=run)
