"""When a source that failed is asked again: later each time, so that a dead one costs next to nothing."""

from dataclasses import dataclass

FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
PATIENCE = 3
"""Failures in a row that are borne before the first wait."""


@dataclass
class Breaker:
    """What is known of one source's failures. Seconds are those of a monotonic clock."""

    patience: int = PATIENCE
    failures: int = 0
    closed_until: float = 0.0

    def lets(self, now: float) -> bool:
        """May the source be asked now?"""
        return now >= self.closed_until

    def worked(self) -> None:
        """Take note of an answer that was right."""
        self.failures, self.closed_until = 0, 0.0

    def failed(self, now: float) -> None:
        """Take note of one that was not: from `patience` on the source rests, twice as long each time."""
        self.failures += 1
        if self.failures >= self.patience:
            wait = FIRST_WAIT * 2.0 ** min(self.failures - self.patience, 10)
            self.closed_until = now + min(wait, LONGEST_WAIT)
