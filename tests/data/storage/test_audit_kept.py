"""The database itself keeps the trail: whatever the program's own role asks, no record is changed or removed."""

import contextlib

import psycopg
import pytest
from alembic import command
from sqlalchemy import JSON, Integer, column, select, table, text
from sqlalchemy.exc import DBAPIError

from data.audit.anchor import Anchor
from data.audit.keys import Keys
from data.audit.verify import verify
from data.models.case import Department
from data.people import trail
from data.settings import Settings
from data.storage import schema
from data.storage.database import Database
from tests import cast
from tests.data.storage.test_schema import go

EARLIER = table("audit", column("id", Integer), column("details", JSON))


@pytest.fixture
def noted(database, job):
    """Put three notes on the trail."""
    with database.write(job) as session:
        for number in range(3):
            put(session, number)


def put(session, number: int = 0) -> None:
    trail.note(session, at=cast.NOW, who="Alice", what="test", outcome="done", number=number)


@pytest.mark.parametrize("statement", [
    "UPDATE audit SET who = 'Bo' WHERE seq = 2", "UPDATE audit SET who = who", "UPDATE audit SET seq = 9 WHERE seq = 3",
    "DELETE FROM audit WHERE seq = 2", "DELETE FROM audit",
])
@pytest.mark.usefixtures("noted")
def test_no_record_is_changed_or_removed(database, job, settings, statement):
    with pytest.raises(DBAPIError, match=r"audit rows are never (changed|removed)"), database.write(job) as session:
        session.execute(text(statement))
    assert verify(database, Anchor(settings.anchor_path), cast.NOW).records == 3


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE"])
@pytest.mark.usefixtures("noted")
def test_no_record_is_replaced(database, job, how):
    with pytest.raises(DBAPIError, match="audit rows are never replaced"), database.write(job) as session:
        session.execute(text(f"{how} INTO audit SELECT * FROM audit WHERE seq = 2"))


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("statement", [
    "TRUNCATE audit", "INSERT INTO audit SELECT * FROM audit ON CONFLICT (seq) DO UPDATE SET who = 'Bo'",
])
@pytest.mark.usefixtures("noted")
def test_the_ways_of_postgresql_are_shut_too(database, job, statement):
    with pytest.raises(DBAPIError, match="audit rows are never changed or removed"), database.write(job) as session:
        session.execute(text(statement))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_action_whose_note_the_database_refuses_does_not_happen(database, job):
    with database.write(job) as session:
        session.execute(text("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END"))
    with pytest.raises(DBAPIError, match="no room"), database.write(job) as session:
        session.add(Department(code="new", name="处", name_en="Office"))
        put(session)
    assert_nothing_new(database, job)


def assert_nothing_new(database, job) -> None:
    with database.read(job) as session:
        assert session.get(Department, "new") is None


@contextlib.contextmanager
def clerk(url: str, settings: Settings):
    """Yield the database as a role that may add to the trail, and not change it, sees it."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE ROLE clerk; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk;"
                      "REVOKE UPDATE, DELETE ON audit FROM clerk")
        database = Database(f"{url}{'&' if '?' in url else '?'}options=-crole%3Dclerk",
                            keys=Keys("", settings.key_path))
        try:
            yield database, owner
        finally:
            database.close()
            owner.execute("DROP OWNED BY clerk; DROP ROLE clerk")


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_role_that_may_only_add_to_the_trail_is_all_the_program_needs(database_url, settings, job):
    with clerk(database_url, settings) as (database, _owner):
        with database.write(job) as session:
            put(session)
        with pytest.raises(DBAPIError, match="permission denied"), database.write(job) as session:
            session.execute(text("DELETE FROM audit"))
        with pytest.raises(DBAPIError, match="must be owner"), database.write(job) as session:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        with pytest.raises(DBAPIError, match="permission denied"), database.write(job) as session:
            session.execute(text("SET session_replication_role = replica"))
        assert verify(database, Anchor(settings.anchor_path), cast.NOW).records == 1


@pytest.mark.parametrize("backend", ["postgresql"])
def test_an_action_of_a_role_that_may_not_add_to_the_trail_does_not_happen(database_url, settings, job):
    with clerk(database_url, settings) as (database, owner):
        owner.execute("REVOKE INSERT ON audit FROM clerk")
        with pytest.raises(DBAPIError, match="permission denied"), database.write(job) as session:
            session.add(Department(code="new", name="处", name_en="Office"))
            put(session)
        assert_nothing_new(database, job)


def test_rows_of_the_time_before_are_taken_into_the_chain_and_given_back(bare_url, tmp_path, job):
    settings = Settings(data_dir=tmp_path, database_url=bare_url)
    database = Database.of(settings)
    go(database, command.upgrade, "0002")
    earlier = [(1, "alice", '{"path": "/wall"}'), (2, "bo", "{}"), (5, "某", '{"b": "某", "a": [2.5]}')]
    with database.alone(), database.writer.begin() as connection:  # no session of today writes yesterday's schema
        for number, who, details in earlier:
            connection.execute(
                text("INSERT INTO audit (id, at, who, what, outcome, details) VALUES (:n, :at, :who, 'x', 'done', :d)"),
                {"n": number, "at": "2026-03-18 01:00:00.000000", "who": who, "d": details})
    schema.migrate(database)
    with database.write(job) as session:
        put(session)
    verdict = verify(database, Anchor(settings.anchor_path), cast.NOW)
    assert (verdict.records, verdict.fault and verdict.fault.what) == (4, "anchor_missing")
    go(database, command.downgrade, "0002")
    with database.read(job) as session:
        rows = session.execute(text("SELECT id, who FROM audit ORDER BY id")).all()
        details = session.execute(select(EARLIER.c.details).order_by(EARLIER.c.id)).scalars().all()
    assert rows == [(1, "alice"), (2, "bo"), (3, "某"), (4, "Alice")]
    assert details == [{"path": "/wall"}, {}, {"b": "某", "a": [2.5]}, {"number": 0}]
    database.close()
