"""A timed briefing is due once a day whatever the clock does; what failed is told, tried again, then left till next."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data.briefings import schedules
from data.briefings.schedules import Plan
from data.errors import CityError, Invalid, NotAllowed, NotFound
from data.models.person import AuditRow
from tests import cast

PLAN = Plan(kind="daily", area=cast.WEST_DISTRICT, minute=17 * 60 + 30)
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu")
DAY = timedelta(days=1)


@given(st.integers(0, 4 * 365 * 24 * 60), st.integers(0, 1439), st.sampled_from(ZONES))
def test_each_day_of_the_city_has_it_once(begin, minute, zone):
    moment, local, days = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=begin), ZoneInfo(zone), []
    for _ in range(4):
        due = schedules.next_after(moment, minute, None, local)
        assert moment < due
        days.append(due.astimezone(local).date())
        moment = due
    assert [later - sooner for sooner, later in itertools.pairwise(days)] == [DAY] * 3


@pytest.mark.parametrize(("moment", "minute", "due"), [
    ("2026-03-08T05:00+00:00", 150, "2026-03-08T07:30+00:00"),  # 02:30 is leapt over: 03:30 by the new clock
    ("2026-11-01T04:00+00:00", 90, "2026-11-01T05:30+00:00"),  # 01:30 comes twice: the first
    ("2026-11-01T05:30+00:00", 90, "2026-11-02T06:30+00:00"),
])
def test_where_the_clock_changes_it_is_neither_lost_nor_doubled(moment, minute, due):
    found = schedules.next_after(datetime.fromisoformat(moment), minute, None, ZoneInfo("America/New_York"))
    assert found == datetime.fromisoformat(due)


def test_a_weekday_comes_once_a_week():
    monday = schedules.next_after(cast.NOW, 0, 0, ZoneInfo("Asia/Shanghai"))
    again = schedules.next_after(monday, 0, 0, ZoneInfo("Asia/Shanghai"))
    assert monday.astimezone(ZoneInfo("Asia/Shanghai")).weekday() == 0
    assert again - monday == 7 * DAY


def added(write, scope=cast.ALICE, now=cast.NOW, **changes) -> int:
    with write(scope=scope, now=now) as visit:
        return schedules.add(visit, replace(PLAN, **changes)).id


def told(read, schedule_id, now=cast.NOW) -> tuple:
    with read(now=now) as visit:
        (one,) = [one for one in schedules.listed(visit, "") if one.id == schedule_id]
        return one.fault, one.tries, one.next_at - now, one.due_at > now


def test_one_that_was_added_is_due_at_its_time_and_stands_in_its_area(write, read):
    one = added(write)
    with read() as visit:
        (kept,) = schedules.listed(visit, cast.WEST_DISTRICT)
        assert schedules.listed(visit, cast.EAST_DISTRICT) == schedules.due(visit) == []
        at = kept.due_at
        assert at.astimezone(visit.zone).strftime("%H:%M") == "17:30"
    with read(now=at) as visit:
        assert schedules.due(visit) == [one]


def test_what_failed_is_told_and_tried_again_and_then_waits_for_its_next_time(write, read):
    one = added(write)
    with read() as visit:
        now = schedules.listed(visit, "")[0].due_at
    for place, wait in enumerate(schedules.RETRIES):
        with write(now=now) as visit:
            schedules.fail(visit, visit.session.get_one(schedules.BriefSchedule, one), "没有数据" * 200)
        assert told(read, one, now) == ("没有数据" * 75, place + 1, wait, False)
        now += wait
    with write(now=now) as visit:
        schedules.fail(visit, visit.session.get_one(schedules.BriefSchedule, one), "没有")
    assert told(read, one, now)[:2] == ("没有", 0)
    assert told(read, one, now)[3]
    with read(scope=cast.ALICE) as visit:
        assert schedules.count_faults(visit) == 1
    with write(now=now + DAY) as visit:
        schedules.succeed(visit, visit.session.get_one(schedules.BriefSchedule, one), "D-1")
    assert told(read, one, now + DAY)[0] == ""
    with read(scope=cast.ALICE) as visit:
        assert schedules.count_faults(visit) == 0


def test_after_days_away_it_is_due_once(write, read):
    one = added(write)
    later = cast.NOW + 9 * DAY
    with write(now=later) as visit:
        assert schedules.due(visit) == [one]
        schedules.succeed(visit, visit.session.get_one(schedules.BriefSchedule, one), "D-1")
    with read(now=later) as visit:
        assert schedules.due(visit) == []


def test_it_is_ended_by_whose_it_is_and_noted(write, read):
    one = added(write)
    with write(scope=cast.ALICE) as visit:
        schedules.end(visit, one)
    with read() as visit:
        assert schedules.listed(visit, "") == []
        assert [row.what for row in visit.session.scalars(select(AuditRow).where(AuditRow.subject == str(one)))] == [
            "schedule.add", "schedule.end"]
    with write(scope=cast.ALICE) as visit, pytest.raises(NotFound):
        schedules.end(visit, one)


@pytest.mark.parametrize("scope", [cast.CHEN, cast.NOBODY])
def test_strangers_add_none_see_none_and_end_none(write, read, scope):
    one = added(write)
    with pytest.raises(NotAllowed):
        added(write, scope=scope)
    with read(scope=scope) as visit:
        assert schedules.listed(visit, "") == []
    with write(scope=scope) as visit, pytest.raises(CityError):
        schedules.end(visit, one)


def test_a_program_has_nobody_in_whose_name_it_could_be_made(write, job):
    with pytest.raises(NotAllowed):
        added(write, scope=job)


@pytest.mark.parametrize("changes", [{"minute": -1}, {"minute": 1440}, {"weekday": 7}, {"weekday": -1}])
def test_a_time_that_is_none_is_refused(write, changes):
    with pytest.raises(Invalid) as refused:
        added(write, **changes)
    assert refused.value.code == "bad_schedule_time"


def test_the_same_twice_and_one_too_many_are_refused(write):
    for number in range(schedules.MOST):
        added(write, minute=number)
    with pytest.raises(Invalid) as refused:
        added(write, minute=900)
    assert refused.value.code == "too_many_schedules"


def test_the_same_twice_is_refused(write):
    added(write)
    with pytest.raises(Invalid) as refused:
        added(write)
    assert refused.value.code == "schedule_exists"
