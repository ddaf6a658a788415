"""The model that sorts texts, learned anew from confirmed cases when enough came in; looked every hour."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Keep, Outcome
from data.visit import Visit


def find(visit: Visit) -> Keep:
    """Look once; learning takes up to a minute or two."""
    from data.triage import confirming, retraining

    answered, looked = confirming.answers(visit), retraining.look(visit)

    def keep(writer: Visit) -> Outcome:
        confirming.keep(writer, answered)
        return retraining.keep(writer, looked)

    return keep


ALGORITHM = Algorithm(name="triage_models", version="1", owner="dispatcher", every=timedelta(hours=1), find=find)
