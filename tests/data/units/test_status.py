"""Whether a unit is on shift, and whether its position can be trusted."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models.unit import Unit
from data.units import status
from tests import cast

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 3, 17, 16, tzinfo=UTC)


def shift(start: int, hours: int) -> Unit:
    return Unit(shift_start_hour=start, shift_hours=hours)


@pytest.mark.parametrize(("start", "hours", "on", "off"), [
    (8, 8, [8, 12, 15], [7, 16, 0, 23]), (20, 8, [20, 23, 0, 3], [4, 12, 19]), (0, 24, range(24), []),
    (6, 0, [], range(24)),
])
def test_it_is_on_shift_by_the_city_s_clock(start, hours, on, off):
    for hour in [*on, *off]:
        moment = MIDNIGHT + timedelta(hours=hour, minutes=59)
        assert status.is_on_shift(shift(start, hours), moment, SHANGHAI) == (hour in on), hour


@given(st.integers(0, 23), st.integers(0, 24))
def test_a_shift_lasts_as_long_as_it_says(start, hours):
    unit = shift(start, hours)
    assert sum(status.is_on_shift(unit, MIDNIGHT + timedelta(hours=hour), SHANGHAI) for hour in range(24)) == hours


@pytest.mark.parametrize(("minutes", "is_home", "stale"), [
    (0, False, False), (30, False, False), (31, False, True), (600, True, False),
])
def test_a_position_grows_old_away_from_home(minutes, is_home, stale):
    unit = Unit(lon=1.0, lat=2.0, home_lon=1.0 if is_home else 3.0, home_lat=2.0,
                position_at=cast.NOW - timedelta(minutes=minutes))
    assert status.is_position_stale(unit, cast.NOW) == stale
