"""How often one caller may ask: token buckets in memory, one per caller and kind of request."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_CALLERS = 10_000
"""Beyond this the bucket unused for longest is forgotten, which only ever favours its owner."""


@dataclass(frozen=True)
class Rate:
    """`per_second` requests for ever, and up to `burst` at once."""

    per_second: float
    burst: float


RATES = {
    "page": Rate(10, 200),
    "data": Rate(100, 1_000),
    "write": Rate(50, 500),
    "events": Rate(500, 2_000),
    "signin": Rate(1, 60),
    "health": Rate(50, 500),
    "live": Rate(10, 300),
    "stranger": Rate(20, 400),
    "trail": Rate(0.2, 20),
}
"""Generous: they stop a program that runs wild, never a person or a screen. Static files have none."""


class Buckets:
    """Hands out permits; used from the event loop only."""

    def __init__(self, rates: dict[str, Rate] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates = RATES if rates is None else rates
        self._clock = clock
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def wait_seconds(self, kind: str, caller: str) -> float:
        """Take one permit and return 0, or the seconds until there is one. Kinds without a rate are free."""
        rate = self._rates.get(kind)
        if rate is None:
            return 0.0
        now = self._clock()
        level, at = self._levels.pop((kind, caller), (rate.burst, now))
        level = min(rate.burst, level + (now - at) * rate.per_second)
        allowed = level >= 1
        self._levels[kind, caller] = (level - 1 if allowed else level, now)
        if len(self._levels) > MOST_CALLERS:
            self._levels.popitem(last=False)
        return 0.0 if allowed else (1 - level) / rate.per_second
