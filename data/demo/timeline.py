"""How long the demo city's cases take: accepted, sent, begun, handled, closed; some too late, a few declined."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.demo.draws import SECOND

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]

MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
NEVER = np.int64(2**62)
ACCEPT_MINUTES = np.array([0.0, 0.8, 2.5, 6.0, 8.0])
"""Median time to the first response, by priority (index 0 unused)."""
LATE_SHARE = (0.045, 0.10)
"""Of the most and the least punctual district."""
DECLINED = 0.02
CHECKED = 0.15
"""Share of the whole time that passes between handled and closed."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """Moments in microseconds since 1970; NEVER where a declined case has none."""

    received: Numbers
    accepted: Numbers
    sent: Numbers
    begun: Numbers
    handled: Numbers
    closed: Numbers
    due: Numbers
    declined: NDArray[np.bool_]


def run_course(received: Numbers, priority: Numbers, limit_hours: Floats, late_share: Floats,
               rng: np.random.Generator) -> Times:
    """Return the course of each case as if nothing interrupted it; what lies after now has not happened yet."""
    count = len(received)
    limit = (limit_hours * HOUR).astype(np.int64)
    due = received + limit
    late = rng.random(count) < late_share
    in_time = limit * (0.05 + 0.9 * rng.beta(1.6, 2.6, count))
    overrun = rng.exponential(1.0, count) * np.minimum(limit * 1.2, 26.0 * HOUR) + HOUR
    total = np.where(late, limit + overrun, in_time)
    minutes = ACCEPT_MINUTES[priority] * np.exp(rng.normal(0.0, 0.8, count))
    first = np.minimum(minutes * MINUTE, 0.25 * total)
    after_handling = np.where(late, overrun, total) * CHECKED
    handled = total - after_handling
    work = np.minimum(35 * MINUTE * np.exp(rng.normal(0.0, 0.5, count)), 0.45 * (handled - first))
    travel = np.minimum(11 * MINUTE * np.exp(rng.normal(0.0, 0.4, count)), 0.35 * (handled - first))
    declined = (rng.random(count) < DECLINED) & (priority >= 3)
    parts = (first, handled - work - travel, handled - work, handled, total)
    accepted, sent, begun, done, closed = (received + part.astype(np.int64) for part in parts)
    return Times(received=received, accepted=accepted, sent=np.where(declined, NEVER, sent),
                 begun=np.where(declined, NEVER, begun), handled=np.where(declined, NEVER, done),
                 closed=np.where(declined, accepted, closed), due=due, declined=declined)


def punctuality(districts: int, rng: np.random.Generator) -> Floats:
    """Return each district's share of late cases."""
    return rng.permutation(np.linspace(*LATE_SHARE, districts))
