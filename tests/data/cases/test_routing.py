"""Routing: rules in order, the first that fits; a rule that can never match is known beforehand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar.working_time import Calendar
from data.cases import routing
from data.cases.routing import Matter, Rule, first_fit, fits, hides
from tests import cast

CALENDAR = Calendar(zone=ZoneInfo("Asia/Shanghai"))
WEDNESDAY_TEN, NATIONAL_DAY = cast.NOW, datetime(2026, 10, 1, 2, 0, tzinfo=UTC)


def matter(code: str = "0101", area: str = "990101001001001", priority: int = 3,
           at: datetime = WEDNESDAY_TEN) -> Matter:
    return Matter(class_code=code, area_code=area, priority=priority, at=at)


def rule(**more) -> Rule:
    return Rule(**{"id": "r", "department": "clean", **more})


@pytest.mark.parametrize(("one", "other", "holds"), [
    (rule(), matter(), True),
    (rule(classes=("0101",)), matter("0101"), True),
    (rule(classes=("0101",)), matter("01011"), False),
    (rule(classes=("01*",)), matter("0102"), True),
    (rule(areas=("990102",)), matter(), False),
    (rule(areas=("990101", "990102")), matter(), True),
    (rule(least_urgent=2), matter(priority=3), False),
    (rule(most_urgent=3), matter(priority=3), True),
    (rule(hours=(8 * 60, 18 * 60)), matter(), True),
    (rule(hours=(18 * 60, 8 * 60)), matter(), False),
    (rule(hours=(18 * 60, 8 * 60)), matter(at=WEDNESDAY_TEN + timedelta(hours=9)), True),
    (rule(days="working"), matter(), True),
    (rule(days="free"), matter(), False),
    (rule(days="free"), matter(at=NATIONAL_DAY), True),
])
def test_a_rule_holds_for_what_it_names_and_what_it_leaves_out(one, other, holds):
    assert fits(one, other, CALENDAR) is holds


def test_the_first_that_fits_wins_and_none_may():
    night, any_time = rule(id="night", hours=(18 * 60, 8 * 60)), rule(id="any", department="roads")
    assert first_fit([night, any_time], matter(), CALENDAR) is any_time
    assert first_fit([night, any_time], matter(at=WEDNESDAY_TEN + timedelta(hours=12)), CALENDAR) is night
    assert first_fit([night], matter(), CALENDAR) is None


CODES = st.sampled_from(["01*", "0101", "0102", "02*", "0201"])
AREAS = st.sampled_from(["9901", "990101", "990102", "990101001"])
HOURS = st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda pair: pair[0] != pair[1])
RULES = st.builds(rule, classes=st.lists(CODES, max_size=2).map(tuple), areas=st.lists(AREAS, max_size=2).map(tuple),
                  hours=HOURS, days=st.sampled_from(["", "working", "free"]), most_urgent=st.integers(1, 4),
                  least_urgent=st.integers(1, 4))
MATTERS = st.builds(matter, st.sampled_from(["0101", "0102", "0201", "0202"]),
                    st.sampled_from(["990101001001001", "990102001001001", "990101002001001"]), st.integers(1, 4),
                    st.integers(0, 365 * 1440).map(lambda minutes: WEDNESDAY_TEN + timedelta(minutes=minutes)))


@given(RULES, RULES, MATTERS)
def test_whatever_a_hidden_rule_would_match_the_earlier_one_has_matched(earlier, later, one):
    if hides(earlier, later) and fits(later, one, CALENDAR):
        assert fits(earlier, one, CALENDAR)


@given(RULES)
def test_a_rule_hides_its_twin_and_a_rule_without_conditions_hides_all(one):
    assert hides(one, one)
    assert hides(rule(), one)


@pytest.mark.parametrize("text", ["8:00", "24:01", "25:00", "08:60", "ab:cd", "0800", ""])
def test_an_hour_is_read_exactly(text):
    with pytest.raises(ValueError):
        routing.minute_of(text)
    assert (routing.minute_of("24:00"), routing.minute_of("00:00")) == (1440, 0)
