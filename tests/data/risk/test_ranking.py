"""The ranking learns lags from the past, is scored fairly, and is not led by floods."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from data.risk import ranking
from data.risk.ledger import Compared, excess_ratio

CHANCE = np.random.default_rng(3)
GRIDS, DAYS = 200, 120


def past(counts) -> ranking.Past:
    grids = len(counts)
    ring = csr_array((np.full(2 * grids, 0.5), (np.repeat(np.arange(grids), 2),
                                                np.column_stack([np.arange(grids) - 1, np.arange(grids) + 1]).ravel()
                                                % grids)), shape=(grids, grids))
    return ranking.past_of(counts.astype(np.float32), ring, [str(n // 10) for n in range(grids)])


def bursting() -> np.ndarray:
    """Return a city in which each case draws others for a few days, anywhere, and nothing is usual."""
    counts = np.zeros((GRIDS, DAYS))
    for day in range(DAYS):
        drawn = sum(counts[:, day - lag] * 0.35 / lag for lag in (1, 2, 3) if day >= lag)
        counts[:, day] = CHANCE.poisson(np.minimum(0.05 + drawn, 5))
    return counts


def test_where_cases_draw_others_the_learned_ranking_beats_the_last_28_days():
    one = past(bursting())
    days = ranking.walk(one, 80, DAYS)
    ratio = excess_ratio(days, ranking.how_many(GRIDS) / GRIDS)
    assert ratio is not None
    assert ratio > 1.3


def test_where_places_are_only_busy_or_quiet_the_learned_one_is_hardly_worse():
    rates = np.exp(CHANCE.normal(-1, 1, GRIDS))
    one = past(CHANCE.poisson(rates[:, None], (GRIDS, DAYS)))
    ratio = excess_ratio(ranking.walk(one, 80, DAYS), ranking.how_many(GRIDS) / GRIDS)
    assert ratio is not None
    assert ratio > 0.95


def test_a_day_is_ranked_by_what_was_before_it_alone():
    counts = bursting()
    known = ranking.features(past(counts), 60)
    counts[:, 60:] = 99
    assert np.array_equal(ranking.features(past(counts), 60), known)


def test_equals_at_the_edge_share_the_places_that_are_left():
    truth = np.array([4, 2, 2, 0], dtype=np.float32)
    assert ranking.hits(np.array([1.0, 1, 1, 1]), truth, 2) == 4
    assert ranking.hits(np.array([9.0, 1, 1, 1]), truth, 2) == pytest.approx(4 + 4 / 3)


def test_ten_thousand_from_one_place_are_cut_and_counted():
    counts = np.ones((50, 30), dtype=np.float32)
    counts[7, 29] = 10_000
    cut, how_many = ranking.capped(counts)
    assert how_many == 1
    assert cut.max() <= ranking.LEAST_CAP
    assert ranking.capped(np.zeros((3, 3), dtype=np.float32))[1] == 0


def test_reasons_say_which_share_rests_on_what():
    known = ranking.features(past(bursting()), 100)
    weights = np.ones(known.shape[1])
    shares = ranking.reasons(known, weights)[0]
    assert sum(shares.values()) == pytest.approx(1, abs=0.02)
    assert ranking.reasons(np.zeros((1, len(weights))), weights) == [{}]


def test_nothing_can_be_said_of_nothing():
    assert excess_ratio([], 0.05) is None
    assert excess_ratio([Compared(0, 0, 0, 0)], 0.05) is None
    assert excess_ratio([Compared(0, 100, 9, 5)], 0.05) is None  # the plain one is no better than chance
    assert not ranking.learn(past(np.zeros((5, 40))), 40).any()
