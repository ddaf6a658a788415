"""Surges of cases against the weekly pattern, every five minutes."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Look once; the score is that of the last 90 days."""
    from data.warnings import scoring, surging

    looked = surging.look(visit)
    score = {"begun": float(looked.begun), "changed": float(looked.changed)}
    for one in scoring.scores(visit):
        if one.origin == surging.ORIGIN:
            score |= {"hits": float(one.hits), "false_alarms": float(one.false_alarms)}
            if one.per_area_month is not None:
                score["per_area_month"] = one.per_area_month
    return Outcome(rows=looked.rows, unknown=tuple(sorted(looked.unknown)), score=score)


ALGORITHM = Algorithm(name="surges", version="1", owner="duty", every=timedelta(minutes=5), run=run)
