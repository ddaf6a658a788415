"""Linear weights that tell classes apart, learned from sparse vectors, and how sharp their scores are as chances.

One weight per piece and class: a support vector machine with squared hinge loss, each class against
the others, by dual coordinate descent (Hsieh et al., A Dual Coordinate Descent Method for Large-scale
Linear SVM, ICML 2008), which steps through one text at a time, all classes at once. Chances are the
softmax of scores times one sharpness (temperature scaling: Guo et al., On Calibration of Modern Neural
Networks, ICML 2017), fitted on texts that were held out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PASSES = 6
STILL = 0.02
"""A multiplier that would move by less stays."""
COST = 1.0
SEED = 20_201
SHARPNESSES = np.geomspace(0.5, 6.0, 60)
"""Texts from one form letter say that everything is certain; none of the real ones measured wanted more than 6."""

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sparse:
    """A text as a vector of length 1: which columns, and their values."""

    columns: NDArray[np.int64]
    values: Floats


def fit(texts: Sequence[Sparse], labels: Labels, weights: Floats, *, shape: tuple[int, int]) -> Floats:
    """Return weights of `shape` (columns + 1, classes); the last row is each class's bias.

    `weights` says how much each text counts. The same input gives the same output.
    """
    found = np.zeros(shape, dtype=np.float32)
    multipliers = np.zeros((len(texts), shape[1]), dtype=np.float32)
    signs = np.full(multipliers.shape, -1.0, dtype=np.float32)
    signs[np.arange(len(texts)), labels] = 1.0
    softness = (0.5 / (COST * weights)).astype(np.float32)
    moved = np.ones(len(texts), dtype=np.bool_)
    chance = np.random.default_rng(SEED)
    for turn in range(PASSES):
        asked = chance.permutation(np.flatnonzero(moved | (turn % 3 == 0)))
        for i in asked.tolist():
            moved[i] = _step(found, texts[i], multipliers[i], signs[i], softness[i])
    return found


def _step(found: Floats, text: Sparse, multipliers: Floats, signs: Floats, softness: np.float32) -> bool:
    """Move one text's multipliers, and the weights with them; return whether any moved."""
    rows = found[text.columns]
    short = 1 - signs * (text.values @ rows + found[-1]) - softness * multipliers
    moves = np.maximum(short / (2 + softness), -multipliers)
    moving = (np.abs(moves) > STILL).nonzero()[0]
    if not len(moving):
        return False
    multipliers[moving] += moves[moving]
    signed = (moves * signs)[moving]
    found[text.columns[:, None], moving] = rows[:, moving] + text.values[:, None] * signed
    found[-1, moving] += signed
    return True


def chances(scores: Floats, sharpness: float) -> Floats:
    """Return the chance of each class, along the last axis; each row adds up to 1."""
    raised = np.exp((scores - scores.max(axis=-1, keepdims=True)) * np.float32(sharpness))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def fit_sharpness(scores: Floats, labels: Labels) -> float:
    """Return the sharpness under which the right classes of held-out texts were least surprising."""
    rows = np.arange(len(labels))
    surprises = [-np.log(np.maximum(chances(scores, sharpness)[rows, labels], 1e-9)).mean()
                 for sharpness in SHARPNESSES]
    return float(SHARPNESSES[int(np.argmin(surprises))])
