"""What the desk's people work by: how long something sent may be called back, when unassigned work is old."""

from data.profiles import store
from data.visit import Visit

DEFAULTS = {"withdraw_seconds": 30, "ageing_p1": 60, "ageing_p2": 300, "ageing_p3": 900, "ageing_p4": 1800,
            "most_at_once": 200}
"""Where a city has no profile of kind "desk": seconds, and how many cases one press may move."""


def rules(visit: Visit) -> dict[str, int]:
    """Return every number in force, those the city decided and the program's own for the rest."""
    profile = store.in_force(visit, "desk")
    return {**DEFAULTS, **(profile.body if profile else {})}
