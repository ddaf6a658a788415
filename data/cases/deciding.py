"""The words of a text that decided: its strongest pieces, joined where they touch, as they stand in the text."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from data.cases.tokens import LONGEST_PIECE, Pieces

MOST_WORDS = 5
PICKED = 15
WORTH_NAMING = 0.15
"""A piece that says less than this share of what the strongest says decided nothing."""
WORTH_JOINING = 0.25
"""A token that bears this share of what the weightiest token bears belongs to the phrase beside it."""

Flags = NDArray[np.bool_]
Weights = NDArray[np.float64]


def deciding_words(text: str, pieces: Pieces, says: NDArray[np.float32]) -> tuple[str, ...]:
    """Return at most five phrases of the text, the weightiest first; none where no piece spoke for the class.

    `says` is what each piece of `pieces` adds to the score. A phrase of a single character is named only
    where there is no longer one, and a part of a phrase that is named already is not named again.
    """
    if not len(says) or says.max() <= 0:
        return ()
    weights = _token_weights(pieces, says)
    phrases: dict[str, float] = {}
    for begin, end in _runs(_deciding(pieces, says, weights), pieces):
        phrase = text[pieces.starts[begin]:pieces.ends[end - 1]]
        phrases[phrase] = phrases.get(phrase, 0.0) + float(weights[begin:end].sum())
    longer = [phrase for phrase in phrases if len(phrase) > 1] or list(phrases)
    named: list[str] = []
    for phrase in sorted(longer, key=lambda phrase: -phrases[phrase]):
        if not any(phrase in one for one in named):
            named.append(phrase)
    return tuple(named[:MOST_WORDS])


def _token_weights(pieces: Pieces, says: NDArray[np.float32]) -> Weights:
    """Return what each token bears: its share of every piece that it is part of."""
    weights = np.zeros(len(pieces.starts))
    for offset in range(LONGEST_PIECE):
        reaching = pieces.lengths > offset
        weights += np.bincount(pieces.first[reaching] + offset, says[reaching] / pieces.lengths[reaching],
                               minlength=len(weights))
    return weights


def _deciding(pieces: Pieces, says: NDArray[np.float32], weights: Weights) -> Flags:
    flags: Flags = (weights > 0) & (weights >= weights.max() * WORTH_JOINING)
    strongest = np.argsort(-says, kind="stable")[:PICKED]
    for one in strongest[says[strongest] > says.max() * WORTH_NAMING].tolist():
        flags[pieces.first[one]:pieces.first[one] + pieces.lengths[one]] = True
    return flags


def _runs(flags: Flags, pieces: Pieces) -> Iterator[tuple[int, int]]:
    """Yield (first token, token after the last) of flagged tokens in a row; what parts tokens parts runs."""
    joined = np.zeros(len(flags) + 1, dtype=np.bool_)
    joined[pieces.first[pieces.lengths == 2] + 1] = True
    goes_on = np.zeros(len(flags) + 1, dtype=np.bool_)
    goes_on[1:-1] = flags[1:] & flags[:-1] & joined[1:-1]
    begins, ends = np.flatnonzero(flags & ~goes_on[:-1]), np.flatnonzero(flags & ~goes_on[1:]) + 1
    yield from zip(begins.tolist(), ends.tolist(), strict=True)
