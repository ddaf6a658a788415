"""Gi* names a grid among many cases, by PySAL, and agrees with its formula."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from data.risk import hotspots

SIDE = 12


def lattice() -> csr_array:
    pairs = [(x * SIDE + y, (x + i) * SIDE + y + j) for x in range(SIDE) for y in range(SIDE)
             for i in (-1, 0, 1) for j in (-1, 0, 1) if (i or j) and 0 <= x + i < SIDE and 0 <= y + j < SIDE]
    one, other = np.array(pairs).T
    degree = np.bincount(one)
    return csr_array((1 / degree[one], (one, other)), shape=(SIDE**2, SIDE**2))


def test_the_middle_of_a_warm_corner_is_hot_and_its_z_is_ord_and_getis_own():
    values = np.random.default_rng(9).poisson(3, SIDE**2).astype(float)
    corner = [x * SIDE + y for x in range(3) for y in range(3)]
    values[corner] += 10
    near = lattice()
    z, p = hotspots.gi_star(values, near)
    middle = SIDE + 1
    star = (near[[middle]].toarray()[0] > 0).astype(float)
    star[middle] = 1
    mean, spread, n, k = values.mean(), values.std(), len(values), star.sum()
    own = (star @ values - mean * k) / (spread * np.sqrt((n * k - k**2) / (n - 1)))
    assert z[middle] == pytest.approx(own, rel=0.02)
    assert z.argmax() in corner
    assert p[middle] < 1e-6


def test_where_all_have_the_same_nothing_stands_out():
    z, p = hotspots.gi_star(np.ones(SIDE**2), lattice())
    assert not z.any()
    assert (p == 1).all()
