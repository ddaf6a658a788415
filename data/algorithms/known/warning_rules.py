"""Rules on indicators and sensors, every five minutes; and the scores of warnings whose time has come."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Look once, score what can be scored."""
    from data.warnings import looking, scoring

    looked = looking.look(visit)
    judged = scoring.judge(visit)
    return Outcome(rows=looked.rows, unknown=tuple(sorted(looked.unknown)),
                   score={"begun": looked.begun, "changed": looked.changed, "ended": looked.ended, "judged": judged})


ALGORITHM = Algorithm(name="warning_rules", version="1", owner="duty", every=timedelta(minutes=5), run=run)
