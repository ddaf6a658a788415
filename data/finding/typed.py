"""What somebody typed, as it is looked for: one width of signs, single blanks, every word to be found."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, or_

from data.finding.spelling import spells

Thing = TypeVar("Thing")

LONGEST = 64
"""Characters of a question; what stands behind them is not looked at."""
NUMBER = re.compile(r"(?=.*\d)[0-9A-Za-z-]{2,24}")


def tidy(text: str, longest: int = LONGEST) -> str:
    """Return the text with full-width signs as plain ones, unseen signs as blanks and blanks alone; never raises."""
    plain = unicodedata.normalize("NFKC", text[:longest])
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())


def is_number(text: str) -> bool:
    """Could this be a case's number, or the end of one?"""
    return text.isascii() and NUMBER.fullmatch(text) is not None


def mentions(names: Sequence[str], text: str) -> bool:
    """Is the text a part of one of the names, whatever its capitals?"""
    return any(text.lower() in name.lower() for name in names)


def named_so(things: Iterable[Thing], names: Callable[[Thing], Sequence[str]], text: str) -> list[Thing]:
    """Return the things with a name that the text is a part of; where there are none, those that it spells."""
    listed = list(things)
    return [one for one in listed if mentions(names(one), text)] or [
        one for one in listed if any(spells(name, text) for name in names(one))]


def holds(columns: Sequence[Any], text: str) -> ColumnElement[bool]:
    """Return the condition that every word of the text stands in one of the columns, whatever its capitals."""
    return and_(True, *(or_(*(column.icontains(word, autoescape=True) for column in columns))
                        for word in text.split()))


def closeness(columns: Sequence[Any], text: str) -> ColumnElement[int]:
    """Return what to order by: 0 where a column is the text itself, 1 where one begins with it, else 2."""
    return case((or_(*(column == text for column in columns)), 0),
                (or_(*(column.istartswith(text, autoescape=True) for column in columns)), 1), else_=2)
