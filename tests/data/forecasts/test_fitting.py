"""Tables are fitted to both their sums; where that cannot be, rows hold and nothing is made up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.forecasts.fitting import fitted

CELLS = st.lists(st.floats(0.01, 50), min_size=12, max_size=12)


@given(seed=CELLS, wanted=CELLS)
def test_rows_and_columns_of_any_table_add_up(seed, wanted):
    target = np.array(wanted).reshape(1, 3, 4)
    found = fitted(np.array(seed).reshape(1, 3, 4), target.sum(axis=2), target.sum(axis=1))
    assert np.allclose(found.sum(axis=2), target.sum(axis=2), rtol=1e-6)
    assert np.allclose(found.sum(axis=1), target.sum(axis=1), rtol=1e-4)
    assert (found >= 0).all()


def test_a_table_that_already_adds_up_stays_as_it_is():
    seed = np.array([[[1.0, 3.0], [2.0, 5.0]]])
    assert np.allclose(fitted(seed, seed.sum(axis=2), seed.sum(axis=1)), seed)


def test_where_totals_differ_rows_hold_and_nothing_comes_from_nothing():
    seed = np.array([[[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]])
    found = fitted(seed, np.array([[4.0, 0.0]]), np.array([[1.0, 1.0, 0.0]]))
    assert found.tolist() == [[[2.0, 2.0, 0.0], [0.0, 0.0, 0.0]]]
    assert fitted(seed, np.zeros((1, 2)), np.zeros((1, 3))).sum() == 0
