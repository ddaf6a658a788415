"""How full a facility is, in five states; one that has said nothing for an hour counts as unknown."""

from datetime import datetime, timedelta

from data.told import AHEAD

KINDS = ("beds", "shelter", "parking", "toilet")
OLD_AFTER = timedelta(hours=1)
TIGHT_SHARE = 0.1
"""Free places in all places; at this share or less the rest will not last."""
FREE, TIGHT, FULL, STALE, CLOSED = "free", "tight", "full", "stale", "closed"
STATES = (FREE, TIGHT, FULL, STALE, CLOSED)


def state_of(total: int, free: int, as_of: datetime, now: datetime) -> str:
    """Return free, tight, full, stale (told more than an hour ago) or closed (it has no places at present).

    Only what was told last is kept: of a moment before that nothing is known, which is stale too.
    """
    if now - as_of > OLD_AFTER or as_of - now > AHEAD:
        return STALE
    if total == 0:
        return CLOSED
    if free == 0:
        return FULL
    return TIGHT if free <= total * TIGHT_SHARE else FREE
