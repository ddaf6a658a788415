"""How urgent a text says its matter is, by words with reasons; a proposal beside the class's own priority.

A word list, not learned: that a fire is urgent must not depend on how many past cases had one. It never says that
something is less urgent than its class. A word that is denied or only feared does not count.
"""

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

READ_CHARACTERS = 1_000
DENIED_WITHIN = 4
"""Characters before a word in which it may be denied, and after it in which it may be no more than rehearsed."""
WEAK, ALONE = "weak", ("life", "fire", "collapse", "hurt", "danger", "many")
"""Who is concerned makes urgent only what is dangerous by itself."""


class Sign(NamedTuple):
    """A word that was found and what it stands for."""

    word: str
    reason: str
    """A key of words (`severity`)."""
    priority: int


class Severity(NamedTuple):
    """The priority a text asks for, 1 or 2, and by which signs; None where it has none."""

    priority: int | None
    signs: tuple[Sign, ...]


@cache
def _told() -> tuple[tuple[str, ...], tuple[str, ...], tuple[Sign, ...]]:
    table = tomllib.loads(resources.files("data.triage").joinpath("severity.toml").read_text(encoding="utf-8"))
    return tuple(table["denied"]), tuple(table["rehearsed"]), tuple(
        Sign(word, one["reason"], one["priority"]) for one in table["urgent"] for word in one["words"])


def severity(text: str) -> Severity:
    """Return how urgent the text says it is; never raises, whatever the text holds."""
    denied, rehearsed, known = _told()
    plain = unicodedata.normalize("NFKC", text[:READ_CHARACTERS]).casefold()
    found = [sign for sign in known if _stands(plain, sign.word, denied, rehearsed)]
    urgent = [sign for sign in found if sign.reason in ALONE]
    if not urgent:
        return Severity(None, ())
    return Severity(min(sign.priority for sign in urgent), tuple(sorted(found, key=lambda sign: sign.priority)))


def _stands(text: str, word: str, denied: tuple[str, ...], rehearsed: tuple[str, ...]) -> bool:
    at = text.find(word)
    while at >= 0:
        before = text[max(0, at - DENIED_WITHIN):at]
        after = text[at + len(word):at + len(word) + DENIED_WITHIN]
        if not any(one in before for one in denied) and not any(one in after for one in rehearsed):
            return True
        at = text.find(word, at + 1)
    return False
