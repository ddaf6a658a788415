"""How each of the profiles stands: when it was made, from what, and what it could not know."""

from typing import Any

from data.models.risk import RiskState
from data.visit import Visit

NAMES = ("patrol", "profiles", "blind", "hot", "clusters", "near", "repeats")


def keep(visit: Visit, name: str, body: dict[str, Any], unknown: list[str]) -> None:
    """Note that one was made now."""
    visit.session.merge(RiskState(name=name, made_at=visit.now, body=body, unknown=list(dict.fromkeys(unknown))))
    visit.session.flush()


def of(visit: Visit, name: str) -> RiskState | None:
    """Return how one stands; None where it was never made."""
    return visit.session.get(RiskState, name)
