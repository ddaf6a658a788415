"""The risk score: places among all grids, weights learned from what came, a fair back-test."""

import numpy as np
import pytest

from data.risk import scoring

RNG = np.random.default_rng(8)


def test_places_are_the_share_that_has_less_and_equals_share_one():
    assert scoring.places(np.array([0.0, 5, 0, 9])).tolist() == pytest.approx([0, 2 / 3, 0, 1])
    assert scoring.places(np.array([np.nan, 1.0])).tolist() == [0, 1]


def test_what_foresees_harm_gets_the_weight():
    told, noise = RNG.random(500), RNG.random(500)
    weights = scoring.learn(np.column_stack([told, noise]), RNG.poisson(told * 20).astype(float))
    assert weights is not None
    assert weights.sum() == pytest.approx(1)
    assert weights[0] > 0.85
    assert (weights >= 0).all()


def test_without_harm_no_weight_is_made_up():
    assert scoring.learn(RNG.random((50, 2)), np.zeros(50)) is None


def test_the_score_is_the_sum_of_its_points():
    assert scoring.scores(np.array([[1.0, 0.5]]), np.array([0.6, 0.4]))[0] == pytest.approx(80)


def test_the_back_test_counts_the_harm_in_a_tenth_of_the_grids():
    harm = np.zeros(20)
    harm[3] = 8
    harm[4] = 2
    assert scoring.caught(np.arange(20)[::-1].astype(float), harm) == 0
    score = np.zeros(20)
    score[[3, 4]] = 1, 0.5
    assert scoring.caught(score, harm) == 1
    assert scoring.caught(np.zeros(20), harm) == pytest.approx(0.1)
