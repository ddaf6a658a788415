"""The scan finds what is odd in space and time together, and nothing where all is usual."""

import numpy as np

from data.risk import scan

SIDE, DAYS = 8, 28
PLACES = np.array([(x * 500.0, y * 500.0) for x in range(SIDE) for y in range(SIDE)])
NEAR = scan.nearest(PLACES, 12)


def usual(seed: int = 1) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return chance.poisson(chance.gamma(2, 0.25, (SIDE * SIDE, 1)), (SIDE * SIDE, DAYS)).astype(np.int64)


def found(counts) -> list[scan.Found]:
    return scan.scan(counts, NEAR, np.random.default_rng(0))


def test_a_burst_is_found_where_and_since_when_it_is():
    counts = usual()
    burst = NEAR[27][:4]
    counts[burst, -2:] += 5
    [first, *_] = found(counts)
    assert set(burst) & set(first.grids.tolist())
    assert first.high in (2, 3)
    assert first.observed > 2 * first.expected
    assert first.p <= 0.01


def test_a_place_that_is_always_busy_and_a_day_that_was_busy_everywhere_are_no_cluster():
    counts = usual(2)
    counts[10] += 6
    counts[:, -1] += 1
    assert not found(counts)


def test_usual_days_are_seldom_called_clusters():
    assert sum(bool(found(usual(seed))) for seed in range(20)) <= 3


def test_of_hardly_any_cases_nothing_is_said():
    counts = np.zeros((SIDE * SIDE, DAYS), dtype=np.int64)
    assert not found(counts)
    counts[0, -1] = 3
    assert not found(counts)


def test_two_bursts_are_two_clusters_and_share_no_grid():
    counts = usual(5)
    counts[NEAR[0][:3], -1] += 12
    counts[NEAR[63][:3], -1] += 12
    clusters = found(counts)
    assert len(clusters) >= 2
    together = np.concatenate([one.grids for one in clusters])
    assert len(set(together.tolist())) == len(together)


def test_many_scans_at_once_are_held_to_more():
    counts = usual()
    counts[NEAR[27][:4], -2:] += 5
    assert scan.scan(counts, NEAR, np.random.default_rng(0), tried=1)
    assert not scan.scan(counts, NEAR, np.random.default_rng(0), tried=1_000)
