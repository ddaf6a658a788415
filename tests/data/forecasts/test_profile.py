"""The model: it knows weekdays, forgets single outliers and gaps, and its interval holds what it promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.forecasts import making, profile, scoring
from data.forecasts.history import History, Node
from data.forecasts.past import Past
from tests.data.forecasts.world import history


def changed(world: History, day: int, counts) -> History:
    hourly = world.hourly.copy()
    hourly[:, day] = counts
    return History(world.nodes, world.first, hourly, world.kinds)


def test_a_sunday_is_expected_to_be_half_as_busy_as_a_monday():
    world = history(84, rate=60)
    daily, group = world.daily.astype(float), profile.groups(world.nodes)
    monday, sunday = (profile.expect(daily, world.kinds[:84], group, kind) for kind in (0, 6))
    assert np.all(np.abs(sunday / monday - 0.5) < 0.12)


def test_one_day_of_ten_thousand_moves_what_is_expected_by_little():
    world = history(84, rate=60)
    before = made(world)
    after = made(changed(world, 70, 10_000 // 24))
    assert np.all(after < before * 1.35)


def made(world: History) -> np.ndarray:
    past = Past.of(world, 1)
    return making.distribution(past, past.columns()[-1])[0]


def test_a_gap_of_a_month_is_not_taken_for_a_quiet_month():
    world = history(120, rate=60)
    gap = changed(world, slice(60, 90), 0)
    assert gap.seen.sum() == 90
    assert np.all(np.abs(made(gap) / made(world) - 1) < 0.3)


def test_a_city_with_hardly_any_cases_has_no_gaps():
    world = history(60, rate=0.02)
    assert world.seen.all()


def test_the_interval_holds_four_of_five():
    past = Past.of(history(200, rate=30, seed=5), 1, back=140)
    held = [scoring.within(past.truth[:, column], making.distribution(past, column)[1])
            for column in past.columns()[60:-1]]
    assert 0.75 < np.mean(held) < 0.86


def test_what_swings_more_than_chance_gets_a_wider_interval():
    calm = np.full((1, 60), 20.0)
    chance = np.random.default_rng(2)
    wild = profile.dispersion(chance.choice([5.0, 35.0], (1, 60)), calm)
    still = profile.dispersion(chance.poisson(20, (1, 60)).astype(float), calm)
    assert wild[0] < still[0]
    width = [np.ptp(profile.quantiles(np.array([20.0]), size), axis=1)[0] for size in (wild, still)]
    assert width[0] > 1.5 * width[1]


@given(mean=st.floats(0, 500), size=st.floats(0.5, 1_000))
def test_quantiles_rise_and_are_never_below_nothing(mean, size):
    low, middle, high = profile.quantiles(np.array([mean]), np.array([size]))[0]
    assert 0 <= low <= middle <= high
    assert np.isfinite(high)


def test_a_history_of_three_days_expects_nothing():
    past = Past.of(history(3), 1)
    assert list(past.columns()) == []


def test_a_forecast_knows_nothing_of_its_own_day_and_later():
    world = history(90, rate=30)
    for ahead in making.AHEAD:
        past = Past.of(world, ahead)
        column = past.columns()[-10]
        other = Past.of(changed(world, slice(past.day_of(column) - ahead + 1, 90), 500), ahead)
        for ours, theirs in zip(making.distribution(past, column), making.distribution(other, column), strict=True):
            assert ours == pytest.approx(theirs)


def test_an_area_of_another_city_cannot_be_in_a_history():
    with pytest.raises(KeyError):
        profile.groups((Node(1, "1", ""), Node(2, "11", "9")))
