"""Sentences as a person edits them: plain text in which each number stands as ⟦what it reads⟧ and cannot change.

What comes back is the same numbers among other words, or is refused: each number once, no digit that the sentence did
not have, and nothing beside a number that would make it read as another.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.briefing.content import Number, Run, Sentence
from data.errors import Invalid

OPEN, CLOSE = "\u27e6", "\u27e7"
TOKEN = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
LONGEST = 600
"""Signs of a sentence; one that was made longer may stay as long."""
HAN = "\u3007\u96f6\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u4e07\u4ebf"
"""Chinese numerals, the scales last."""
SCALES = HAN[-5:]
COUNTED = ("\u4ef6\u8d77\u5b97\u4eba\u6237\u8f86\u4e2a\u5904\u540d\u9879\u7ec4\u53f0\u6761\u5143"
           "\u500d\u6210\u5929\u6b21\u5c0f")
"""What is counted by them: cases, people, vehicles, places, teams, yuan; times, tenths, days, hours."""
DIGITS = re.compile(rf"[+\-\u2212]?0+(?:[.,:/\-\u2013]0+)*(?:\s*[%\u2030{SCALES}]+)?")
"""A number in words where each digit reads as 0, with the sign and the scale that belong to it."""
SEVERAL = HAN.replace("\u4e00", "")
NUMERALS = re.compile(rf"[{HAN}]{{2,}}|[{SEVERAL}](?=[{COUNTED}])|(?<=\u4e4b)[{SEVERAL}]")
"""Two numerals; one above one before what is counted or as parts of a hundred: else one is part of too many words."""
BEFORE = re.compile(rf"(?:\d[.,:/'\u2019]?|[+\-\u2212\u2013\u00b1]|(?<!\.)\.|[{HAN}A-Za-z]|"
                    r"[\u25b2\u25bc\u2191\u2193<>\u2264\u2265~\u2248]\s*)$")
AFTER = re.compile(rf"(?:[.,:/]?\d|[%\u2030\u00b0A-Za-z]|\s*[{SCALES}])")
"""What makes a number read as another where it touches it."""
BETWEEN = re.compile(r"[.,:/'\u2019]?")
JOINERS = "\u200c\u200d"
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
STRUCK = re.compile("[\u0300-\u036f\u20d0-\u20ff]")
"""Marks that are put over, under and through the sign before them."""


def shown(sentence: Sentence, original: Sentence) -> str:
    """Return a sentence as it is edited; its numbers are those of the original."""
    left = labels(original)
    parts = []
    for run in sentence:
        if isinstance(run, str):
            parts.append(tidy(run))
            continue
        place = next(place for place, (_, number) in enumerate(left) if number == run)
        parts.append(f"{OPEN}{left.pop(place)[0]}{CLOSE}")
    return _one_line("".join(parts))


def labels(original: Sentence) -> list[tuple[str, Number]]:
    """Return each number with what stands for it: what it reads, numbered where another reads the same."""
    found: dict[str, Number] = {}
    for run in original:
        if isinstance(run, Number):
            said = _one_line(tidy(run.text))
            label, turn = said, 1
            while label in found:
                turn += 1
                label = f"{said}#{turn}"
            found[label] = run
    return list(found.items())


def line_of(typed: str) -> str:
    """Return what somebody typed as one line of composed signs."""
    return _one_line(unicodedata.normalize("NFC", typed))


def tidy(said: str) -> str:
    """Return a text without signs that nobody sees and without the brackets of numbers."""
    plain = unicodedata.normalize("NFC", said).replace(OPEN, "[").replace(CLOSE, "]")
    return "".join(one for one in plain if one in JOINERS or one.isspace() or unicodedata.category(one) not in UNSEEN)


def parse(typed: str, original: Sentence) -> Sentence:
    """Return the sentence that somebody typed. What reads as the original is the original, to the sign.

    Raises Invalid: "edit_empty", "edit_too_long", "edit_bad_sign", "edit_bracket", "edit_number_unknown",
    "edit_number_twice", "edit_number_missing", "edit_new_number", "edit_beside_number".
    """
    said = line_of(typed)
    was = shown(original, original)
    if said == was:
        return original
    _require_text(said, max(LONGEST, len(was)))
    known = {label: (place, number) for place, (label, number) in enumerate(labels(original))}
    typed_now = _taken_apart(said, known)
    made = _Parts.of(original)
    _require_numbers(typed_now, list(known))
    _require_digits(typed_now, made)
    _require_apart(typed_now, made)
    return typed_now.sentence([number for _, number in known.values()])


def _require_text(said: str, longest: int) -> None:
    if not said:
        raise Invalid("edit_empty")
    if len(said) > longest:
        raise Invalid("edit_too_long", limit=longest, length=len(said))
    for one in said:
        if (unicodedata.category(one) in UNSEEN and one not in JOINERS) or STRUCK.match(one):
            raise Invalid("edit_bad_sign", sign=f"U+{ord(one):04X}")


@dataclass(frozen=True)
class _Parts:
    """A sentence taken apart: which of the original's numbers stand in it, and the words before, between and after."""

    numbers: tuple[int, ...]
    words: tuple[str, ...]

    @staticmethod
    def of(sentence: Sentence) -> "_Parts":
        words = [""]
        for run in sentence:
            if isinstance(run, str):
                words[-1] += run
            else:
                words.append("")
        return _Parts(tuple(range(len(words) - 1)), tuple(words))

    def sentence(self, numbers: Sequence[Number]) -> Sentence:
        runs: list[Run] = [self.words[0]]
        for number, words in zip(self.numbers, self.words[1:], strict=True):
            runs += [numbers[number], words]
        return tuple(run for run in runs if run != "")

    def touching(self, place: int) -> tuple[str, str, str]:
        """Return what stands before and after a number and belongs to it, and what parts it from one before it."""
        before, after = (unicodedata.normalize("NFKC", one) for one in self.words[place:place + 2])
        found, follows = BEFORE.search(before), AFTER.match(after)
        parted = before if place and BETWEEN.fullmatch(before) else "-"
        return found[0].strip() if found else "", follows[0].strip() if follows else "", parted


def _taken_apart(said: str, known: Mapping[str, tuple[int, Number]]) -> _Parts:
    pieces = TOKEN.split(said)
    words, found = tuple(pieces[::2]), pieces[1::2]
    for one in found:
        if one not in known:
            raise Invalid("edit_number_unknown", number=f"{OPEN}{one}{CLOSE}")
    if any(sign in one for one in words for sign in (OPEN, CLOSE)):
        raise Invalid("edit_bracket", opened=OPEN, closed=CLOSE)
    return _Parts(tuple(known[one][0] for one in found), words)


def _require_numbers(typed: _Parts, known: Sequence[str]) -> None:
    """Raise where a number stands twice or is missing."""
    for place, label in enumerate(known):
        times = typed.numbers.count(place)
        if times != 1:
            raise Invalid("edit_number_twice" if times else "edit_number_missing", number=f"{OPEN}{label}{CLOSE}")


def _require_digits(typed: _Parts, made: _Parts) -> None:
    """Raise where words have a number that the original's words do not have, or not so often."""
    new = Counter(_counted(typed)) - Counter(_counted(made))
    if new:
        raise Invalid("edit_new_number", number=next(iter(new)))


def _counted(parts: _Parts) -> Iterator[str]:
    """Yield the numbers that stand in words, as they are written."""
    for words in map(tidy, parts.words):
        as_digits = "".join("0" if unicodedata.category(one)[0] == "N" and one not in HAN else one for one in words)
        yield from ("".join(words[found.start():found.end()].split()) for found in DIGITS.finditer(as_digits))
        yield from NUMERALS.findall(words)


def _require_apart(typed: _Parts, made: _Parts) -> None:
    """Raise where a number is touched by what makes it read as another, unless it was made so."""
    for place, number in enumerate(typed.numbers):
        touched = typed.touching(place)
        if touched != made.touching(number):
            raise Invalid("edit_beside_number", said="".join(touched[:2]))


def _one_line(said: str) -> str:
    return " ".join(said.split())
