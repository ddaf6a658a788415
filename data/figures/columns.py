"""Cases as columns: the fields that figures of a period speak of, one array each, read from the database at once.

Moments are whole microseconds since 1970 (UTC); words (states, areas, departments, units) are numbers of a `Lexicon`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Integer, cast, func, or_, select
from sqlalchemy.orm import Session

from data import clock
from data.figures.logic import Bools, Column, Truth, certain
from data.models.case import Case, Dispatch, StageClock
from data.storage.moments import microseconds_of

MOMENTS = ("received_at", "first_response_at", "dispatched_at", "signed_at", "handled_at", "closed_at", "due_at")
ANSWERS = ("kept_time", "contacted", "solved", "satisfied")
COUNTS = ("returns", "extensions", "reworks", "reopenings", "suspicions")
WORDS = ("state", "channel", "area_code", "department", "major_code")
NEVER = -(2**62)
"""No moment; as the moment since when a signature is late: always."""
NOT_LATE = 2**62
NO_ANSWER = -1
MOST_PREFIXES = 64


class Lexicon:
    """Numbers for words; a word keeps its number for as long as the process lives."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str | None, int] = {}
        self._begins = lru_cache(MOST_PREFIXES)(self._which_begin)
        self._cuts = lru_cache(MOST_PREFIXES)(self._cut)

    def number_of(self, word: str) -> int:
        """Return the word's number, -1 where no case has it."""
        return self._numbers.get(word, -1)

    def numbers_of(self, words: Sequence[str | None]) -> NDArray[np.int32]:
        """Return the numbers of words, new ones among them; None is the empty word."""
        for word in set(words).difference(self._numbers):
            self._number(word)
        return np.fromiter(map(self._numbers.__getitem__, words), dtype=np.int32, count=len(words))

    def begin_with(self, *prefixes: str) -> Bools:
        """Return by number which words begin with all of these."""
        count = len(self.words)  # once: another thread may add words
        found = np.ones(count, dtype=bool)
        for prefix in prefixes:
            found &= self._begins(prefix, count)
        return found

    def cut(self, width: int) -> tuple[list[str], NDArray[np.int64]]:
        """Return the different beginnings of that many letters, and by number which of them each word has."""
        return self._cuts(width, len(self.words))

    def _cut(self, width: int, count: int) -> tuple[list[str], NDArray[np.int64]]:
        places: dict[str, int] = {}
        index = [places.setdefault(word[:width], len(places)) for word in self.words[:count]]
        return list(places), np.array(index, dtype=np.int64)

    def _which_begin(self, prefix: str, count: int) -> Bools:
        return np.fromiter((word.startswith(prefix) for word in self.words[:count]), dtype=bool, count=count)

    def _number(self, word: str | None) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = self._number("") if word is None else len(self.words)
            if word is not None:
                self.words.append(word)
        return number


Lexicons = dict[str, Lexicon]
"""One for each of WORDS, and one for units."""


def lexicons() -> Lexicons:
    """Return empty ones."""
    return {name: Lexicon() for name in (*WORDS, "unit")}


@dataclass(frozen=True, eq=False)
class Columns:
    """Fields of cases by name, as read in ascending order of `id`; and which units were ever sent to which of them."""

    lexicons: Lexicons
    fields: dict[str, NDArray[Any]]
    sent: NDArray[np.int64]
    """(n, 2): a case's id, a unit's number; each pair once."""

    def __len__(self) -> int:
        return len(self.fields["id"])

    def __getattr__(self, name: str) -> Column:
        """Return one field as conditions ask for it."""
        if name in MOMENTS:
            return Column(self.fields[name], self.fields[name] != NEVER, clock.microsecond_number)
        if name in ANSWERS:
            return Column(self.fields[name], self.fields[name] != NO_ANSWER)
        if name in COUNTS:
            return Column(self.fields[name], self._everywhere)
        if name in WORDS:
            return Column(self.fields[name], self._everywhere, self.lexicons[name].number_of)
        raise AttributeError(name)

    @cached_property
    def _everywhere(self) -> Bools:
        return np.ones(len(self), dtype=bool)

    @property
    def done_at(self) -> Column:
        """When it was handled, or closed where only that is known."""
        return self.handled_at.or_else(self.closed_at)

    def sign_was_late(self, at: datetime) -> Truth:
        """Did a stage of signing last longer than allowed by then?"""
        return certain(self.fields["late_from"] < clock.microsecond_number(at))

    def take(self, which: NDArray[Any]) -> "Columns":
        """Return the cases chosen by a mask or by positions; all pairs of `sent` stay."""
        if which.dtype == bool and which.all():
            return self
        return Columns(self.lexicons, {name: values[which] for name, values in self.fields.items()}, self.sent)

    def of_ids(self, ids: NDArray[np.int64], *, others: bool = False) -> "Columns":
        """Return these cases with their pairs of `sent`, or all but these."""
        kept = self.take(np.isin(self.fields["id"], ids, invert=others))
        return Columns(self.lexicons, kept.fields, self.sent[np.isin(self.sent[:, 0], ids, invert=others)])

    def size_bytes(self) -> int:
        """Return how much memory the arrays take."""
        return int(sum(values.nbytes for values in self.fields.values()) + self.sent.nbytes)


def joined(parts: Sequence[Columns]) -> Columns:
    """Return the cases of all parts; at least one part, of the same lexicons, no case in two."""
    if len(parts) == 1:
        return parts[0]
    fields = {name: np.concatenate([part.fields[name] for part in parts]) for name in parts[0].fields}
    found = Columns(parts[0].lexicons, fields, np.concatenate([part.sent for part in parts]))
    is_in_order = np.all(np.diff(fields["id"]) > 0)
    return found if is_in_order else found.take(np.argsort(fields["id"], kind="stable"))


def read(session: Session, where: ColumnElement[bool], named: Lexicons) -> Columns:
    """Return the cases for which a condition holds, whatever the session's scope: who asks must narrow them."""
    wanted = select(
        Case.id, *(func.coalesce(microseconds_of(getattr(Case, name)), NEVER) for name in MOMENTS),
        *(func.coalesce(cast(getattr(Case, name), Integer), NO_ANSWER) for name in ANSWERS),
        *(getattr(Case, name) for name in (*COUNTS, *WORDS))).where(where).order_by(Case.id)
    names = ("id", *MOMENTS, *ANSWERS, *COUNTS, *WORDS)
    listed = list(zip(*session.execute(wanted).all(), strict=True)) or [()] * len(names)
    fields = {name: _array(name, values, named) for name, values in zip(names, listed, strict=True)}
    fields["late_from"] = _late_from(session, where, fields["id"])
    return Columns(named, fields, _sent(session, where, named["unit"]))


def _array(name: str, values: tuple[Any, ...], named: Lexicons) -> NDArray[Any]:
    if name in WORDS:
        return named[name].numbers_of(values)
    kind = np.int64 if name in ("id", *MOMENTS) else np.int8 if name in ANSWERS else np.int32
    return np.array(values, dtype=kind)


def _late_from(session: Session, where: ColumnElement[bool], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return since when each case's signature is late: always, where it was late once."""
    due, ended = microseconds_of(StageClock.due_at), func.coalesce(microseconds_of(StageClock.ended_at), NEVER)
    rows = session.execute(select(StageClock.case_id, due, ended).join(Case, Case.id == StageClock.case_id).where(
        where, StageClock.stage == "sign", StageClock.due_at.is_not(None),
        or_(StageClock.ended_at.is_(None), StageClock.ended_at > StageClock.due_at))).all()
    found = np.full(len(ids), NOT_LATE, dtype=np.int64)
    if rows:
        cases, dues, ends = (np.array(values, dtype=np.int64) for values in zip(*rows, strict=True))
        np.minimum.at(found, np.searchsorted(ids, cases), np.where(ends == NEVER, dues, NEVER))
    return found


def _sent(session: Session, where: ColumnElement[bool], units: Lexicon) -> NDArray[np.int64]:
    rows = session.execute(select(Dispatch.case_id, Dispatch.unit_id).distinct().join(
        Case, Case.id == Dispatch.case_id).where(where)).all()
    if not rows:
        return np.zeros((0, 2), dtype=np.int64)
    cases, names = zip(*rows, strict=True)
    return np.stack([np.array(cases, dtype=np.int64), units.numbers_of(names).astype(np.int64)], axis=1)
