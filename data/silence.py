"""Stretches without anything: what is long silent was not heard, and is no quiet time."""

import numpy as np
from numpy.typing import NDArray


def heard(totals: NDArray[np.number], longest: int) -> NDArray[np.bool_]:
    """Return of which places in a row something is known: all but those in a run of `longest` or more zeros."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (totals == 0).astype(np.int8), [0]))))
    found = np.ones(len(totals), dtype=bool)
    for begin, end in edges.reshape(-1, 2):
        if end - begin >= longest:
            found[begin:end] = False
    return found
