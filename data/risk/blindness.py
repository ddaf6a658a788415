"""Grids where nothing happened although something should have: how much was to be expected, and how likely nothing is.

The expectation comes from a count regression over all grids (log link, by iteratively reweighted least squares, Nelder
and Wedderburn 1972) on residents, size, what the grid had before and what its neighbours have now. Counts vary more
than a Poisson law allows; the surplus is estimated by moments (Cameron and Trivedi) and the chance of nothing at all is
that of the negative binomial law, (1 + a m)^(-1/a). Which grids are named keeps the share of wrong ones among them at
or below FALSE (Benjamini and Hochberg 1995).
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

FALSE = 0.05
RIDGE = 1e-3
STEPS = 50
LARGEST = 20.0


def expect(known: Numbers, counts: Numbers) -> Numbers:
    """Return what is to be expected of each grid, from columns that are known of all."""
    mean, spread = known.mean(axis=0), known.std(axis=0)
    kept = spread > 1e-9
    x = np.column_stack([np.ones(len(known)), (known[:, kept] - mean[kept]) / spread[kept]])
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(max(counts.mean(), 1e-9))
    ridge = np.eye(len(beta)) * RIDGE * len(x)
    ridge[0, 0] = 1e-9
    for _ in range(STEPS):
        eta = np.clip(x @ beta, -LARGEST, LARGEST)
        mu = np.exp(eta)
        new = np.linalg.solve(x.T @ (x * mu[:, None]) + ridge * mu.mean(), x.T @ (mu * eta + counts - mu))
        if np.abs(new - beta).max() < 1e-8:
            break
        beta = new
    return np.asarray(np.exp(np.clip(x @ beta, -LARGEST, LARGEST)))


def surplus(counts: Numbers, mu: Numbers) -> float:
    """Return a of the variance m + a m²; 0 where counts vary no more than a Poisson law says."""
    square = float((mu**2).sum())
    return max(0.0, float(((counts - mu) ** 2 - mu).sum()) / square) if square else 0.0


def chance_of_none(mu: Numbers, a: float) -> Numbers:
    """Return how likely no case at all is."""
    return np.asarray(np.exp(-mu) if a < 1e-9 else (1.0 + a * mu) ** (-1.0 / a))


def named(chances: Numbers, tried: int, false: float = FALSE) -> NDArray[np.bool_]:
    """Return which of these hold among so many that were tried, wrong ones being at most this share of them."""
    order = np.argsort(chances)
    below = np.flatnonzero(chances[order] <= false * np.arange(1, len(order) + 1) / tried)
    found = np.zeros(len(chances), dtype=bool)
    found[order[: below[-1] + 1 if len(below) else 0]] = True
    return found
