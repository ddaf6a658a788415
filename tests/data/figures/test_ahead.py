"""What is read ahead is what the usual table needs; a city that is not there is no fault."""

import threading
from datetime import timedelta

from data import clock
from data.figures import ahead, period
from data.figures.days import days_of
from data.storage.database import Database
from data.visit import reading
from tests import cast, pile

DAY = timedelta(days=1)


def read_all(database, settings):
    ahead.read_ahead(database, settings, threading.Event())


def test_the_usual_period_and_the_one_before_are_there_afterwards(write, database, settings):
    now = clock.now()
    with write(now=now) as visit:
        pile.put_all(visit, [pile.case(pile.HERE, now, received_at=now - n * DAY) for n in range(58)])
    read_all(database, settings)
    with reading(database, ahead.JOB, settings) as visit:
        kept = days_of(visit)
        assert sum(len(cases) for cases in kept._days.values()) == 58
        usual = period.named(visit, period.USUAL)
        assert len(kept.received_in(visit, usual)) == 30
        assert len(kept.received_in(visit, period.before(visit, usual))) == 28


def test_it_stops_when_it_is_told_to(write, database, settings):
    stopped = threading.Event()
    stopped.set()
    with write() as visit:
        cast.open_case(visit)
    ahead.read_ahead(database, settings, stopped)
    with reading(database, ahead.JOB, settings) as visit:
        assert not days_of(visit)._days


def test_a_thread_that_never_began_to_read_ends_at_once(database, settings, city):
    thread = ahead.Ahead(database, settings)
    thread.start()
    thread.stop()
    assert not thread._thread.is_alive()


def test_no_city_is_no_fault(database, settings):
    read_all(database, settings)


def test_no_database_is_no_fault(settings, tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'bare.db'}")
    read_all(database, settings)
    database.close()
