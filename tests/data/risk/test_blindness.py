"""How much was to be expected, how likely nothing is, and who is named among thousands."""

import numpy as np
import pytest

from data.risk import blindness

RNG = np.random.default_rng(7)
PEOPLE = RNG.uniform(200, 3_000, 400)
KNOWN = np.column_stack([np.log1p(PEOPLE), RNG.normal(0, 1, 400)])
COUNTS = RNG.poisson(PEOPLE / 100).astype(float)


def test_the_expectation_follows_what_drives_the_counts():
    mu = blindness.expect(KNOWN, COUNTS)
    assert np.corrcoef(mu, PEOPLE)[0, 1] > 0.99
    assert mu.sum() == pytest.approx(COUNTS.sum(), rel=0.02)
    assert blindness.surplus(COUNTS, mu) < 0.02


def test_counts_that_vary_more_make_silence_likelier():
    wild = RNG.poisson(RNG.gamma(1.0, PEOPLE / 100)).astype(float)
    a = blindness.surplus(wild, blindness.expect(KNOWN, wild))
    assert a == pytest.approx(1, abs=0.35)
    assert blindness.chance_of_none(np.array([10.0]), a)[0] > 100 * blindness.chance_of_none(np.array([10.0]), 0)[0]


def test_a_silent_grid_of_many_people_is_named_and_a_small_one_is_not():
    counts = COUNTS.copy()
    large, small = int(np.argmax(PEOPLE)), int(np.argmin(PEOPLE))
    counts[[large, small]] = 0
    mu = blindness.expect(KNOWN, counts)
    chances = np.where(counts == 0, blindness.chance_of_none(mu, blindness.surplus(counts, mu)), 1.0)
    named = blindness.named(chances, len(chances))
    assert named[large]
    assert not named[small]


def test_a_city_without_people_or_without_cases_is_no_error():
    assert np.isfinite(blindness.expect(np.zeros((30, 4)), np.ones(30))).all()
    assert blindness.expect(KNOWN, np.zeros(400)).max() < 1e-3
    assert not blindness.named(np.ones(10), 10).any()


def test_the_threshold_rises_with_how_many_are_named():
    assert blindness.named(np.array([0.001, 0.02, 0.03, 0.9]), 4).tolist() == [True, True, True, False]
    assert blindness.named(np.array([0.001, 0.03, 0.9, 0.9]), 4).tolist() == [True, False, False, False]
