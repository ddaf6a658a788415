"""Near repeats are found where there are some, and floods of one spot are thinned."""

import numpy as np

from data.risk import knox


def scattered(rng, count: int = 300):
    return rng.uniform(0, 8_000, (count, 2)), rng.uniform(0, 60, count)


def test_cases_that_draw_others_near_by_and_soon_after_are_seen():
    rng = np.random.default_rng(4)
    metres, days = scattered(rng)
    again = rng.choice(len(metres), 120)
    metres = np.vstack([metres, metres[again] + rng.normal(0, 40, (120, 2))])
    days = np.concatenate([days, days[again] + rng.uniform(0, 0.9, 120)])
    bands = {(one.metres, one.days): one for one in knox.knox(metres, days, rng)}
    near = bands[100.0, 1.0]
    assert near.p <= 0.01
    assert near.observed > 3 * near.expected
    assert bands[400.0, 14.0].p > 0.05


def test_scattered_cases_show_no_pattern():
    rng = np.random.default_rng(5)
    assert sum(one.p <= 0.01 for one in knox.knox(*scattered(rng, 600), rng)) <= 1


def test_of_few_cases_and_of_too_many_pairs_nothing_is_said(monkeypatch):
    rng = np.random.default_rng(6)
    assert knox.knox(*scattered(rng, 20), rng) == []
    monkeypatch.setattr(knox, "MOST_PAIRS", 10)
    assert knox.knox(*scattered(rng, 100), rng) == []


def test_of_one_spot_so_many_are_kept():
    spots = np.array([0] * 1_000 + [1, 2, 2])
    kept = knox.thinned(spots)
    assert kept[:1_000].sum() == knox.MOST_OF_SPOT
    assert kept[1_000:].all()
