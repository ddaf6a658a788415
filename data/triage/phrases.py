"""What a text is about in words that can be counted: its content words and pairs of them that touch, without people,
places and numbers. The words are jieba's; places are left out because a topic says where by its cases' areas."""

import logging
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from data.triage.anonymous import HAN, may_be_name, signs, without_people

READ_CHARACTERS = 400
KEPT = ("n", "v", "vn", "l", "i", "j", "an", "a", "nz", "vd", "d")
"""Tags of words that say something: nouns, verbs, idioms, qualities; `d` only as part of a pair."""
PLACES = ("ns", "nt", "f", "s")


@cache
def _tags() -> dict[str, str]:
    """Return {word: tag} of jieba's dictionary."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    jieba.posseg.dt.initialize()
    found: dict[str, str] = jieba.posseg.dt.word_tag_tab
    return found


@cache
def _empty() -> frozenset[str]:
    told = signs()
    return frozenset([*told["empty"], *told["titles"], *told["before"]])


def phrases(text: str, places: Iterable[str] = ()) -> frozenset[str]:
    """Return the words and pairs of touching words of a text that may be counted; never a name or a number.

    `places` are names of areas that are passed over, with and without their kind, as are roads with their doors.
    Empty for a text that says nothing.
    """
    import jieba

    tags, empty = _tags(), _empty()
    words = jieba.lcut(_without_places(without_people(text[:READ_CHARACTERS]), places))
    said = [word if _says(word, tags.get(word), empty) else "" for word in words]
    single = {word for word in said if len(word) > 1}
    pairs = {one + two for one, two in pairwise(said) if len(one) > 1 and len(two) > 1}
    return frozenset(single | pairs)


def _without_places(text: str, places: Iterable[str]) -> str:
    kinds, road = _place_signs()
    for name in places:
        stem = kinds.sub("", name)
        text = text.replace(name, " ")
        text = text.replace(stem, " ") if len(stem) > 1 else text
    return road.sub(" ", text)


@cache
def _place_signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what ends an area's name, and what a road looks like."""
    told = signs()
    return (re.compile(rf"({'|'.join(told['area_kinds'])})$"),
            re.compile(rf"{HAN}{{2,3}}?({'|'.join(told['roads'])})(\d+{told['door']}?)?(?!{told['not_roads']})"))


def _says(word: str, tag: str | None, empty: frozenset[str]) -> bool:
    if len(word) < 2 or word in empty or may_be_name(word, tag):
        return False
    if tag is None:
        return word.isalpha() and not word.isascii()
    return tag in KEPT and tag not in PLACES
