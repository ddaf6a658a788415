"""A source that came steadily and says nothing is silent; one that seldom comes is not judged."""

from datetime import timedelta

from data.alarms import feeds
from tests import cast


def told(read, now=cast.NOW, scope=cast.ALICE):
    with read(scope=scope, now=now) as visit:
        return {one.source: one for one in feeds.feeds(visit, "9901")}


def test_a_steady_source_is_silent_after_six_of_its_intervals_an_hour_at_least(write, read):
    with write() as visit:
        for number in range(feeds.STEADY):
            cast.open_case(visit, f"s{number}", source="hotline")
        cast.open_case(visit, "r", source="rare")
    assert told(read)["hotline"].cases == feeds.STEADY
    assert not told(read, cast.NOW + timedelta(minutes=170))["hotline"].is_silent
    later = told(read, cast.NOW + timedelta(hours=4))
    assert (later["hotline"].is_silent, later["rare"].is_silent) == (True, False)
    assert told(read, cast.NOW + timedelta(hours=25)) == {}
    assert told(read, scope=cast.NOBODY) == {}
