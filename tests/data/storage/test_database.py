"""One writer at a time among threads and processes; readers see one moment; an error leaves nothing."""

import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from data.errors import Busy
from data.models.case import Department
from data.storage import changes
from data.storage import database as database_room
from data.storage.database import UNAVAILABLE, Database
from tests import cast
from tests.conftest import ROOT

WRITES = """
import sys
from data.scope import Scope
from data.storage import changes
from data.storage.database import Database
from tests.cast import NOW
database = Database(sys.argv[1])
for number in range(int(sys.argv[2])):
    with database.write(Scope.of_job("other")) as session:
        changes.record(session, [changes.Note(kind="map", key=str(number), area_code="9901")], NOW)
"""
HOLDS = """
import sys
from data.scope import Scope
from data.storage.database import Database
with Database(sys.argv[1]).write(Scope.of_job("other")):
    print("held", flush=True)
    sys.stdin.readline()
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@contextmanager
def held_elsewhere(url: str):
    with start(HOLDS, url) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.stdin.close()


embedded = pytest.mark.parametrize("backend", ["sqlite"])
"""A property of the embedded database only: PostgreSQL has many writers and locks of its own."""


served = pytest.mark.parametrize("backend", ["postgresql"])
"""A property of the database with a server of its own."""


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(database_room, "WRITE_WAIT_SECONDS", 0.1)


@pytest.fixture
def waited_for(database_url, monkeypatch):
    """The database as a web process uses it, each limit a fraction of a second."""
    monkeypatch.setattr(database_room, "STATEMENT_SECONDS", 0.4)
    monkeypatch.setattr(database_room, "WRITE_WAIT_SECONDS", 0.2)
    monkeypatch.setattr(database_room, "IDLE_SECONDS", 0.3)
    database = Database(database_url, is_waited_for=True)
    yield database
    database.close()


def add(session, code: str) -> None:
    session.add(Department(code=code, name="处", name_en="Office"))
    session.flush()


def count(database, job) -> int:
    with database.read(job) as session:
        return session.scalar(select(func.count()).select_from(Department))


def test_it_commits_at_the_end(database, job):
    with database.write(job) as session:
        add(session, "a")
        assert count(database, job) == 0
    assert count(database, job) == 1


def test_an_error_leaves_nothing_and_the_next_writer_goes_on(database, job):
    with pytest.raises(KeyError), database.write(job) as session:
        add(session, "a")
        raise KeyError
    assert count(database, job) == 0
    with database.write(job) as session:
        add(session, "a")
    assert count(database, job) == 1


def test_it_tells_its_listeners_after_the_commit_and_only_then(database, job):
    heard = []
    database.on_commit(lambda: heard.append(count(database, job)))
    with database.write(job) as session:
        add(session, "a")
        assert heard == []
    assert heard == [1]
    with pytest.raises(KeyError), database.write(job) as session:
        add(session, "b")
        raise KeyError
    assert heard == [1]


def test_a_reader_sees_one_moment_from_its_first_question_to_its_last(database, job):
    with database.read(job) as session:
        assert session.scalar(select(func.count()).select_from(Department)) == 0
        with database.write(job) as writer:
            add(writer, "a")
        assert session.scalar(select(func.count()).select_from(Department)) == 0
    assert count(database, job) == 1


def test_threads_write_one_after_the_other(database, job):
    def work(name: str) -> None:
        for number in range(10):
            with database.write(job) as session:
                add(session, f"{name}-{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert count(database, job) == 40


def test_processes_write_one_after_the_other(database, database_url, job):
    others = [start(WRITES, database_url, "15") for _ in range(2)]
    for number in range(15):
        with database.write(job) as session:
            changes.record(session, [changes.Note(kind="map", key=str(number), area_code="9901")], cast.NOW)
    assert [other.wait(timeout=30) for other in others] == [0, 0]
    for other in others:
        other.stdin.close()
        other.stdout.close()
    with database.read(job) as session:
        assert [change.seq for change in changes.since(session, 0)] == list(range(1, 46))


@embedded
@pytest.mark.usefixtures("impatient")
def test_it_is_busy_while_another_process_writes_and_reads_go_on(database, database_url, job):
    with held_elsewhere(database_url):
        with pytest.raises(UNAVAILABLE) as refused, database.write(job):
            pytest.fail("two writers at once")
        assert refused.value.code == "database_busy"
        assert count(database, job) == 0
    with database.write(job) as session:
        add(session, "a")


@embedded
@pytest.mark.usefixtures("impatient")
def test_a_writer_that_was_killed_holds_nobody_up(database, database_url, job):
    with held_elsewhere(database_url) as process:
        process.kill()
        process.wait(timeout=10)
        with database.write(job) as session:
            add(session, "a")
    assert count(database, job) == 1


@embedded
@pytest.mark.usefixtures("impatient")
def test_it_is_busy_while_another_thread_writes(database, job):
    refused = []

    def try_to_write() -> None:
        try:
            with database.write(job):
                pytest.fail("two writers at once")
        except Busy as error:
            refused.append(error)

    with database.write(job):
        thread = threading.Thread(target=try_to_write)
        thread.start()
        thread.join(timeout=10)
    assert len(refused) == 1


@embedded
def test_the_writer_waits_for_the_disk(database):
    with database.writer.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


@embedded
def test_the_writer_is_one_connection(database):
    assert database.writer.pool.size() == 1
    assert database.writer.pool._max_overflow == 0


@embedded
def test_a_reader_cannot_write(database, job):
    with database.read(job) as session, pytest.raises(DatabaseError, match="readonly"):
        add(session, "a")


def test_a_reader_may_be_the_first_to_open_the_file(tmp_path, sqlite_template, job):
    path = tmp_path / "opened.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    assert count(database, job) == 0
    database.close()


def test_it_makes_the_folder_of_its_file(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'new' / 'deeper' / 'yiping.db'}")
    database.close()
    assert (tmp_path / "new" / "deeper" / "yiping.db").exists()


def shown(database, job, name: str) -> str:
    with database.read(job) as session:
        return session.scalar(text(f"SELECT current_setting('{name}')"))


@served
def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(waited_for, job):
    with waited_for.read(job) as session, pytest.raises(UNAVAILABLE, match="statement timeout"):
        session.execute(text("SELECT pg_sleep(30)"))
    assert count(waited_for, job) == 0


@served
def test_a_writer_waits_for_a_row_no_longer_than_on_the_embedded_database(waited_for, database, job):
    with database.write(job) as session:
        add(session, "a")
    with database.write(job) as other:
        other.execute(update(Department).values(name="科"))
        with pytest.raises(UNAVAILABLE, match="lock timeout"), waited_for.write(job) as session:
            session.execute(update(Department).values(name="股"))
    with waited_for.write(job) as session:
        session.execute(update(Department).values(name="股"))
    with database.read(job) as session:
        assert session.scalar(select(Department.name)) == "股"


@served
@pytest.mark.parametrize("kind", ["read", "write"])
def test_a_transaction_that_stands_still_is_ended_as_unavailable(waited_for, job, kind):
    with pytest.raises(UNAVAILABLE, match="idle-in-transaction"), getattr(waited_for, kind)(job) as session:
        session.execute(text("SELECT 1"))
        time.sleep(0.6)
        session.execute(text("SELECT 1"))
    assert count(waited_for, job) == 0


@served
def test_commands_take_the_time_they_need(database, job):
    limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    assert [shown(database, job, name) for name in limits] == ["0", "0", "0"]
    assert shown(database, job, "application_name") == "yiping command"


@served
def test_a_web_process_is_limited_and_says_who_it_is(database_url, job):
    database = Database(database_url, is_waited_for=True)
    limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    assert [shown(database, job, name) for name in limits] == ["15s", "5s", "1min"]
    assert shown(database, job, "application_name") == "yiping web"
    database.close()


@served
def test_the_address_may_say_it_otherwise(database_url, job):
    database = Database(f"{database_url}&application_name=wall&options=-c%20statement_timeout%3D7s", is_waited_for=True)
    assert shown(database, job, "application_name") == "wall"
    assert shown(database, job, "statement_timeout") == "7s"
    assert shown(database, job, "lock_timeout") == "5s"
    database.close()
