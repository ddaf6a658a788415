"""Bringing a database to the current schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from data import clock
from data.storage import months
from data.storage.database import Database


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate(database: Database) -> None:
    """Run every migration the database has not had yet, all of them or none; then make the months that are due."""
    config = _config()
    with database.alone(), database.writer.begin() as connection:
        config.attributes.update(connection=connection, keys=database.keys)
        command.upgrade(config, "head")
    months.settle(database, clock.now())


def is_current(database: Database) -> bool:
    """Has the database had every migration?"""
    with database.writer.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()
