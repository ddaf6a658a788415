"""What a verb of the command line is: its names in both languages, and how the rest of the line is read.

A verb never does anything. It returns what could be done, each with an effect that assets/find.js carries out:
go somewhere, or open a form that is filled in. Sending is for the form.
Verbs are found by scanning `dashboard/verbs`; the words of one are:
`spoken` (its names, blanks between, `_` for a blank inside one), `example` (a whole line), `about` (what it does),
and what it says itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dashboard import verbs
from dashboard.speech import LANGUAGES, Words
from data.cases import offers
from data.cases.states import Verb as Move
from data.collecting import collect_shown
from data.errors import Invalid
from data.finding import cases
from data.finding.typed import is_number
from data.models.case import Case
from data.visit import Visit

MOST_CHOICES = 6
SHORT_NUMBER = 5
TITLE_SIGNS = 24


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing that could be meant: the preview line, a remark beside it, and what choosing it does."""

    label: str
    note: str = ""
    effect: Mapping[str, Any]


class Misread(Invalid):
    """A line that cannot be read; `text` says which word, in the reader's language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


Read = Callable[[Visit, Words, str], Sequence[Choice]]
"""(visit, words, rest of the line) -> what could be meant, the likeliest first. Raises Misread."""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One verb of the command line."""

    name: str
    permission: str
    words: Mapping[str, Mapping[str, Any]] = field(repr=False)
    read: Read
    order: int = 50
    """Where it stands in the help."""

    def names(self) -> Iterator[str]:
        """Yield its names in both languages, in small letters."""
        for language in LANGUAGES:
            yield from spoken(str(self.words[language]["spoken"]).lower())


def spoken(names: str) -> list[str]:
    """Return the names that a verb's words say, the usual one first."""
    return [name.replace("_", " ") for name in names.split()]


@cache
def discover() -> tuple[Verb, ...]:
    """Return every verb as the help lists them. Raises ValueError where two share a name."""
    found = collect_shown(verbs, "VERB", lambda verb: (verb.order, verb.name))
    names = [name for verb in found for name in set(verb.names())]
    if len(set(names)) != len(names):
        raise ValueError(f"two verbs are spoken alike: {sorted(name for name in names if names.count(name) > 1)}")
    return found


def offered(visit: Visit) -> tuple[Verb, ...]:
    """Return the verbs that this person may speak."""
    return tuple(verb for verb in discover() if verb.permission in visit.scope.may)


def about_case(visit: Visit, t: Words, rest: str, move: Move) -> tuple[list[Case], str]:
    """Return the cases a line begins with, on which the move is possible now, and what stands behind the number.

    Raises Misread: no number, no such case, or none that can be moved so.
    """
    number, _, behind = rest.partition(" ")
    number = number.removeprefix("#")
    if not number:
        raise Misread(t("find.which_case"))
    if not is_number(number):
        raise Misread(t("find.no_number", word=number))
    found = cases.named(visit, number, MOST_CHOICES)
    if not found:
        raise Misread(t("find.no_case", word=number))
    able = [case for case in found if move in offers.offered(visit, case)]
    if not able:
        raise Misread(t("find.cannot", verb=t(f"verbs.{move}"), case=short(found[0]),
                        state=t(f"states.{found[0].state}")))
    return able, behind.strip()


def short(case: Case) -> str:
    """Return the end of a case's number, as people say it."""
    number = case.case_no
    return number if len(number) <= SHORT_NUMBER else f"…{number[-SHORT_NUMBER:]}"


def title(case: Case) -> str:
    """Return the beginning of what a case is about."""
    return case.text if len(case.text) <= TITLE_SIGNS else f"{case.text[:TITLE_SIGNS - 1]}…"


def form(case: Case, move: Move, *, units: Sequence[str] = (), **given: str) -> dict[str, Any]:
    """Return the effect that opens the case and the form of the move, filled in."""
    return {"do": "form", "case": case.case_no, "verb": move.value, "units": list(units),
            "given": {name: value for name, value in given.items() if value}}
