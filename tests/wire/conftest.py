"""The whole server for tests of the wire, over the toy city."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from dashboard.rates import Buckets
from data.models.city import City
from data.settings import Settings
from data.storage.database import Database
from tests import cast
from tests.wire.stage import Stage, staged


@pytest.fixture
def house(settings: Settings, database: Database, city: City) -> Iterator[Stage]:
    """Yield the running server of this test alone."""
    with staged(settings, database) as stage:
        yield stage


@pytest.fixture(scope="session")
def standing(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Yield a server without rates that many tests share: for questions whose answers leave no trace that matters."""
    folder = tmp_path_factory.mktemp("standing")
    shutil.copy(sqlite_template, folder / "yiping.db")
    settings = Settings(data_dir=folder)
    database = Database.of(settings)
    cast.build(database)
    with staged(settings, database, buckets=Buckets({})) as stage:
        yield stage
    database.close()


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, settings):
    """Return a function that runs one command on the test's data folder: its exit code, what it said, its complaint."""
    monkeypatch.setenv("YIPING_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)

    def command(*arguments: str) -> tuple[int, list[str], str]:
        code = app.main(list(arguments))
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err

    return command
