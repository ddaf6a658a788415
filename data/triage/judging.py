"""How often proposals are right and how honest their confidence is, on texts that were not learned from."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cases.classification import Classifier, Example, learn

FOLDS, BINS = 5, 10


@dataclass(frozen=True, eq=False)
class Judged:
    """What came of every text."""

    right: NDArray[np.bool_]
    confidence: NDArray[np.float64]

    def of(self, chosen: NDArray[np.bool_]) -> "Judged":
        """Return what came of some of them."""
        return Judged(self.right[chosen], self.confidence[chosen])

    def share_right(self) -> float:
        """Return the share of right ones, 0 to 1; 0 where there are none."""
        return float(self.right.mean()) if len(self.right) else 0.0

    def calibration_error(self) -> float:
        """Return the expected calibration error over bins of equal width (Naeini et al., AAAI 2015), 0 to 1."""
        at = np.minimum((self.confidence * BINS).astype(int), BINS - 1)
        return float(sum((at == i).mean() * abs(self.confidence[at == i].mean() - self.right[at == i].mean())
                         for i in range(BINS) if (at == i).any()))


def judge(classifier: Classifier, cases: Sequence[Example]) -> Judged:
    """Return what the classifier makes of cases whose class is known."""
    found = [classifier.propose(text) for text, _ in cases]
    return Judged(np.array([one.class_code == code for one, (_, code) in zip(found, cases, strict=True)], dtype=bool),
                  np.array([one.confidence for one in found], dtype=np.float64))


def cross_validate(names: Sequence[Example], cases: Sequence[Example]) -> Judged:
    """Return what came of each case, judged by a classifier that learned from the other folds.

    The same text always lies in one fold, so that nobody is asked what they were told. The same input gives the same
    output. About six times as long as learning once.
    """
    fold = np.array([zlib.crc32(text.encode("utf-8", "replace")) % FOLDS for text, _ in cases], dtype=np.int64)
    right, confidence = np.zeros(len(cases), dtype=bool), np.zeros(len(cases))
    for n in range(FOLDS):
        asked = np.flatnonzero(fold == n)
        if len(asked):
            learned = learn(names, [cases[i] for i in np.flatnonzero(fold != n).tolist()])
            judged = judge(learned, [cases[i] for i in asked.tolist()])
            right[asked], confidence[asked] = judged.right, judged.confidence
    return Judged(right, confidence)
