"""Working days of China: weekends, statutory holidays, the weekends called to work, and years nobody has announced."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar.holidays import is_announced, is_working_day

WORKED_IN_2026 = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
"""Weekend days called to work by the notice of the General Office of the State Council for 2026."""
FREE_IN_2026 = [((1, 1), (1, 3)), ((2, 15), (2, 23)), ((4, 4), (4, 6)), ((5, 1), (5, 5)), ((6, 19), (6, 21)),
                ((9, 25), (9, 27)), ((10, 1), (10, 7))]
"""First and last days of its holidays."""
NOBODY_KNOWS = date(2100, 1, 1)
"""A Friday."""
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
OWN = st.dictionaries(DAYS, st.booleans(), max_size=5)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def test_the_whole_of_2026_is_what_its_notice_says():
    for day in days_of(2026):
        is_free = any(begin <= (day.month, day.day) <= end for begin, end in FREE_IN_2026)
        is_called = (day.month, day.day) in WORKED_IN_2026
        assert is_working_day(day) == (is_called or (day.weekday() < 5 and not is_free)), day


@pytest.mark.parametrize(("year", "days"), [
    (2004, 262 - 16 + 6),  # Monday to Friday, less the holidays among them, plus the weekend days worked
    (2020, 262 - 19 + 6),
    (2026, 261 - 19 + 6),
])
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year, days):
    assert sum(map(is_working_day, days_of(year))) == days


@pytest.mark.parametrize(("day", "worked"), [
    (date(2020, 1, 31), False), (date(2020, 2, 3), True),  # the spring festival that was prolonged
    (date(2015, 9, 3), False), (date(2015, 9, 6), True),  # a holiday of that year only
    (date(2005, 12, 31), True), (date(2007, 12, 29), True),  # called to work by the notice for the year after
])
def test_single_notices_are_known(day, worked):
    assert is_working_day(day) is worked


@pytest.mark.parametrize("day", [NOBODY_KNOWS, date(2003, 12, 31), date(1900, 1, 1), date(9999, 12, 31)])
def test_a_year_without_a_notice_is_judged_by_the_weekday_and_says_so(day):
    assert not is_announced(day)
    assert is_working_day(day) == (day.weekday() < 5)


def test_an_announced_year_is_known_from_its_first_day_to_its_last():
    assert all(map(is_announced, days_of(2026)))
    assert all(map(is_announced, days_of(2004)))


def test_the_city_s_own_days_override_notices_and_weekends():
    own = {date(2026, 10, 1): True, date(2026, 9, 20): False, NOBODY_KNOWS: False}
    assert [is_working_day(day, own) for day in own] == [True, False, False]
    assert is_announced(NOBODY_KNOWS, own)
    assert not is_announced(NOBODY_KNOWS + timedelta(days=1), own)


def test_the_notices_hold_in_china_only():
    assert is_working_day(date(2026, 10, 1), country="US")
    assert not is_working_day(date(2026, 10, 10), country="US")
    assert not is_announced(date(2026, 10, 1), country="US")
    assert is_announced(date(2026, 7, 3), {date(2026, 7, 3): False}, country="US")


@given(DAYS, OWN, st.sampled_from(["CN", "US"]))
def test_what_is_not_announced_is_an_ordinary_week(day, own, country):
    if not is_announced(day, own, country):
        assert is_working_day(day, own, country) == (day.weekday() < 5)
    if day in own:
        assert is_working_day(day, own, country) is own[day]
