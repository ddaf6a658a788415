"""A time and the one before it are as long and as far elapsed; the moment that is asked about lies in them."""

from datetime import timedelta

from dashboard.briefing import spans
from tests import cast

DAY = timedelta(days=1)


def test_today_is_compared_with_yesterday_until_the_same_time(read):
    with read() as visit:
        now, before = spans.today(visit)
    assert now.begin <= cast.NOW < now.end
    assert (before.begin, before.end) == (now.begin - DAY, now.end - DAY)


def test_seven_days_are_compared_with_the_seven_before_them(read):
    with read() as visit:
        now, before = spans.week(visit)
    assert now.end - now.begin == 7 * DAY
    assert before.end == now.begin
    assert before.end - before.begin == 7 * DAY
