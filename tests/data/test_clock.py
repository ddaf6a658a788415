"""City days, also where clocks are put forward and back; hour buckets that every database groups alike."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import clock

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
ZONES = [SHANGHAI, NEW_YORK, ZoneInfo("America/Havana"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Chatham"),
         ZoneInfo("America/Sao_Paulo"), ZoneInfo("Asia/Beirut")]
"""Among them: midnights that do not exist (Sao Paulo, Beirut) and one that comes twice (Havana)."""
MOMENTS = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2080, 1, 1),  # noqa: DTZ001  the zone follows
                       timezones=st.just(UTC))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_now_is_aware_and_in_utc():
    before = datetime.now(UTC)
    now = clock.now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


@pytest.mark.parametrize(("moment", "zone", "began"), [
    (utc(2026, 3, 18, 2), SHANGHAI, utc(2026, 3, 17, 16)),
    (utc(2026, 3, 17, 16), SHANGHAI, utc(2026, 3, 17, 16)),
    (utc(2026, 3, 17, 15, 59, 59), SHANGHAI, utc(2026, 3, 16, 16)),
    (utc(2026, 3, 8, 12), NEW_YORK, utc(2026, 3, 8, 5)),
    (utc(2026, 3, 9, 12), NEW_YORK, utc(2026, 3, 9, 4)),
    (utc(2018, 11, 4, 12), ZoneInfo("America/Sao_Paulo"), utc(2018, 11, 4, 3)),
    (utc(2024, 11, 3, 5, 30), ZoneInfo("America/Havana"), utc(2024, 11, 3, 4)),
])
def test_a_city_day_begins_at_the_city_s_midnight(moment, zone, began):
    assert clock.start_of_day(moment, zone) == began


@given(MOMENTS, st.sampled_from(ZONES))
def test_every_moment_lies_in_the_day_that_began_before_it(moment, zone):
    began = clock.start_of_day(moment, zone)
    assert began <= moment
    assert began.astimezone(zone).date() == moment.astimezone(zone).date()
    assert (began - timedelta(microseconds=1)).astimezone(zone).date() < began.astimezone(zone).date()
    assert clock.start_of_day(began, zone) == began


@pytest.mark.parametrize(("moment", "days", "zone", "then"), [
    (utc(2026, 3, 18, 2), 7, SHANGHAI, utc(2026, 3, 11, 2)),
    (utc(2026, 3, 9, 12), 7, NEW_YORK, utc(2026, 3, 2, 13)),
    (utc(2026, 3, 9, 12), 0, NEW_YORK, utc(2026, 3, 9, 12)),
])
def test_the_same_time_some_days_ago_is_the_same_on_the_wall_clock(moment, days, zone, then):
    assert clock.days_before(moment, days, zone) == then


@given(MOMENTS)
def test_a_moment_lies_in_its_hour_bucket(moment):
    begin = clock.moment_of_hour(clock.hour_number(moment))
    assert timedelta(0) <= moment - begin < timedelta(hours=1)
    assert clock.hour_number(begin) == clock.hour_number(moment)


def test_hours_are_counted_from_1970():
    assert clock.hour_number(utc(1970, 1, 2)) == 24
    assert clock.hour_number(utc(1969, 12, 31, 23, 30)) == -1


@pytest.mark.parametrize(("text", "zone", "moment"), [
    ("2026-03-18T10:00", SHANGHAI, utc(2026, 3, 18, 2)), ("2026-07-01T01:30", NEW_YORK, utc(2026, 7, 1, 5, 30)),
    ("2026-11-01T01:30", NEW_YORK, utc(2026, 11, 1, 6, 30)),  # comes twice: the later one gives more time
    ("2026-03-18T10:00:30", SHANGHAI, utc(2026, 3, 18, 2, 0, 30)),
])
def test_what_the_city_s_clock_shows_is_one_moment(text, zone, moment):
    assert clock.moment_on_clock(text, zone) == moment


@pytest.mark.parametrize("text", ["", "x", "2026-03-18", "2026-03-08T02:30", "2026-03-18T10:00Z", "9999-12-31T23:59",
                                  "2026-03-18T10:00+08:00", "2026-02-30T10:00"])
def test_an_hour_that_the_clock_skips_or_a_text_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        clock.moment_on_clock(text, NEW_YORK)


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_moment_is_found_again_by_what_the_clock_showed(moment, zone):
    moment = moment.replace(microsecond=0)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    found = clock.moment_on_clock(shown.isoformat(), zone)
    assert found.astimezone(zone).replace(tzinfo=None) == shown
    assert timedelta() <= found - moment <= timedelta(hours=2), "the same, or the later of an hour that comes twice"


@pytest.mark.parametrize(("hours", "gone"), [(0, 1), (0.9, 1), (1, 1), (2.5, 2), (24, 24), (30, 24)])
def test_an_hour_has_gone_once_it_has_an_end(hours, gone):
    midnight = datetime(2026, 3, 17, 16, tzinfo=UTC)
    assert clock.hours_gone(midnight, midnight + timedelta(hours=hours)) == gone
