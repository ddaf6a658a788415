"""Surges stand out of the weekly pattern; short histories, gaps, outliers and new classes are said, not guessed at."""

import numpy as np
import pytest

from data.warnings import pattern, surges
from data.warnings.pattern import WEEK, Counts

AREAS, CLASSES = ("a", "b"), ("x", "y")


def history(weeks=8.0, rate=1.0, seed=3, change=None) -> Counts:
    """Return two areas and classes by chance, busier by day than by night; `change(table)` spoils it."""
    rng, hours = np.random.default_rng(seed), int(weeks * WEEK)
    day = 0.2 + 1.6 * ((np.arange(hours) % 24 >= 8) & (np.arange(hours) % 24 < 20))
    table = rng.poisson(rate * day, (2, 2, hours)).astype(float)
    if change:
        change(table)
    area, kind, hour = np.nonzero(table)
    return Counts(AREAS, CLASSES, area, kind, hour, table[area, kind, hour], hours, 0)


def found(usual, now, hour=12):
    return surges.find(usual, now, hour)


def test_what_is_usual_is_told_by_nobody_and_what_is_many_times_that_by_its_least_likely_window():
    usual = pattern.learn(history())
    assert found(usual, {("a", "x"): [3, 2, 2], ("b", "y"): [0, 0, 0]}) == []
    [one] = found(usual, {("a", "x"): [14, 2, 2]})
    assert (one.area, one.kind, one.hours, one.count) == ("a", "x", 1, 14)
    assert one.expected == pytest.approx(1.8, rel=0.3)
    assert 5 <= one.alarm_at <= 14
    assert one.chance < surges.alpha_of(usual)


def test_the_same_number_is_usual_by_day_and_a_surge_by_night():
    usual = pattern.learn(history(rate=3.0))
    now = {("a", "x"): [9, 5, 4]}
    assert found(usual, now, hour=12) == []
    assert [one.area for one in found(usual, now, hour=3)] == ["a"]


def test_a_surge_that_grows_is_told_before_its_hour_is_over_and_over_two_hours_too():
    usual = pattern.learn(history())
    [one] = found(usual, {("a", "x"): [8, 9, 1]})
    assert (one.hours, one.count) == (2, 17)


def test_a_history_of_three_days_tells_nothing():
    usual = pattern.learn(history(weeks=3 / 7))
    assert not usual.is_known
    assert found(usual, {("a", "x"): [500, 0, 0]}) == []


def test_no_history_at_all_tells_nothing():
    none = np.array([], dtype=np.int64)
    usual = pattern.learn(Counts((), (), none, none, none, none.astype(float), 0, 0))
    assert not usual.is_known
    assert found(usual, {("a", "x"): [500, 0, 0]}) == []


def test_a_month_that_was_not_heard_is_no_quiet_time():
    def gap(table):
        table[:, :, 2 * WEEK:6 * WEEK] = 0

    whole, holed = pattern.learn(history()), pattern.learn(history(change=gap))
    assert holed.gaps >= 4 * WEEK
    assert holed.rate.mean() == pytest.approx(whole.rate.mean(), rel=0.15)


def test_an_outlier_of_ten_thousand_does_not_become_the_pattern():
    def outlier(table):
        table[0, 0, 700] = 10_000

    plain, spoilt = pattern.learn(history()), pattern.learn(history(change=outlier))
    assert spoilt.rate[0].mean() == pytest.approx(plain.rate[0].mean(), rel=0.1)
    [one] = found(spoilt, {("a", "x"): [14, 2, 2]})
    assert one.expected < 3
    assert found(plain, {("a", "x"): [10_000, 0, 0]})[0].count == 10_000


def test_a_class_never_seen_is_judged_by_what_never_came_and_says_so():
    usual = pattern.learn(history())
    [one] = found(usual, {("a", "new"): [6, 0, 0]})
    assert one.is_new_class
    assert one.expected < 0.01
    assert found(usual, {("nowhere", "x"): [50, 0, 0]}) == []


def test_the_stated_rate_of_false_alarms_is_kept_where_counts_are_what_they_are_taken_to_be():
    usual, weeks = pattern.learn(history(weeks=12)), 26
    alpha, alarms = surges.alpha_of(usual), 0
    fresh = history(weeks=weeks, seed=9)
    table = np.zeros((2, 2, fresh.hours))
    table[fresh.area, fresh.kind, fresh.hour] = fresh.n
    for hour in range(2, fresh.hours):
        now = {(area, kind): table[a, k, hour - 2:hour + 1][::-1].astype(int).tolist()
               for a, area in enumerate(AREAS) for k, kind in enumerate(CLASSES)
               if table[a, k, hour - 2:hour + 1].sum() >= 7}
        alarms += len(surges.find(usual, now, hour % WEEK, alpha))
    assert alarms / (2 * weeks * WEEK / surges.HOURS_OF_MONTH) <= surges.FALSE_ALARMS
