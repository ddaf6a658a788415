"""Commits of other processes are heard from PostgreSQL; what is heard is a hint, and the loss of it is noticed."""

import itertools
import threading
import time

import psycopg
import pytest

from data.storage import changes, hint
from data.storage.database import Database
from data.storage.hearing import Hearing
from tests import cast
from tests.wire.live_stage import wait_until

END_LISTENING = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'yiping hearing'"


@pytest.fixture
def backend():
    return "postgresql"


@pytest.fixture
def hearing(database):
    """Yield what listens, and the moments at which it gave a hint."""
    hearing, hints = Hearing(database), []
    hearing.on_hint(lambda: hints.append(time.monotonic()))
    hearing.start()
    wait_until(hearing.is_sure)
    yield hearing, hints
    hearing.stop()


@pytest.fixture
def elsewhere(settings):
    """Yield the database as another process has it."""
    database = Database.of(settings, connections=2)
    yield database
    database.close()


def log(database, job, *keys: str) -> int:
    with database.write(job) as session:
        for key in keys:
            newest = changes.record(session, [changes.Note(kind="case", key=key, area_code="9901")], cast.NOW)
    return newest


def heard_by(connection) -> list[str]:
    return [notice.payload for notice in connection.notifies(timeout=0.5)]


def test_a_commit_elsewhere_is_heard_with_its_number(hearing, elsewhere, job):
    one, hints = hearing
    hints.clear()
    assert log(elsewhere, job, "a") == 1
    wait_until(lambda: one.newest() == 1)
    assert len(hints) == 1


def test_one_transaction_gives_one_hint_of_its_last_change(database, job):
    with database.connect_apart("test") as connection:
        connection.execute(f"LISTEN {hint.CHANNEL}")
        log(database, job, "a", "b", "c")
        assert heard_by(connection) == ["3"]
        with database.write_many() as open_one:
            for key in "de":
                with open_one(job) as session:
                    changes.record(session, [changes.Note(kind="case", key=key, area_code="9901")], cast.NOW)
        assert heard_by(connection) == ["5"]


def test_what_changed_nothing_or_was_undone_gives_no_hint(database, job):
    with database.connect_apart("test") as connection:
        connection.execute(f"LISTEN {hint.CHANNEL}")
        with database.write(job) as session:
            changes.record(session, [], cast.NOW)
        with pytest.raises(RuntimeError, match="undone"), database.write(job) as session:
            changes.record(session, [changes.Note(kind="case", key="a", area_code="9901")], cast.NOW)
            raise RuntimeError("undone")
        assert heard_by(connection) == []


def test_a_lost_connection_is_made_anew_and_what_was_missed_is_known(hearing, elsewhere, job, settings):
    one, hints = hearing
    with psycopg.connect(settings.url, autocommit=True) as admin:
        admin.execute(END_LISTENING)
    wait_until(lambda: not one.is_sure())
    assert log(elsewhere, job, "a", "b") == 2
    hints.clear()
    wait_until(one.is_sure)
    wait_until(lambda: one.newest() == 2)
    assert hints, "whoever waits is told to look: something may have been missed"
    log(elsewhere, job, "c")
    wait_until(lambda: one.newest() == 3)


def test_it_tries_for_ever(database, elsewhere, job, monkeypatch):
    failures, connect = itertools.count(1), database.connect_apart

    def fail_thrice(name: str) -> object:
        if next(failures) <= 3:
            raise psycopg.OperationalError("no")
        return connect(name)

    monkeypatch.setattr(database, "connect_apart", fail_thrice)
    monkeypatch.setattr("data.pauses.SHORTEST_SECONDS", 0.01)
    one = Hearing(database)
    one.start()
    wait_until(one.is_sure)
    one.stop()
    assert next(failures) == 5


def test_a_change_that_was_not_heard_of_takes_the_trust_until_one_is_heard_again(hearing, elsewhere, job):
    one, _hints = hearing
    one.doubt(one.newest())
    assert one.is_sure(), "what was found was heard of"
    one.doubt(one.newest() + 1)
    assert not one.is_sure()
    log(elsewhere, job, "a")
    wait_until(one.is_sure)


def test_a_notification_of_somebody_else_does_no_harm(hearing, settings, elsewhere, job):
    one, hints = hearing
    hints.clear()
    with psycopg.connect(settings.url, autocommit=True) as stranger:
        for payload in ("", "x'); DROP TABLE cases", "٣", "9" * 7000):
            stranger.execute("SELECT pg_notify(%s, %s)", (hint.CHANNEL, payload))
    wait_until(lambda: bool(hints))
    log(elsewhere, job, "a")
    wait_until(lambda: one.newest() == 1)
    assert one.is_sure()


def test_two_transactions_cannot_commit_out_of_order(elsewhere, database, job):
    """The second to draw a number waits for the first to end; who reads in between sees neither."""
    second = threading.Thread(target=log, args=(elsewhere, job, "second"))
    with database.write(job) as session:
        assert changes.record(session, [changes.Note(kind="case", key="first", area_code="9901")], cast.NOW) == 1
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive(), "its number is not to be had yet"
        with database.read(job) as reader:
            assert changes.since(reader, 0) == []
    second.join(timeout=10)
    with database.read(job) as reader:
        assert [(line.seq, line.key) for line in changes.since(reader, 0)] == [(1, "first"), (2, "second")]


def test_the_number_of_a_transaction_that_is_undone_goes_to_the_one_that_waited(elsewhere, database, job):
    second = threading.Thread(target=log, args=(elsewhere, job, "second"))
    with pytest.raises(RuntimeError, match="undone"), database.write(job) as session:
        assert changes.record(session, [changes.Note(kind="case", key="first", area_code="9901")], cast.NOW) == 1
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive()
        raise RuntimeError("undone")
    second.join(timeout=10)
    with database.read(job) as reader:
        assert [(line.seq, line.key) for line in changes.since(reader, 0)] == [(1, "second")]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_of_sqlite_nothing_is_heard(database, job):
    one = Hearing(database)
    one.start()
    log(database, job, "a")
    assert not one.is_sure()
    one.stop()
