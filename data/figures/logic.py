"""Columns of cases in memory that answer as SQL does: a comparison with what is not known is neither true nor false.

The operators are those that SQLAlchemy gives a column, so that one text of a condition serves both.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Truth:
    """For which cases a condition holds, and for which it does not; unknown where neither."""

    yes: Bools
    no: Bools

    def __and__(self, other: "Truth") -> "Truth":
        return Truth(self.yes & other.yes, self.no | other.no)

    def __or__(self, other: "Truth") -> "Truth":
        return Truth(self.yes | other.yes, self.no & other.no)

    def __invert__(self) -> "Truth":
        return Truth(self.no, self.yes)


def certain(yes: Bools) -> Truth:
    """Return a condition that is known of every case."""
    return Truth(yes, ~yes)


@dataclass(frozen=True, eq=False)
class Column:
    """One field of every case. `number_of` turns what it is compared with into what `values` hold."""

    values: NDArray[Any]
    known: Bools
    number_of: Callable[[Any], int] = int

    def _compare(self, how: Callable[[Any, Any], Bools], other: Any) -> Truth:
        if isinstance(other, Column):
            said, known = how(self.values, other.values), self.known & other.known
        else:
            said, known = how(self.values, self.number_of(other)), self.known
        return Truth(said & known, ~said & known)

    def __le__(self, other: Any) -> Truth:
        return self._compare(np.less_equal, other)

    def __lt__(self, other: Any) -> Truth:
        return self._compare(np.less, other)

    def __ge__(self, other: Any) -> Truth:
        return self._compare(np.greater_equal, other)

    def __gt__(self, other: Any) -> Truth:
        return self._compare(np.greater, other)

    def __eq__(self, other: Any) -> Truth:  # type: ignore[override]
        return self._compare(np.equal, other)

    def __ne__(self, other: Any) -> Truth:  # type: ignore[override]
        return self._compare(np.not_equal, other)

    def in_(self, listed: Iterable[Any]) -> Truth:
        """Is it one of these?"""
        said = np.zeros(len(self.values), dtype=bool)
        for one in listed:
            said |= self.values == self.number_of(one)
        return Truth(said & self.known, ~said & self.known)

    def not_in(self, listed: Iterable[Any]) -> Truth:
        """Is it none of these?"""
        return ~self.in_(listed)

    def is_(self, what: bool | None) -> Truth:
        """Is it True, False, or (None) unknown? Always known."""
        return certain(~self.known if what is None else self.known & (self.values == int(what)))

    def is_not(self, what: bool | None) -> Truth:
        """Is it anything else, unknown included?"""
        return ~self.is_(what)

    def or_else(self, other: "Column") -> "Column":
        """Return this field, and the other one of a case where this is unknown."""
        return Column(np.where(self.known, self.values, other.values), self.known | other.known, self.number_of)
