"""Maximal covering: the optimum where greedy falls short, a stated gap, nothing from nothing."""

from itertools import combinations

import numpy as np
import pytest

from data.reach.covering import choose, greedy, value_of


def test_greedy_falls_into_the_trap_and_the_solver_does_not():
    reach = np.array([[1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0], [0, 0, 1, 1, 0, 1]], dtype=bool)
    found = choose(reach, np.ones(6), 2)
    assert (found.value, found.greedy) == (6, 5)
    assert sorted(found.chosen) == [1, 2]
    assert found.gap < 1e-3


@pytest.mark.parametrize("seed", range(3))
def test_it_is_as_good_as_trying_everything(seed):
    rng = np.random.default_rng(seed)
    reach, weights = rng.random((9, 40)) < 0.25, rng.random(40)
    best = max(value_of(reach, weights, list(some)) for some in combinations(range(9), 3))
    found = choose(reach, weights, 3)
    assert found.value == pytest.approx(best, rel=1e-3)
    assert found.greedy == pytest.approx(value_of(reach, weights, greedy(reach, weights, 3)))


@pytest.mark.parametrize(("spots", "goals", "count"), [(0, 3, 2), (3, 0, 2), (3, 3, 0)])
def test_nothing_to_choose_is_nothing_chosen(spots, goals, count):
    found = choose(np.ones((spots, goals), dtype=bool), np.ones(goals), count)
    assert (found.chosen, found.value) == ((), 0)


def test_nobody_is_sent_where_nothing_is_left_to_win():
    assert choose(np.ones((4, 5), dtype=bool), np.ones(5), 3).chosen[1:] == ()
