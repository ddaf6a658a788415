"""Repeat cases: the same class, within 50 m, within 30 days."""

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.figures import period, repeats
from tests import cast, pile

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NOW = cast.NOW
METRE = 1 / 111_195
"""Degrees of latitude."""


def put(visit, *cases, area=pile.HERE):
    """Store cases at (metres north, days ago), with changes."""
    return pile.put_all(visit, [pile.case(area, NOW, received_at=NOW - days * DAY - MINUTE, lon=120.005,
                                          lat=30.0045 + metres * METRE, **more) for metres, days, more in cases])


def find(visit, prefix="9901"):
    found = repeats.find(visit, prefix, period.named(visit, "30d"))
    return found.ids, found.sample


def test_what_came_back_within_50_metres_and_30_days_is_a_repeat(write):
    with write() as visit:
        first, near, far, other = put(visit, (0, 9, {}), (49, 8, {}), (120, 7, {}), (0, 6, {"class_code": "0102"}))
        assert find(visit) == ([near.id], 4)
        assert first.id < near.id < far.id < other.id


def test_the_first_may_have_come_before_the_period_but_not_long_before(write):
    with write() as visit:
        put(visit, (0, 59, {}), (1_000, 45, {}))
        _, again = put(visit, (0, 28, {}), (1_000, 20, {}))
        assert find(visit) == ([again.id], 2)


def test_places_known_only_by_their_area_and_void_cases_do_not_count(write):
    with write() as visit:
        put(visit, (0, 3, {"placed": "area"}), (0, 2, {"placed": "area"}), (0, 1, {"state": "voided"}), (0, 1, {}))
        assert find(visit) == ([], 1)
        assert repeats.figures(repeats.Repeats(), period.named(visit, "30d"))["repeat_rate"].value is None


def test_a_stranger_finds_no_repeats(write, read):
    with write() as visit:
        put(visit, (0, 3, {}), (0, 2, {}), area=pile.THERE)
    with read(scope=cast.BO) as visit:
        assert find(visit) == ([], 0)


def test_figures_say_count_and_share(write):
    with write() as visit:
        put(visit, (0, 3, {}), (0, 2, {}), (0, 1, {}), (500, 1, {}))
        over = period.named(visit, "30d")
        found = repeats.figures(repeats.find(visit, "9901", over), over)
        assert (found["repeats"].value, found["repeat_rate"].value, found["repeat_rate"].sample) == (2, 50.0, 4)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 1), st.integers(0, 60)), min_size=1, max_size=40))
def test_it_equals_a_plain_search(cases):
    """Metres, class and day: each case against each before it."""
    cases.sort(key=lambda case: case[2])
    places = np.array([[kind * repeats.APART_M, metres] for metres, kind, _ in cases], dtype=float)
    seconds = np.array([day * 86_400 for _, _, day in cases], dtype=float)
    wanted = [any(abs(metres - m) <= 50 and kind == k and day - d <= 30 for m, k, d in cases[:i])
              for i, (metres, kind, day) in enumerate(cases)]
    assert repeats.is_repeat(places, seconds).tolist() == wanted
