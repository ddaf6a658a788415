"""A demo city of some sixty grids and five days, built anew for each test that asks for it."""

import contextlib
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from data import visit
from data.demo import city as demo_city
from data.demo.areas import CityMap, draw_map
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database
from data.visit import Visit
from tests import cast
from tests.conftest import kept_aside, run_sql

SEED, DAYS = 7, 5

Look = Callable[[datetime], contextlib.AbstractContextManager[Visit]]


@pytest.fixture(scope="session")
def toy_map() -> CityMap:
    """Return the map of the toy size, drawn once for all tests, which only look at it."""
    size = demo_city.SIZES["toy"]
    return draw_map(size.counts, households_per_grid=size.households_per_grid, seed=SEED)


@pytest.fixture(scope="session")
def kept(sqlite_template: Path) -> tuple[Path, dict[str, int]]:
    """Return a SQLite file with a toy demo city, built once, and what was built."""
    path = sqlite_template.with_name("demo.db")
    shutil.copy(sqlite_template, path)
    settings = Settings(data_dir=path.parent, database_url=f"sqlite:///{path}")
    database = Database.of(settings)
    counts = build(database, settings)
    database.close()
    return path, counts


@pytest.fixture(scope="session")
def kept_on_postgresql(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, int]]:
    """Return the statements that bring a toy demo city back into the PostgreSQL of the tests, and what was built."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("built"), database_url=postgresql_url)
    database = Database.of(settings)
    counts = build(database, settings)
    database.close()
    return kept_aside(postgresql_url, "kept_demo"), counts


def build(database: Database, settings: Settings) -> dict[str, int]:
    """Build the toy demo city at ten in the morning and return what was built."""
    return demo_city.build(database, settings, size="toy", days=DAYS, seed=SEED, now=cast.NOW)


@pytest.fixture
def demo(database: Database, settings: Settings, backend: str, request: pytest.FixtureRequest) -> dict[str, int]:
    """Return what stands in `database`: a toy demo city at ten in the morning."""
    if backend != "sqlite":
        again, counts = request.getfixturevalue("kept_on_postgresql")
        run_sql(request.getfixturevalue("postgresql_url"), again)
        return dict(counts)
    path, counts = request.getfixturevalue("kept")
    database.close()
    shutil.copy(path, str(database.url.database))
    database.writer.connect().close()  # readers cannot begin the write-ahead log
    return dict(counts)


@pytest.fixture
def look(demo: dict[str, int], database: Database, settings: Settings, job: Scope) -> Look:
    """Return an opener of reading visits to the demo city at a moment."""
    return lambda now: visit.reading(database, job, settings, now=now)


@pytest.fixture
def change(demo: dict[str, int], database: Database, settings: Settings) -> Look:
    """Return an opener of the dispatcher's writing visits to the demo city at a moment."""
    return lambda now: visit.writing(database, cast.ALICE, settings, now=now)
