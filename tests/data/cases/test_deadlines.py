"""Deadlines: when a case is due, what a pause does to that, and which lamp it shows."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import limits
from data.calendar.limits import Limit, Unit
from data.calendar.working_time import Calendar, elapsed, length, read_hours
from data.cases import deadlines
from data.errors import Invalid

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINESE = Calendar(zone=SHANGHAI)
AMERICAN = Calendar(zone=ZoneInfo("America/New_York"), country="US", hours=read_hours("09:00-17:00"))
CALENDARS = st.sampled_from([CHINESE, AMERICAN])
LIMITS = st.builds(Limit, st.integers(1, 60), st.sampled_from(Unit))
MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2026, 12, 1), timezones=st.just(UTC)) | st.builds(  # noqa: DTZ001
    lambda n: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=30 * n), st.integers(0, 3_000))
"""Any time of a year, and round ones around National Day."""
SPANS = st.timedeltas(timedelta(), timedelta(days=15)) | st.builds(timedelta, hours=st.integers(0, 300))


def china(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def due(start: datetime, limit: str) -> datetime:
    return deadlines.due_at(start, limits.read(limit), CHINESE)


def extended(start: datetime, limit: str, paused_at: datetime, resumed_at: datetime) -> datetime:
    return deadlines.extend(due(start, limit), start, limits.read(limit), CHINESE, paused_at=paused_at,
                            resumed_at=resumed_at)


def lamp(now: datetime, start: datetime, limit: str, paused_at: datetime | None = None) -> str:
    return deadlines.lamp(now, start, due(start, limit), limits.read(limit), CHINESE, paused_at=paused_at)


@pytest.mark.parametrize(("limit", "expected"), [
    ("4WH", china(10, 8, 11)), ("1WD", china(10, 8, 17)), ("2UH", china(9, 30, 19)), ("1UD", china(10, 1, 17)),
    ("5ND", china(10, 5, 17)),
])
def test_a_case_of_the_evening_before_national_day_is_due_by_its_unit(limit, expected):
    assert due(china(9, 30, 17), limit) == expected
    assert due(china(9, 30, 17), limit).utcoffset() == timedelta()


@given(MOMENTS, LIMITS, SPANS, SPANS, CALENDARS)
def test_a_paused_clock_stands_still(start, limit, before, held, calendar):
    """What was left when it stopped is left when it runs again, also of a deadline that had passed already."""
    first = deadlines.due_at(start, limit, calendar)
    paused_at, resumed_at = start + before, start + before + held
    then = deadlines.extend(first, start, limit, calendar, paused_at=paused_at, resumed_at=resumed_at)
    assert deadlines.left(resumed_at, then, limit, calendar) == deadlines.left(paused_at, first, limit, calendar)
    assert elapsed(first, then, limit.unit, calendar) == elapsed(paused_at, resumed_at, limit.unit, calendar)
    assert then >= first


@given(MOMENTS, LIMITS, SPANS, st.integers(0, 100), SPANS, CALENDARS)
def test_a_pause_in_two_parts_is_one_pause(start, limit, before, percent, held, calendar):
    first, begin, end = deadlines.due_at(start, limit, calendar), start + before, start + before + held
    between = begin + held * percent / 100
    once = deadlines.extend(first, start, limit, calendar, paused_at=begin, resumed_at=end)
    half = deadlines.extend(first, start, limit, calendar, paused_at=begin, resumed_at=between)
    assert deadlines.extend(half, start, limit, calendar, paused_at=between, resumed_at=end) == once


@given(MOMENTS, LIMITS, SPANS, CALENDARS)
def test_a_pause_from_the_start_is_a_later_start(start, limit, held, calendar):
    first = deadlines.due_at(start, limit, calendar)
    then = deadlines.extend(first, start, limit, calendar, paused_at=start, resumed_at=start + held)
    assert then == deadlines.due_at(start + held, limit, calendar)


@pytest.mark.parametrize(("start", "limit", "paused_at", "resumed_at", "then"), [
    (china(9, 29, 9), "4WH", china(9, 29, 10), china(9, 29, 11), china(9, 29, 16)),  # an hour of work
    (china(9, 29, 9), "4WH", china(9, 29, 12), china(9, 29, 14), china(9, 29, 15)),  # the noon break holds nothing
    (china(9, 30, 16), "4WH", china(9, 30, 17), china(10, 8, 9), china(10, 8, 12)),  # a week off, two hours of work
    (china(9, 29, 9), "2WD", china(9, 30, 9), china(10, 8, 9), china(10, 9, 9)),  # one working day
    (china(9, 29, 8), "1WD", china(9, 29, 8), china(9, 30, 8), china(10, 8, 8)),  # from morning to morning
    (china(9, 30, 9), "4UH", china(9, 30, 10), china(9, 30, 22), china(10, 1, 1)),
    (china(9, 30, 9), "3ND", china(10, 1, 9), china(10, 2, 21), china(10, 4, 21)),
    (china(9, 29, 9), "1WH", china(9, 29, 11), china(9, 29, 15), china(9, 29, 12)),  # an hour late before and after
])
def test_a_pause_moves_the_deadline_in_the_limit_s_own_time(start, limit, paused_at, resumed_at, then):
    assert extended(start, limit, paused_at, resumed_at) == then


def test_of_a_pause_only_what_lies_within_the_stage_counts():
    start = china(9, 29, 9)
    assert extended(start, "4WH", china(9, 28, 9), china(9, 29, 10)) == china(9, 29, 16)
    assert extended(start, "4WH", china(9, 28, 9), china(9, 28, 17)) == due(start, "4WH")


def test_a_deadline_set_by_hand_is_moved_in_natural_time():
    then = deadlines.extend(china(9, 30, 20), china(9, 30, 9), None, CHINESE, paused_at=china(9, 30, 18),
                            resumed_at=china(10, 1, 6))
    assert then == china(10, 1, 8)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(Invalid) as refused:
        extended(china(9, 29, 9), "4WH", china(9, 29, 11), china(9, 29, 10))
    assert refused.value.code == "bad_pause"


@pytest.mark.parametrize(("now", "limit", "left"), [
    (china(9, 30, 17), "4WH", hours(4)), (china(10, 3, 12), "4WH", hours(3)), (china(10, 8, 12), "4WH", hours(-1)),
    (china(9, 30, 17, 30), "1WD", hours(7.5)), (china(10, 1, 5), "1UD", hours(12)),
    (china(10, 5, 17), "2ND", hours(-72)),
])
def test_what_is_left_is_told_in_the_limit_s_own_time(now, limit, left):
    assert deadlines.left(now, due(china(9, 30, 17), limit), limits.read(limit), CHINESE) == left


@pytest.mark.parametrize(("now", "expected"), [
    (china(9, 30, 17), "green"), (china(10, 4, 3), "green"), (china(10, 8, 10), "green"),
    (china(10, 8, 10, 1), "yellow"), (china(10, 8, 11), "yellow"),
    (china(10, 8, 11, 1), "red"), (china(10, 9, 3), "red"),
])
def test_a_lamp_turns_yellow_in_the_last_quarter_and_red_after_the_deadline(now, expected):
    """Four working hours from 17:00 before National Day: due on 8 October at 11:00, the last begins at 10:00."""
    assert lamp(now, china(9, 30, 17), "4WH") == expected


def test_it_is_red_from_the_moment_the_deadline_passes_though_nobody_works_then():
    assert lamp(china(9, 29, 18), china(9, 29, 14), "4WH") == "yellow"
    assert lamp(china(9, 29, 18, 1), china(9, 29, 14), "4WH") == "red"


def test_without_a_deadline_there_is_no_lamp():
    assert deadlines.lamp(china(9, 30, 17), china(9, 30, 9), None, None, CHINESE) == "none"
    assert deadlines.lamp(china(9, 30, 17), china(9, 30, 9), None, limits.read("4WH"), CHINESE) == "none"


def test_a_stopped_clock_says_so_unless_it_had_run_out():
    start, later = china(9, 29, 9), china(10, 9, 9)
    assert lamp(later, start, "4WH", paused_at=china(9, 29, 10)) == "paused"
    assert lamp(later, start, "4WH", paused_at=due(start, "4WH")) == "paused"
    assert lamp(later, start, "4WH", paused_at=china(9, 29, 15, 1)) == "red"


def test_a_long_pause_does_not_make_it_urgent_sooner():
    start, limit = china(9, 28, 9), limits.read("4WH")
    then = extended(start, "4WH", china(9, 28, 10), china(9, 30, 10))
    assert deadlines.lamp(china(9, 30, 10), start, then, limit, CHINESE) == "green"


@pytest.mark.parametrize(("now", "expected"), [(china(10, 3, 3), "green"), (china(10, 3, 3, 1), "yellow"),
                                               (china(10, 4, 9), "yellow"), (china(10, 4, 9, 1), "red")])
def test_a_deadline_set_by_hand_is_near_in_the_last_quarter_of_natural_time(now, expected):
    assert deadlines.lamp(now, china(9, 29, 9), china(10, 4, 9), None, CHINESE) == expected


ORDER = ("green", "yellow", "red")


@given(MOMENTS, LIMITS, SPANS, SPANS, CALENDARS)
def test_a_lamp_never_turns_back(start, limit, one, more, calendar):
    due_at = deadlines.due_at(start, limit, calendar)
    first, second = (deadlines.lamp(at, start, due_at, limit, calendar) for at in (start + one, start + one + more))
    assert first in deadlines.LAMPS
    assert ORDER.index(first) <= ORDER.index(second)


@given(MOMENTS, LIMITS, SPANS, CALENDARS)
def test_a_lamp_agrees_with_what_is_left(start, limit, later, calendar):
    due_at, now = deadlines.due_at(start, limit, calendar), start + later
    quarter, left = length(limit, calendar) / 4, deadlines.left(now, due_at, limit, calendar)
    assert (deadlines.lamp(now, start, due_at, limit, calendar) == "red") == (now > due_at)
    assert (deadlines.lamp(now, start, due_at, limit, calendar) == "green") == (left >= quarter)
