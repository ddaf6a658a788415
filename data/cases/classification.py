"""Which class a report's text speaks of: a proposal with a confidence and the words that decided; a person confirms.

A text is the pieces it has (tokens.py) under weights learned from the city's own cases and its classes' names
(learning.py). Reasons and figures: docs/decisions/2026-11-24-how-texts-are-classified.md.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cases.classes import ClassBook
from data.cases.deciding import deciding_words
from data.cases.learning import SEED, Floats, Labels, Sparse, chances, fit, fit_sharpness
from data.cases.tokens import Ids, Pieces, read_pieces

THRESHOLD = 0.7
"""A proposal less confident than this leaves the case in the desk's queue, unclassified.

Measured: 79 of 100 real messages lie above it, and 91 of 100 of those are right; of one-line messages 68 and 92.
"""
UNPROVEN_SHARPNESS, UNPROVEN_MOST = 3.0, 0.6
"""Where too few cases could be held out: names alone are right for six in ten, so none passes the threshold."""
NAME_COUNTS = 3.0
"""A class's own name counts as much as so many cases."""
HELD_OUT, FEWEST_HELD_OUT, MOST_ASKED = 5, 50, 10_000
"""Every fifth of at most 10,000 cases is held out; fewer than fifty say nothing about confidence."""
MOST_PIECES = 60_000
READ_CHARACTERS = 1_000
"""A long text has said what it is about by then."""
FORMAT = 1

HEADING = re.compile(r"\s*(\S[^\n]*)\n\s*\S")
"""A first line that others follow, as letters to the city and mails have their subject."""
HEADING_COUNTS = 3.0
"""What stands in it counts as if it stood there so many times."""

Example = tuple[str, str]
"""(text, class code)"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text is taken for; without a class where it says nothing that the classifier knows."""

    class_code: str | None
    confidence: float
    """0 to 1; of the proposals with 0.8, about eight in ten are right."""
    words: tuple[str, ...]
    """At most five phrases, as they stand in the text, the weightiest first."""
    runner_up: str | None


NO_PROPOSAL = Proposal(None, 0.0, (), None)


@dataclass(frozen=True, eq=False, slots=True)
class Heard:
    """The pieces of a text, each once, rising, and how often it was heard."""

    ids: Ids
    often: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Classifier:
    """Learned weights; made by learn() or read by from_bytes(), never changed."""

    codes: tuple[str, ...]
    known: Ids
    """Ids of the pieces that have weights, rising."""
    rarity: Floats
    """How much one occurrence of each known piece counts."""
    weights: NDArray[np.float16]
    """(known pieces + 1, classes); the last row is the classes' bias."""
    sharpness: float
    most: float
    """No proposal is more confident than this."""

    def propose(self, text: str) -> Proposal:
        """Return the class the text speaks of most; never raises, whatever the text holds."""
        pieces = read_pieces(text[:READ_CHARACTERS])
        counts = _counts(text[:READ_CHARACTERS], pieces)
        ids, spots = np.unique(pieces.ids, return_inverse=True)
        often = np.bincount(spots, weights=counts, minlength=len(ids)).astype(np.float64)
        at, is_known = _places(ids, self.known)
        vector = _vector(at[is_known], often[is_known], self.rarity)
        if len(self.codes) < 2 or not len(vector.columns):
            return NO_PROPOSAL
        rows = self.weights[vector.columns].astype(np.float32)
        likely = chances(vector.values @ rows + self.weights[-1].astype(np.float32), self.sharpness)
        best, second = np.argsort(-likely, kind="stable")[:2].tolist()
        leaning = np.zeros(len(ids), dtype=np.float32)
        leaning[is_known] = vector.values * (rows[:, best] - rows.mean(axis=1)) / often[is_known]
        words = deciding_words(text, pieces, (leaning[spots] * counts).astype(np.float32))
        confidence = min(float(likely[best]), self.most)
        return Proposal(self.codes[best], confidence, words, self.codes[second]) if words else NO_PROPOSAL

    def to_bytes(self) -> bytes:
        """Return the classifier as one file's content, for from_bytes()."""
        content = io.BytesIO()
        np.savez(content, format=np.int64(FORMAT), codes=np.array(self.codes, dtype=np.str_), known=self.known,
                 rarity=self.rarity, weights=self.weights, certainty=np.array([self.sharpness, self.most]))
        return content.getvalue()


def from_bytes(content: bytes) -> Classifier | None:
    """Return the classifier that to_bytes() wrote; None where this is none, or one of another format: learn anew.

    Nothing in the content is run.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            if int(stored["format"]) != FORMAT:
                return None
            codes = tuple(stored["codes"].tolist())
            sharpness, most = stored["certainty"].tolist()
            found = Classifier(codes, stored["known"], stored["rarity"], stored["weights"], sharpness, most)
    except (ValueError, TypeError, KeyError, EOFError, OSError, zipfile.BadZipFile):
        return None
    return found if found.weights.shape == (len(found.known) + 1, len(codes)) else None


def names_of(book: ClassBook) -> list[Example]:
    """Return the Chinese and the English name of every class that has no classes below it."""
    majors = {kind.major for kind in book.by_code.values()}
    return [(name, code) for code, kind in book.by_code.items() if code not in majors
            for name in (kind.name, kind.name_en) if name]


def learn(names: Iterable[Example], cases: Iterable[Example] = ()) -> Classifier:
    """Return a classifier of the classes that `names` names, learned from these names and from past cases.

    `names` may hold further texts that describe a class. Cases of other classes, such as unclassified ones,
    are left out. Seconds for 20,000 cases; the same input gives the same classifier.
    """
    named = list(names)
    codes = tuple(sorted({code for _, code in named}))
    at = {code: i for i, code in enumerate(codes)}
    past = [(_heard(text), at[code]) for text, code in cases if code in at]
    lessons = _Lessons([_heard(text) for text, _ in named], [at[code] for _, code in named], len(codes))
    sharpness, most = lessons.certainty(past)
    known, rarity, weights = lessons.learn(past)
    return Classifier(codes, known, rarity, weights.astype(np.float16), sharpness, most)


Past = Sequence[tuple[Heard, int]]
"""(pieces, class) of each past case"""


@dataclass(frozen=True)
class _Lessons:
    """The names, which are learned every time, with whatever cases."""

    names: list[Heard]
    name_labels: list[int]
    classes: int

    def learn(self, past: Past) -> tuple[Ids, Floats, Floats]:
        """Return known pieces, their rarity and the weights."""
        texts = [*self.names, *(heard for heard, _ in past)]
        known, rarity = self._known(texts)
        counts = np.ones(len(texts), dtype=np.float32)
        counts[:len(self.names)] = NAME_COUNTS
        labels: Labels = np.array([*self.name_labels, *(label for _, label in past)], dtype=np.int64)
        vectors = [_seen(heard, known, rarity) for heard in texts]
        return known, rarity, fit(vectors, labels, counts, shape=(len(known) + 1, self.classes))

    def _known(self, texts: list[Heard]) -> tuple[Ids, Floats]:
        """Return the pieces worth a weight: those of names, and the commonest of those that two texts have."""
        if not texts:
            return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.float32)
        ids, often = np.unique(np.concatenate([heard.ids for heard in texts]), return_counts=True)
        named = np.isin(ids, np.concatenate([np.zeros(0, dtype=np.uint64), *(heard.ids for heard in self.names)]))
        rank = np.where(named, np.inf, often)
        kept = np.sort(np.argsort(-rank, kind="stable")[:MOST_PIECES])
        kept = kept[rank[kept] > 1]
        return ids[kept], (np.log((1 + len(texts)) / (1 + often[kept])) + 1).astype(np.float32)

    def certainty(self, past: Past) -> tuple[float, float]:
        """Return how sharp scores are, seen on cases that were not learned from, and the most that may be claimed."""
        order = np.random.default_rng(SEED).permutation(len(past))[:MOST_ASKED].tolist()
        held, rest = [past[i] for i in order[::HELD_OUT]], [past[i] for n, i in enumerate(order) if n % HELD_OUT]
        if len(held) < FEWEST_HELD_OUT:
            return UNPROVEN_SHARPNESS, UNPROVEN_MOST
        known, rarity, weights = self.learn(rest)
        vectors = [_seen(heard, known, rarity) for heard, _ in held]
        scores = np.array([one.values @ weights[one.columns] + weights[-1] for one in vectors], dtype=np.float32)
        return fit_sharpness(scores, np.array([label for _, label in held], dtype=np.int64)), 1.0


def _heard(text: str) -> Heard:
    read = text[:READ_CHARACTERS]
    pieces = read_pieces(read)
    ids, spots = np.unique(pieces.ids, return_inverse=True)
    return Heard(ids, np.bincount(spots, weights=_counts(read, pieces), minlength=len(ids)).astype(np.float64))


def _counts(text: str, pieces: Pieces) -> NDArray[np.float64]:
    """Return how much each occurrence counts: what stands in a heading says more."""
    heading = HEADING.match(text)
    if heading is None or not len(pieces.ids):
        return np.ones(len(pieces.ids))
    return np.where(pieces.starts[pieces.first] < heading.end(1), HEADING_COUNTS, 1.0)


def _seen(heard: Heard, known: Ids, rarity: Floats) -> Sparse:
    """Return a text as a vector over the known pieces."""
    at, is_known = _places(heard.ids, known)
    return _vector(at[is_known], heard.often[is_known], rarity)


def _places(pieces: Ids, known: Ids) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each piece stands among the known ones, and which are known at all."""
    at = np.searchsorted(known, pieces)
    at[at == len(known)] = 0
    return at, known[at] == pieces if len(known) else np.zeros(len(pieces), dtype=np.bool_)


def _vector(columns: NDArray[np.int64], often: NDArray[np.float64], rarity: Floats) -> Sparse:
    """Return a vector of length 1: (1 + log(how often)) times rarity."""
    values = (1 + np.log(often)).astype(np.float32) * rarity[columns]
    length = float(np.sqrt(values @ values))
    return Sparse(columns, values / np.float32(length or 1.0))
