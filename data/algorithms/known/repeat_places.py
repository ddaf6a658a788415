"""Places where the same matter comes back again and again."""

from datetime import timedelta

from data.algorithms.algorithm import Algorithm, Outcome
from data.visit import Visit


def run(visit: Visit) -> Outcome:
    """Gather the places anew."""
    from data.risk import coming_back

    rows, unknown = coming_back.make(visit)
    return Outcome(rows=rows, unknown=tuple(unknown))


ALGORITHM = Algorithm(name="repeat_places", version="1", owner="dispatch_centre", every=timedelta(hours=1), run=run)
