"""Taking people out of a text: numbers that reach them, and words that are or may be their names.

Rather a word too many: what is taken out is only not counted. A name is what the dictionary calls one, what stands
beside a title or after what announces one, and what begins with a surname and is in no dictionary.
people.toml has the signs.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII)
NUMBER = re.compile(r"[\d*](?:[\s*-]?[\d*]){6,}[xX]?")
"""Telephones, identity cards, accounts, also masked: seven signs or more."""
HAN = "[\\u4e00-\\u9fff]"
LONGEST_NAME = 4


@cache
def signs() -> dict[str, Any]:
    """Return the tables of people.toml."""
    found: dict[str, Any] = tomllib.loads(resources.files("data.triage").joinpath("people.toml").read_text("utf-8"))
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = signs()
    first = "(?:" + "|".join([*told["double_surnames"], f"[{''.join(told['surnames'].split())}]"]) + ")"
    titles, before = "|".join(told["titles"]), "|".join(told["before"])
    return (re.compile(rf"{first}{HAN}{{0,2}}?(?={titles})"), re.compile(rf"(?:{before})[:\s]*{first}{HAN}{{1,2}}"))


def without_people(text: str) -> str:
    """Return the text with numbers and announced names taken out; each leaves a blank, so that nothing joins up."""
    plain = NUMBER.sub(" ", MAIL.sub(" ", unicodedata.normalize("NFKC", text)))
    titled, announced = _patterns()
    return titled.sub(" ", announced.sub(" ", plain))


def may_be_name(word: str, tag: str | None) -> bool:
    """Is a word a person's name by its tag (`nr…`), or may it be one: begins with a surname, in no dictionary?"""
    if tag is not None:
        return tag.startswith("nr")
    return 1 < len(word) <= LONGEST_NAME and (word[0] in signs()["surnames"] or word[:2] in signs()["double_surnames"])
