"""How it is said why a sending failed."""

from dashboard.speech import Words


def why(t: Words, reason: str) -> str:
    """Return why a try failed; what the other side said as it said it."""
    known = t.table("sending_faults")
    return str(known.get(reason) or t.table("errors").get(reason) or reason)
