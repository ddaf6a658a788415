"""What an address names by its number: the row, where it is there and may be seen."""

from collections.abc import Callable
from typing import TypeVar

from data.errors import CityError
from data.visit import Visit

Chosen = TypeVar("Chosen")
MOST_DIGITS = 9


def chosen_by(visit: Visit, text: str, find: Callable[[Visit, int], Chosen]) -> Chosen | None:
    """Return what `find` finds under the number; None for no number and for what is not the visitor's any more."""
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        return None
    try:
        return find(visit, int(text))
    except CityError:
        return None
