"""A running server makes the months to come by itself; where the database is away it looks again."""

import threading

import pytest
from sqlalchemy.exc import OperationalError

from data.storage import almanac, months
from data.storage.almanac import Almanac
from data.storage.database import Database

WAIT_SECONDS = 30.0


@pytest.fixture
def backend() -> str:
    """On SQLite there is nothing to look after, as is said below."""
    return "postgresql"


def test_it_looks_again_and_again_also_after_a_fault(database, monkeypatch):
    looked, calls = threading.Event(), []

    def settle(_database, now):
        calls.append(now)
        if len(calls) == 1:
            raise OperationalError("SELECT 1", {}, Exception("away"))
        looked.set()

    monkeypatch.setattr(months, "settle", settle)
    monkeypatch.setattr(almanac, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(almanac, "TRY_AGAIN_SECONDS", 0.01)
    one = Almanac(database)
    one.start()
    assert looked.wait(WAIT_SECONDS)
    one.stop()
    assert calls[0].tzinfo is not None


def test_on_sqlite_nobody_looks(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    before = threading.active_count()
    one = Almanac(database)
    one.start()
    assert threading.active_count() == before
    one.stop()
    database.close()
