"""The whole server for tests of the wire, over the toy city."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

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
