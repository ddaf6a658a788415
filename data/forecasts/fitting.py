"""Tables whose sums are known both ways: each cell is drawn as little as it can be from what it would be by itself.

Iterative proportional fitting (Deming & Stephan 1940): rows and columns are stretched in turn until both sums hold.
"""

import numpy as np

from data.forecasts.profile import Floats

ROUNDS, NEAR = 200, 1e-6


def fitted(seed: Floats, rows: Floats, columns: Floats) -> Floats:
    """Return (tables, rows, columns) whose rows sum to `rows`, (tables, rows), and columns to `columns`, as can be.

    Where both totals of a table differ, its rows' holds. A row or column of no seed stays empty.
    """
    wanted = columns * _ratio(rows.sum(axis=1), columns.sum(axis=1))[:, None]
    found = seed * _ratio(rows, seed.sum(axis=2))[:, :, None]
    for _ in range(ROUNDS):
        found = found * _ratio(wanted, found.sum(axis=1))[:, None, :]
        by_row = found.sum(axis=2)
        found = found * _ratio(rows, by_row)[:, :, None]
        if np.all(np.abs(by_row - rows) <= NEAR * (1.0 + rows)):
            break
    return np.asarray(found)


def _ratio(wanted: Floats, there: Floats) -> Floats:
    return np.divide(wanted, there, out=np.zeros_like(there), where=there > 0)
