"""Hot topics in the texts of cases, every hour."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Keep, Outcome
from data.visit import Visit


def find(visit: Visit) -> Keep:
    """Look once."""
    from data.triage import topics

    looked = topics.look(visit)

    def keep(writer: Visit) -> Outcome:
        topics.keep(writer, looked)
        return Outcome(rows=looked.rows, unknown=looked.unknown,
                       score={"topics": float(len(looked.topics)), "rising": float(looked.rising())})

    return keep


ALGORITHM = Algorithm(name="topics", version="1", owner="dispatcher", every=timedelta(hours=1), find=find)
