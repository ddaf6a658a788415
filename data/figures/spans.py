"""Lengths of time between two moments of a case.

Natural time: nights, weekends and holidays count. What working time allows stands in the deadlines.
"""

SPANS: dict[str, tuple[str, str]] = {
    "response": ("received_at", "first_response_at"),
    "dispatch": ("received_at", "dispatched_at"),
    "handling": ("dispatched_at", "handled_at"),
    "closing": ("received_at", "closed_at"),
}
"""Name -> from which moment of a case to which; a case that lacks one has no such length."""
