"""Chinese names by how they are spelled in letters: whole syllables or their first letters, mixed as one types."""

from collections.abc import Iterable
from functools import cache, lru_cache

from xpinyin import Pinyin

SHORTEST = 2
"""One letter begins half of all names."""
MOST_READ = 5_000
"""So many names of one kind are read for a question, the widest areas first: a keystroke must not wait."""
REMEMBERED = 65_536


@cache
def _book() -> Pinyin:
    return Pinyin()


@lru_cache(REMEMBERED)
def readings(name: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the first letters in a name, and for each sign how it may be read; what is not Chinese reads as itself."""
    signs = tuple(tuple(one.replace("v", "u") for one in _book().get_pinyins(sign)) for sign in name.lower())
    return "".join({one[:1] for sign in signs for one in sign}), signs


def is_spelling(text: str) -> bool:
    """Could this be letters that spell a Chinese name?"""
    return len(text) >= SHORTEST and all(word.isascii() and word.isalpha() for word in text.split())


def spells(name: str, text: str) -> bool:
    """Does every word of the text spell a part of the name?"""
    return is_spelling(text) and _place(name, text.lower().split()) >= 0


def _place(name: str, words: list[str]) -> int:
    """Return where in the name the first of what the words spell begins, -1 where it lacks one of them."""
    if name.isascii():
        return -1
    letters, signs = readings(name)
    if not all(word[0] in letters for word in words):
        return -1
    places = [next((at for at in range(len(signs)) if _goes_on(signs, at, word)), -1) for word in words]
    return -1 if -1 in places else min(places)


def _goes_on(signs: tuple[tuple[str, ...], ...], at: int, rest: str) -> bool:
    """Does the rest spell the signs from here: each its syllable or first letter, the last any beginning of it?"""
    if at == len(signs):
        return False
    for syllable in signs[at]:
        if syllable[0] != rest[0]:
            continue
        if syllable.startswith(rest) or _goes_on(signs, at + 1, rest[1:]):
            return True
        if len(syllable) > 1 and rest.startswith(syllable) and _goes_on(signs, at + 1, rest[len(syllable):]):
            return True
    return False


def among(named: Iterable[tuple[str, str]], text: str, limit: int) -> list[str]:
    """Return the keys of the names that the text spells: those that begin so first, then the shorter ones."""
    words = text.lower().split()
    found = [(at > 0, len(name), index, key) for index, (key, name) in enumerate(named)
             if (at := _place(name, words)) >= 0]
    return [key for *_, key in sorted(found)[:limit]]
