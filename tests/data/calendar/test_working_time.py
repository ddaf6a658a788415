"""Working time: laws of adding and measuring, and days worked out on paper."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import limits
from data.calendar.limits import Limit, Unit
from data.calendar.working_time import Calendar, WorkingHours, add, advance, elapsed, length, read_hours
from data.errors import Invalid

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
CHINESE = Calendar(zone=SHANGHAI)
AMERICAN = Calendar(zone=NEW_YORK, country="US")
ALL_HOURS = Calendar(zone=SHANGHAI, hours=read_hours("00:00-24:00"), own_days={date(2026, 10, 2): True})
SUNDAYS = {date(2026, 3, 8): True, date(2026, 11, 1): True}
NIGHTS = Calendar(zone=NEW_YORK, country="US", hours=read_hours("00:00-06:00 22:00-24:00"), own_days=SUNDAYS)
"""Works while clocks are changed: from 02:00 to 03:00 on 8 March 2026, from 02:00 back to 01:00 on 1 November."""
BROKEN_NIGHTS = Calendar(zone=NEW_YORK, country="US", own_days=SUNDAYS,
                         hours=read_hours("00:00-01:30 01:45-02:30 02:45-03:05 03:10-06:00"))
"""Its periods begin and end within the hour that is skipped or repeated."""
MIDNIGHTS = Calendar(zone=ZoneInfo("Asia/Beirut"), country="LB", hours=read_hours("00:00-01:00 12:00-24:00"),
                     own_days={date(2024, 3, 31): True, date(2024, 3, 30): True})
"""Its clocks skip the hour after midnight."""
WHOLE = [CHINESE, AMERICAN, ALL_HOURS, NIGHTS, MIDNIGHTS]
CALENDARS = st.sampled_from([*WHOLE, BROKEN_NIGHTS])
UNITS, WORKED = st.sampled_from(Unit), st.sampled_from([Unit.WORKING_HOUR, Unit.WORKING_DAY])
LIMITS = st.builds(Limit, st.integers(1, 400), UNITS)


def moments(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    """Return moments between two, also round ones, on which periods begin and end."""
    minutes = int((last - first) / timedelta(minutes=30))
    return st.datetimes(first.replace(tzinfo=None), last.replace(tzinfo=None), timezones=st.just(UTC)) | st.builds(
        lambda n: first + timedelta(minutes=30 * n), st.integers(0, minutes))


ANY_TIME = moments(datetime(2004, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC))
MARCH = moments(datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 3, 11, tzinfo=UTC))
NOVEMBER = moments(datetime(2026, 10, 30, tzinfo=UTC), datetime(2026, 11, 4, tzinfo=UTC))
LEBANESE = moments(datetime(2024, 3, 28, tzinfo=UTC), datetime(2024, 4, 3, tzinfo=UTC))
NEW_YEAR = moments(datetime(2025, 12, 30, tzinfo=UTC), datetime(2026, 1, 3, tzinfo=UTC))
MOMENTS = ANY_TIME | MARCH | NOVEMBER | LEBANESE | NEW_YEAR


def china(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def is_inside(at: datetime, calendar: Calendar, *, at_its_end: bool) -> bool:
    """Does a working period hold the moment, by the city's clock? `at_its_end` says which of its ends belongs to it."""
    at = at - timedelta(microseconds=1) if at_its_end else at
    local = at.astimezone(calendar.zone)
    minutes = local.hour * 60 + local.minute
    return calendar.is_working_day(local.date()) and any(b <= minutes < e for b, e in calendar.hours.periods)


@given(MOMENTS, LIMITS, CALENDARS)
def test_what_was_added_is_what_has_elapsed(start, limit, calendar):
    assert elapsed(start, add(start, limit, calendar), limit.unit, calendar) == length(limit, calendar)


@given(MOMENTS, MOMENTS, LIMITS, CALENDARS)
def test_who_starts_later_is_not_due_earlier(one, other, limit, calendar):
    first, second = sorted([one, other])
    assert add(first, limit, calendar) <= add(second, limit, calendar)


@given(MOMENTS, UNITS, st.integers(1, 300), st.integers(1, 20), CALENDARS)
def test_more_is_due_later(start, unit, amount, more, calendar):
    assert start < add(start, Limit(amount, unit), calendar) < add(start, Limit(amount + more, unit), calendar)


@given(MOMENTS, st.integers(1, 300), WORKED, st.sampled_from(WHOLE))
def test_nothing_counted_in_working_time_is_due_outside_it(start, amount, unit, calendar):
    due = add(start, Limit(amount, unit), calendar)
    assert due.tzinfo is UTC
    assert is_inside(due, calendar, at_its_end=unit is Unit.WORKING_HOUR)


@given(MOMENTS, MOMENTS, MOMENTS, UNITS, CALENDARS)
def test_time_adds_up_and_runs_both_ways(one, two, three, unit, calendar):
    there = elapsed(one, two, unit, calendar)
    assert there + elapsed(two, three, unit, calendar) == elapsed(one, three, unit, calendar)
    assert elapsed(two, one, unit, calendar) == -there
    assert (there >= timedelta()) or two < one
    assert abs(there) <= abs(two - one)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), st.timedeltas(timedelta(), timedelta(days=9)), UNITS,
       CALENDARS)
def test_in_two_steps_it_goes_as_far_as_in_one(start, one, other, unit, calendar):
    there = advance(advance(start, one, unit, calendar), other, unit, calendar)
    assert elapsed(start, there, unit, calendar) == one + other
    assert there == advance(start, one + other, unit, calendar)


def worked_on_paper(begin: datetime, end: datetime) -> timedelta:
    """Return the working time between two moments in China, day by day and period by period."""
    return sum((max(timedelta(), min(end, to) - max(begin, since)) for since, to in periods_between(begin, end)),
               timedelta())


def periods_between(begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = begin.astimezone(SHANGHAI).date()
    while day <= end.astimezone(SHANGHAI).date():
        if CHINESE.is_working_day(day):
            yield tuple(datetime.combine(day, time(hour), tzinfo=SHANGHAI) for hour in (8, 12))
            yield tuple(datetime.combine(day, time(hour), tzinfo=SHANGHAI) for hour in (14, 18))
        day += timedelta(days=1)


@given(ANY_TIME | NEW_YEAR, st.timedeltas(timedelta(), timedelta(days=60)), WORKED)
def test_it_measures_what_counting_day_by_day_does(begin, span, unit):
    assert elapsed(begin, begin + span, unit, CHINESE) == worked_on_paper(begin, begin + span)


@given(ANY_TIME | MARCH | NOVEMBER, st.integers(1, 60), st.sampled_from([CHINESE, AMERICAN]))
def test_n_working_days_later_it_is_the_same_time_of_day(start, days, calendar):
    local = start.astimezone(calendar.zone)
    due = add(start, Limit(days, Unit.WORKING_DAY), calendar).astimezone(calendar.zone)
    if is_inside(start, calendar, at_its_end=False):
        assert due.time() == local.time()
        later = [local.date() + timedelta(days=n) for n in range(1, (due.date() - local.date()).days + 1)]
        assert sum(map(calendar.is_working_day, later)) == days
        assert calendar.is_working_day(due.date())
    else:
        assert due.time() in (time(8), time(14))


@pytest.mark.parametrize(("start", "limit", "due"), [
    # a working Wednesday
    (china(3, 18, 10), "4WH", china(3, 18, 16)),
    (china(3, 18, 8), "4WH", china(3, 18, 12)),
    (china(3, 18, 8), "8WH", china(3, 18, 18)),
    (china(3, 18, 10), "1WD", china(3, 19, 10)),
    (china(3, 18, 8), "1WD", china(3, 19, 8)),
    (china(3, 18, 14), "1WD", china(3, 19, 14)),
    (china(3, 18, 10), "5WD", china(3, 25, 10)),
    # a minute before the end of the day; on the end of it
    (china(3, 18, 17, 59), "4WH", china(3, 19, 11, 59)),
    (china(3, 18, 17, 59), "1WD", china(3, 19, 17, 59)),
    (china(3, 18, 18), "4WH", china(3, 19, 12)),
    (china(3, 18, 18), "1WD", china(3, 20, 8)),
    # in the noon break, and on its first minute
    (china(3, 18, 12, 30), "4WH", china(3, 18, 18)),
    (china(3, 18, 12, 30), "1WD", china(3, 19, 14)),
    (china(3, 18, 12), "1WH", china(3, 18, 15)),
    # at night: before and after midnight, and on a Friday
    (china(3, 18, 22), "1WH", china(3, 19, 9)),
    (china(3, 19, 3), "1WH", china(3, 19, 9)),
    (china(3, 18, 22), "1WD", china(3, 20, 8)),
    (china(3, 20, 22), "1WD", china(3, 24, 8)),
    # Spring Festival 2026: free from Sunday 15 to Monday 23 February, Saturdays 14 and 28 worked
    (china(2, 14, 16), "4WH", china(2, 24, 10)),
    (china(2, 13, 10), "2WD", china(2, 24, 10)),
    (china(2, 16, 9), "1WH", china(2, 24, 9)),
    (china(2, 27, 10), "1WD", china(2, 28, 10)),
    (china(2, 28, 17), "2WH", china(3, 2, 9)),
    # National Day 2026: free from Thursday 1 to Wednesday 7 October, Sunday 20 September and Saturday 10 October worked
    (china(9, 20, 10), "4WH", china(9, 20, 16)),
    (china(9, 18, 17), "1WD", china(9, 20, 17)),
    (china(9, 30, 17, 59), "4WH", china(10, 8, 11, 59)),
    (china(9, 30, 17, 59), "1WD", china(10, 8, 17, 59)),
    (china(9, 30, 9), "3WD", china(10, 10, 9)),
    (china(9, 30, 9), "4WD", china(10, 12, 9)),
    # ten days free on end: from 24 January to 2 February 2020
    (china(1, 23, 17, year=2020), "2WH", china(2, 3, 9, year=2020)),
    (china(1, 23, 10, year=2020), "1WD", china(2, 3, 10, year=2020)),
    # from year to year: 1 to 3 January free, Sunday 4 January worked
    (china(12, 31, 16, year=2025), "4WH", china(1, 4, 10)),
    (china(12, 30, 10, year=2025), "3WD", china(1, 5, 10)),
    (china(12, 31, 8, year=2025), "8WH", china(12, 31, 18, year=2025)),
    (china(12, 31, 8, year=2025), "1WD", china(1, 4, 8)),
    # nobody has announced 2100; its 1 January is a Friday
    (china(12, 31, 17, year=2099), "2WH", china(1, 1, 9, year=2100)),
    (china(1, 1, 10, year=2100), "1WD", china(1, 4, 10, year=2100)),
    # the natural clock runs through everything
    (china(9, 30, 23), "2UH", china(10, 1, 1)),
    (china(9, 30, 23), "2UD", china(10, 2, 23)),
    (china(9, 30, 23), "7ND", china(10, 7, 23)),
])
def test_it_is_due_when_the_calendar_on_the_wall_says(start, limit, due):
    assert add(start, limits.read(limit), CHINESE) == due


def new_york(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)


@pytest.mark.parametrize(("start", "limit", "due"), [
    (new_york(2026, 3, 6, 17), "2WH", datetime(2026, 3, 9, 13, tzinfo=UTC)),
    (new_york(2026, 3, 6, 10), "1WD", datetime(2026, 3, 9, 14, tzinfo=UTC)),
    (new_york(2026, 10, 30, 17), "2WH", datetime(2026, 11, 2, 14, tzinfo=UTC)),
    (new_york(2026, 10, 30, 10), "1WD", datetime(2026, 11, 2, 15, tzinfo=UTC)),
    (new_york(2026, 3, 7, 20), "1UD", new_york(2026, 3, 8, 21)),
    (new_york(2026, 10, 31, 20), "1ND", new_york(2026, 11, 1, 19)),
    (new_york(2026, 3, 8, 1), "2UH", new_york(2026, 3, 8, 4)),
])
def test_summer_time_moves_nothing_on_the_wall_clock_and_every_hour_is_an_hour(start, limit, due):
    assert add(start, limits.read(limit), AMERICAN) == due


def test_an_hour_that_clocks_skip_is_not_worked_and_one_that_they_repeat_is_worked_twice():
    for month, day, hours in [(3, 6, 8), (3, 8, 7), (3, 9, 8), (11, 1, 9), (11, 2, 8)]:
        begin, end = new_york(2026, month, day), new_york(2026, month, day + 1)
        assert elapsed(begin, end, Unit.WORKING_HOUR, NIGHTS) == timedelta(hours=hours)


def test_periods_that_begin_or_end_in_a_skipped_hour_do_so_as_much_after_it_and_never_overlap():
    """The second ends at 03:30, the third is over before it begins, the fourth waits until 03:45."""
    begin, end = new_york(2026, 3, 8), new_york(2026, 3, 9)
    assert elapsed(begin, end, Unit.WORKING_HOUR, BROKEN_NIGHTS) == timedelta(hours=4, minutes=30)
    assert add(begin, limits.read("2WH"), BROKEN_NIGHTS) == new_york(2026, 3, 8, 3, 15)
    assert add(begin, limits.read("3WH"), BROKEN_NIGHTS) == new_york(2026, 3, 8, 4, 30)


def test_a_day_of_natural_time_has_the_hours_that_pass_in_it():
    begin, end = new_york(2026, 3, 7, 20), new_york(2026, 3, 8, 20)
    assert elapsed(begin, end, Unit.URGENT_DAY, AMERICAN) == timedelta(hours=23)


@given(MOMENTS, UNITS, CALENDARS)
def test_no_time_at_all_leads_nowhere(start, unit, calendar):
    assert advance(start, timedelta(), unit, calendar) == start


def test_a_year_begins_at_the_city_s_midnight():
    """In UTC it is 2026 already; in New York the last working evening of 2025 goes on."""
    calendar = Calendar(zone=NEW_YORK, country="US", hours=read_hours("18:00-22:00"))
    assert add(datetime(2026, 1, 1, 0, 30, tzinfo=UTC), limits.read("1WH"), calendar) == new_york(2025, 12, 31, 20, 30)
    assert add(china(1, 1, 7, 30, year=2024), limits.read("1WH"), ALL_HOURS) == china(1, 2, 1, year=2024)


def test_the_city_s_own_days_count():
    flood = Calendar(zone=SHANGHAI, own_days={date(2026, 3, 19): False, date(2026, 3, 21): True})
    assert add(china(3, 18, 10), limits.read("2WD"), flood) == china(3, 21, 10)
    assert add(china(3, 18, 10), limits.read("2WD"), CHINESE) == china(3, 20, 10)


def test_a_calendar_keeps_the_days_it_was_made_with():
    days = {date(2026, 3, 19): False}
    calendar = Calendar(zone=SHANGHAI, own_days=days)
    days.clear()
    assert not calendar.is_working_day(date(2026, 3, 19))
    assert calendar == Calendar(zone=SHANGHAI, own_days={date(2026, 3, 19): False})
    assert hash(calendar) == hash(Calendar(zone=SHANGHAI, own_days={date(2026, 3, 19): False}))
    assert calendar != CHINESE


def test_a_calendar_says_which_days_it_only_guesses():
    calendar = Calendar(zone=SHANGHAI, own_days={date(2100, 2, 9): False})
    assert [calendar.is_announced(date(year, 2, 9)) for year in (2026, 2100, 2101)] == [True, True, False]
    assert not AMERICAN.is_announced(date(2026, 7, 3))


def test_an_own_day_is_a_date_and_not_a_moment():
    with pytest.raises(Invalid) as refused:
        Calendar(zone=SHANGHAI, own_days={datetime(2027, 2, 5): False})  # noqa: DTZ001  as a careless file has it
    assert (refused.value.code, refused.value.values) == ("bad_own_day", {"value": "2027-02-05T00:00:00"})


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("give", [add, lambda at, limit, calendar: elapsed(at, at, limit.unit, calendar)])
def test_a_moment_without_a_zone_is_an_error(give, unit):
    with pytest.raises(TypeError):
        give(datetime(2026, 3, 18, 10), Limit(4, unit), CHINESE)  # noqa: DTZ001


def test_a_clock_does_not_run_backward():
    with pytest.raises(ValueError):
        advance(china(3, 18, 10), timedelta(seconds=-1), Unit.WORKING_HOUR, CHINESE)


def test_eight_hours_are_worked_unless_the_city_says_otherwise():
    assert str(WorkingHours()) == "08:00-12:00 14:00-18:00"
    assert WorkingHours().a_day == timedelta(hours=8)
    assert read_hours("08:30-12:00 14:30-18:00").a_day == timedelta(hours=7)
    assert read_hours("00:00-24:00").a_day == timedelta(hours=24)


@pytest.mark.parametrize("text", ["08:00-12:00 14:00-18:00", "00:00-24:00", "09:00-12:00 12:00-17:30"])
def test_hours_that_are_written_are_read_back(text):
    assert str(read_hours(text)) == text


@pytest.mark.parametrize("text", [
    "", " ", "08:00", "8:00-12:00", "08:00-12:00,14:00-18:00", "12:00-08:00", "08:00-08:00", "08:00-24:01",
    "08:60-12:00", "14:00-18:00 08:00-12:00", "08:00-12:00 11:59-18:00", "08:00-12:00 x", "22:00-06:00", "０8:00-12:00",
])
def test_hours_that_cannot_be_worked_are_refused(text):
    with pytest.raises(Invalid) as refused:
        read_hours(text)
    assert refused.value.code == "bad_working_hours"
