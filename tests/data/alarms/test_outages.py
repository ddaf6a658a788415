"""The program knows afterwards when it was away: from one sign of life to the next."""

from datetime import timedelta

import pytest

from data import clock
from data.alarms import heartbeat, outages
from data.alarms.heartbeat import Heartbeat
from tests import cast


@pytest.fixture
def beat(database, job, city):
    """Return beat(seconds): whether a sign of life at that time after NOW ended an absence, and how long it was."""
    def beaten(seconds: float):
        with database.write(job) as session:
            ended = outages.beat(session, cast.NOW + timedelta(seconds=seconds))
            return ended and ended.ended_at - ended.began_at

    return beaten


def between(read, begin: float, end: float) -> list[float]:
    with read() as visit:
        found = outages.between(visit, *(cast.NOW + timedelta(seconds=one) for one in (begin, end)))
    return [(one.ended_at - one.began_at).total_seconds() for one in found]


def test_a_server_that_stopped_for_215_seconds_tells_of_it_once(beat, read):
    assert [beat(0), beat(15), beat(30)] == [None, None, None]
    assert beat(245) == timedelta(seconds=215)
    assert [beat(245), beat(260)] == [None, None]
    assert between(read, 0, 1_000) == [215]


def test_an_absence_is_found_by_any_time_it_touches(beat, read):
    beat(0), beat(100)
    assert between(read, 50, 60) == between(read, -10, 1) == between(read, 99, 200) == [100]
    assert between(read, 100, 200) == between(read, -100, 0) == []


def test_a_short_pause_is_no_absence(beat, read):
    beat(0), beat(60)
    assert between(read, -10, 100) == []


def test_the_first_sign_of_life_ends_nothing(beat, read):
    assert beat(0) is None
    assert between(read, -10_000, 10_000) == []


def test_the_thread_tells_of_an_absence_as_it_begins_and_beats_no_oftener_than_it_must(database, city, read,
                                                                                      monkeypatch):
    now = [cast.NOW]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    alive = Heartbeat(database)
    alive.beat()
    now[0] += timedelta(seconds=5)
    alive.beat()
    with database.read(heartbeat.JOB) as session:
        assert not outages.is_due(session, cast.NOW + timedelta(seconds=14))
        assert outages.is_due(session, cast.NOW + timedelta(seconds=15))
    now[0] += timedelta(seconds=215)
    again = Heartbeat(database, seconds=0.01)
    again.start()
    again.stop()
    assert between(read, 0, 1_000) == [220]
