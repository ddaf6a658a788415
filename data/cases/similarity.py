"""How alike two texts are, for asking whether two reports tell of the same matter.

The likeness is the cosine of the two texts' sets of pieces (Ochiai): pairs of Han characters, words, numbers.
It says whether two people speak of the same thing, and not where: the same complaint about two places is nearly
the same text, so the place must be compared on the map, and only a different door number is held against it.
docs/decisions/2026-11-24-how-texts-are-classified.md has the figures.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources
from math import sqrt
from operator import add
from typing import NamedTuple

from data.cases.tokens import HAN, stem

SAME_MATTER = 0.15
"""From this likeness on, two reports about one place deserve a look: do they tell of one matter?"""
OTHER_DOOR = 0.5
"""What is left of the likeness of two texts that name different doors."""
COMPARED_CHARACTERS = 1_000
REMEMBERED = 1_024

_SIGNS = tomllib.loads(resources.files("data.cases").joinpath("numerals.toml").read_text(encoding="utf-8"))
NUMERAL = re.compile(rf"[{_SIGNS['numerals']}]+(?=[{_SIGNS['counters']}])")
DOOR = re.compile(rf"(?<![\d{_SIGNS['month']}])\d+(?=({_SIGNS['doors']}))")
BETWEEN = re.compile(rf"(?<=[{HAN}])[\W_]+(?=[{HAN}])")
PIECE = re.compile(rf"[{HAN}]+|[^\W\d_{HAN}]+|\d+")

Doors = dict[str, set[str]]


class Compared(NamedTuple):
    """How two texts compare: `likeness` as likeness() has it; `covered` is the share of the pieces of the text with
    fewer that the other has, too: a heading says the same as its long message; of texts without any piece, none."""

    likeness: float
    covered: float
    is_elsewhere: bool
    """Do they name different doors?"""


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1: symmetric, 1 for the same text.

    Punctuation, letter case, full and half width, and how small numbers are written make no difference.
    Texts without a letter or a number are alike only when they are the same. Of a long text the first
    1,000 characters are compared.
    """
    return compare(one, other).likeness


def compare(one: str, other: str, place: str = "") -> Compared:
    """Return how alike two texts are, how much of one stands in the other, and whether they name different doors.

    What stands in `place`, such as the address of both, is not compared: naming one place is no common matter.
    """
    if one == other:
        return Compared(1.0, 1.0 if _read(one)[0] else 0.0, is_elsewhere=False)
    (pieces, doors), (others, other_doors), (here, _) = _read(one), _read(other), _read(place)
    pieces, others = pieces - here or pieces, others - here or others
    if not pieces or not others:
        return Compared(0.0, 0.0, is_elsewhere=False)
    common, elsewhere = len(pieces & others), _is_elsewhere(doors, other_doors)
    kept = OTHER_DOOR if elsewhere else 1.0
    return Compared(kept * common / sqrt(len(pieces) * len(others)),
                    kept * common / min(len(pieces), len(others)), elsewhere)


@lru_cache(maxsize=REMEMBERED)
def _read(text: str) -> tuple[frozenset[str], Doors]:
    """Return the text's pieces, and the numbers it names doors by, per kind of door."""
    folded = unicodedata.normalize("NFKC", text[:COMPARED_CHARACTERS]).casefold()
    plain = BETWEEN.sub("", NUMERAL.sub(_number, folded))
    pieces: set[str] = set()
    for run in PIECE.findall(plain):
        if run[0].isascii():
            pieces.add(stem(run))
        elif len(run) < 3:
            pieces.add(run)
        else:
            pieces.update(map(add, run, run[1:]))
    doors: Doors = {}
    for found in DOOR.finditer(plain):
        doors.setdefault(found[1], set()).add(found[0])
    return frozenset(pieces), doors


def _is_elsewhere(doors: Doors, others: Doors) -> bool:
    """Do both name doors of one kind, and none that is the same?"""
    return any(kind in others and numbers.isdisjoint(others[kind]) for kind, numbers in doors.items())


def _number(written: re.Match[str]) -> str:
    """Return a Chinese numeral in digits."""
    total = last = 0
    for sign in written[0]:
        value = int(_SIGNS["values"].get(sign) or unicodedata.numeric(sign))
        if value < 10:
            last = last * 10 + value
        else:
            total, last = total + (last or 1) * value, 0
    return str(total + last)
