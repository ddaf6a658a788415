"""The health of alarms: every figure by hand, on a day that fits on paper."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.alarms import health
from data.alarms.health import Health
from data.cases import workflow
from tests import cast

MINUTE = timedelta(minutes=1)


def minutes(*numbers: float):
    return [cast.NOW + number * MINUTE for number in numbers]


@pytest.fixture
def alarm(write):
    """Return alarm(minutes ago, category, spot): the number of a case that came in then."""
    def come(ago: float, category: str = "0201", spot=(0.5, 0.5)) -> str:
        at = cast.NOW - ago * MINUTE
        with write(now=at) as visit:
            return cast.open_case(visit, f"{category}-{ago}-{spot}", spot, category=category, occurred_at=at)

    return come


def told(read, area="9901", scope=cast.ALICE, now=cast.NOW) -> Health:
    with read(scope=scope, now=now) as visit:
        return health.health(visit, area)


def test_a_day_without_alarms_has_no_shares_and_no_times(read):
    found = told(read)
    assert (found.alarms, found.peak, found.flooded, found.standing, found.chattering, found.shelved) == (0,) * 6
    assert (found.mix, found.top_share, found.minutes_to_acknowledge, found.top) == (None, None, None, ())
    assert found.seats == 1


def test_it_counts_what_came_what_waits_and_how_it_is_mixed(read, alarm):
    for ago in (5, 65, 200):
        alarm(ago)
    alarm(25 * 60)                                   # yesterday, and nobody ever looked at it
    for ago in range(10, 16):
        alarm(ago, "0101", (3.5, 3.5))               # third priority: no alarm
    alarm(30, "0102", (3.5, 0.5))
    found = told(read)
    assert (found.alarms, found.standing) == (4, 1)
    assert found.a_seat == pytest.approx(2 / 6)      # two within the last hour, one seat
    assert found.mix == pytest.approx((30, 10, 60))
    assert found.top_share == 100
    assert found.top[0] == (("phone", cast.grid_code(0, 0), "0201"), 3)


def test_chattering_is_one_place_three_times_within_a_minute(read, alarm):
    for ago in (100, 99.7, 99.4):
        alarm(ago)
    for ago, spot in ((50, (0.5, 0.5)), (49.7, (2.5, 0.5)), (49.4, (3.5, 3.5))):
        alarm(ago, "0102", spot)
    assert told(read).chattering == 1


def test_the_time_to_acknowledge_is_the_median_of_first_acknowledgements(read, write, alarm):
    for ago, waited in ((60, 2), (50, 4), (40, 30)):
        number = alarm(ago)
        with write(scope=cast.ALICE, now=cast.NOW - (ago - waited) * MINUTE) as visit:
            workflow.move(visit, number, "acknowledge", version=1)
    found = told(read)
    assert (found.minutes_to_acknowledge, found.acknowledged, found.seats) == (4, 3, 1)


def test_only_what_the_visitor_sees_is_counted(read, alarm):
    alarm(5, spot=(0.5, 0.5))
    alarm(6, spot=(3.5, 3.5))
    assert told(read).alarms == 2
    assert told(read, scope=cast.BO, area=cast.WEST_DISTRICT).alarms == 1
    assert told(read, scope=cast.BO).alarms == 1
    assert told(read, scope=cast.NOBODY).alarms == 0


def test_a_flood_lasts_from_the_tenth_until_fewer_than_five_are_left():
    ten = minutes(*range(10))                        # one a minute; the tenth comes at minute nine
    assert health.time_in_flood(ten, cast.NOW + timedelta(hours=1)) == 6 * MINUTE  # at 15 four are left
    assert health.time_in_flood(ten[:9], cast.NOW + timedelta(hours=1)) == timedelta()
    assert health.time_in_flood(ten, cast.NOW + 12 * MINUTE) == 3 * MINUTE


def test_a_window_holds_its_last_moment_and_not_its_first():
    assert health.most_within(minutes(0, 10), 10 * MINUTE) == 1
    assert health.most_within(minutes(0, 9.9, 10), 10 * MINUTE) == 2
    assert health.most_within([], 10 * MINUTE) == 0


@given(st.lists(st.floats(0, 600), max_size=60).map(sorted))
def test_the_busiest_window_is_what_counting_each_would_find(at):
    moments = minutes(*at)
    by_hand = max((sum(end - 10 * MINUTE < one <= end for one in moments) for end in moments), default=0)
    assert health.most_within(moments, 10 * MINUTE) == by_hand
    assert timedelta() <= health.time_in_flood(moments, cast.NOW + 700 * MINUTE) <= 700 * MINUTE
