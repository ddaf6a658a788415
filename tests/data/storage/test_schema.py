"""The schema goes up, down and up again, all or nothing, and is what the models say."""

import gzip

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from data.models.tables import METADATA, OF_A_CASE
from data.storage import schema
from data.storage.database import Database

PARTED_KEY = (("remove_constraint", "uq_case_events_case_id_version", ["case_id", "version", "at"]),
              ("add_constraint", "uq_case_events_case_id_version", ["case_id", "version"]))
"""What PostgreSQL cannot keep as the models say it: a unique key of a parted table holds what it is parted by."""


@pytest.fixture
def bare(bare_url):
    database = Database(bare_url)
    yield database
    database.close()


def tables(database) -> set[str]:
    with database.reader.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def go(database, move, to: str) -> None:
    config = schema._config()
    with database.alone(), database.writer.begin() as connection:
        config.attributes["connection"] = connection
        move(config, to)


def test_it_goes_up_and_down_and_up(bare):
    assert not schema.is_current(bare)
    schema.migrate(bare)
    assert schema.is_current(bare)
    assert tables(bare) == set(METADATA.tables)
    go(bare, command.downgrade, "base")
    assert not schema.is_current(bare)
    assert tables(bare) == set()
    schema.migrate(bare)
    assert tables(bare) == set(METADATA.tables)


def test_migrating_twice_changes_nothing(database):
    schema.migrate(database)
    assert schema.is_current(database)


def test_the_models_say_the_same_as_the_migrations(database):
    with database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = [] if database.is_sqlite else [PARTED_KEY]
        assert [(what, key.name, [column.name for column in key.columns])
                for what, key in compare_metadata(context, METADATA)] == [one for pair in found for one in pair]


def test_all_that_belongs_to_a_case_is_named_so_that_it_can_go_with_it():
    of_a_case = {table for table in METADATA.tables.values() if any(
        key.column.table.name == "cases" for key in table.foreign_keys)}
    assert {rows.__table__ for rows in OF_A_CASE} == of_a_case


def test_every_index_of_the_models_exists(database):
    """Also the one that keeps a unit from two cases at a time, whose condition alembic does not compare."""
    with database.reader.connect() as connection:
        found = inspect(connection)
        for table in METADATA.sorted_tables:
            there = {index["name"] for index in found.get_indexes(table.name)}
            assert {index.name for index in table.indexes} <= there


def test_a_migration_that_fails_leaves_nothing(bare):
    with bare.writer.begin() as connection:
        connection.execute(text("CREATE TABLE units (id INTEGER PRIMARY KEY)"))
    with pytest.raises(DBAPIError):
        schema.migrate(bare)
    assert tables(bare) == {"units"}
    assert not schema.is_current(bare)


def test_briefings_of_before_are_found_by_their_conclusions(bare):
    schema.migrate(bare)
    go(bare, command.downgrade, "0043")
    bodies = {"D-1": gzip.compress(b'{"conclusion": ["came ", {"text": "12", "value": 12}, " cases"]}'),
              "D-2": b"nothing that can be read", "D-3": gzip.compress(b"[]")}
    with bare.writer.begin() as connection:
        for one, body in bodies.items():
            connection.execute(text(
                "INSERT INTO briefings (id, kind, language, title, moment, made_at, by_name, body, digest, is_draft, "
                "area_code) VALUES (:id, 'daily', 'en', 'Daily', '2026-03-18 02:00:00', '2026-03-18 02:00:00', 'A', "
                ":body, 'x', false, '9901')"), {"id": one, "body": body})
    schema.migrate(bare)
    with bare.reader.connect() as connection:
        assert dict(connection.execute(text("SELECT id, conclusion FROM briefings")).all()) == {
            "D-1": "came 12 cases", "D-2": "", "D-3": ""}
