"""From values to levels: raised after a threshold was reached for a while, left after a while well below it.

Between the two nothing changes, so that a value that swings about a threshold does not make a warning flicker. A value
that is not known changes nothing either; after a break in the looking, a while begins anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.warnings.levels import LEVELS
from data.warnings.rules import Rule

BREAK = timedelta(minutes=20)
"""Looks further apart than this say nothing of what was between them."""
NEVER: tuple[datetime | None, ...] = (None,) * len(LEVELS)


@dataclass(frozen=True, kw_only=True)
class Held:
    """Where a rule stands: its level (0 none, 1 blue to 4 red), since when what has been reached, when it was seen."""

    level: int = 0
    reached: tuple[datetime | None, ...] = NEVER
    below_since: datetime | None = None
    at: datetime | None = None


def step(held: Held, rule: Rule, value: float | None, now: datetime) -> Held:
    """Return where the rule stands after a look at a value; None where it could not be known."""
    if value is None:
        return held
    is_broken = held.at is None or now - held.at > BREAK
    reached = tuple(_since(rule.threshold(rank), value, None if is_broken else held.reached[rank - 1], now)
                    for rank in range(1, len(LEVELS) + 1))
    after = timedelta(minutes=rule.raise_after)
    raised = max((rank for rank, since in enumerate(reached, start=1) if since is not None and now - since >= after),
                 default=0)
    if raised >= held.level or rule.holds(value, held.level):
        return Held(level=max(raised, held.level), reached=reached, at=now)
    since = now if is_broken or held.below_since is None else held.below_since
    if now - since < timedelta(minutes=rule.clear_after):
        return Held(level=held.level, reached=reached, below_since=since, at=now)
    kept = max((rank for rank in range(1, held.level) if rule.holds(value, rank)), default=0)
    return Held(level=max(kept, raised), reached=reached, at=now)


def _since(threshold: float | None, value: float, before: datetime | None, now: datetime) -> datetime | None:
    if threshold is None or value < threshold:
        return None
    return before or now
