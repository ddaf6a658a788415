"""What would have been expected of each of the last days, from the days before it alone, and what came."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.forecasts import profile, simple
from data.forecasts.history import History
from data.forecasts.profile import Floats

REPLAYED_DAYS = 28


@dataclass(frozen=True, eq=False)
class Past:
    """What was, and would have been, expected of the last days, of one distance ahead."""

    history: History
    ahead: int
    expected: Floats
    """(nodes, columns): the last column is the day that is still to come."""
    able: NDArray[np.bool_]
    truth: Floats
    """(nodes, columns - 1)"""
    by_weather: frozenset[int] = frozenset()
    """Columns whose expectation is changed by what was said of their weather."""

    @classmethod
    def of(cls, history: History, ahead: int, back: int = profile.ERRORS_DAYS + REPLAYED_DAYS) -> "Past":
        """Return it for as many days as there are, up to `back`."""
        back = min(history.days - 1, back)
        expected, able = profile.past_expectations(history, ahead, back)
        return cls(history, ahead, expected, able, history.daily[:, history.days - back:].astype(float))

    def columns(self) -> range:
        """Return the columns whose day could be forecast; the last is still to come."""
        able = np.flatnonzero(self.able)
        return range(int(able[0]) if len(able) else len(self.able), len(self.able))

    def day_of(self, column: int) -> int:
        """Return which day of the history (or after it) a column is."""
        last = self.expected.shape[1] - 1
        return self.history.days - last + column if column < last else self.history.days + self.ahead - 1

    def known(self, column: int) -> slice:
        """Return the columns whose truth was known when the column was forecast, as far as errors are looked at."""
        end = column - self.ahead + 1 if column < self.expected.shape[1] - 1 else column
        begin = int(np.flatnonzero(self.able)[0])
        return slice(max(begin, end - profile.ERRORS_DAYS), max(begin, end))

    @cached_property
    def by_weekday(self) -> Floats:
        """What the mean of the same weekday would have been expected to bring, as `expected`."""
        return self._simply(lambda daily: simple.weekday_mean(daily, self.ahead))

    @cached_property
    def by_yesterday(self) -> Floats:
        """What the last day that was over would have been expected to bring once more, as `expected`."""
        return self._simply(lambda daily: daily[:, -1])

    def _simply(self, mean_of: Callable[[Floats], Floats]) -> Floats:
        found = np.zeros_like(self.expected)
        for column in self.columns():
            found[:, column] = mean_of(self.before(column))
        return found

    def before(self, column: int) -> Floats:
        """Return (nodes, days): the counts of all days that were over when the column was forecast."""
        return self.history.daily[:, :self.day_of(column) - self.ahead + 1].astype(float)
