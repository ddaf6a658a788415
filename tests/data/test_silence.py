"""A long silence is a gap; a short one is a quiet time."""

import numpy as np
import pytest

from data.silence import heard


@pytest.mark.parametrize(("totals", "longest", "known"), [
    ([3, 0, 0, 2], 3, [True, True, True, True]),
    ([3, 0, 0, 0, 2], 3, [True, False, False, False, True]),
    ([0, 0, 5, 0, 0], 2, [False, False, True, False, False]),
    ([0, 0], 3, [True, True]),
    ([], 1, []),
])
def test_only_a_run_of_so_many_zeros_is_not_heard(totals, longest, known):
    assert heard(np.array(totals, dtype=float), longest).tolist() == known
