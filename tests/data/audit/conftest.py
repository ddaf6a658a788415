"""A trail to tamper with, the hand of somebody who administers the database, and the verifier."""

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from data.audit.anchor import Anchor, Anchored
from data.audit.verify import Verdict, verify
from data.models.person import AuditRow
from data.people import trail
from data.settings import Settings
from data.storage.database import Database
from tests import cast
from tests.conftest import Opener

Fill = Callable[..., None]
Tamper = Callable[..., None]
Prove = Callable[[], Verdict]


@pytest.fixture
def fill(write: Opener) -> Fill:
    """Return a function that puts so many notes on the trail in one transaction, a second apart."""
    def put(count: int, what: str = "case_accept") -> None:
        with write() as visit:
            for number in range(count):
                trail.note(visit.session, at=visit.now + timedelta(seconds=number), who="Alice", person="alice",
                           what=what, outcome="done", area="9901", subject=f"case {number}", version=number)

    return put


@pytest.fixture
def tamper(database_url: str, database: Database, backend: str) -> Tamper:
    """Return a function that runs statements as one who may do anything, and whom no trigger stops."""
    def run(*statements: str) -> None:
        if backend == "postgresql":
            with psycopg.connect(database_url, autocommit=True) as connection:
                for statement in ("SET session_replication_role = replica", *statements):
                    connection.execute(statement)  # type: ignore[call-overload]
            return
        with contextlib.closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as connection:
            for name in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
                connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            for statement in statements:
                connection.execute(statement)

    return run


@pytest.fixture
def anchor(settings: Settings) -> Anchor:
    """Return the anchor of the test's own data folder."""
    return Anchor(settings.anchor_path)


@pytest.fixture
def drop_anchor(database: Database, anchor: Anchor, job) -> Callable[[], None]:
    """Return a function that anchors the trail where it ends now."""
    def drop() -> None:
        with database.read(job) as session:
            end = session.query(AuditRow).order_by(AuditRow.seq.desc()).first()
            assert end is not None
            anchor.append(Anchored(seq=end.seq, mac=end.mac, at=cast.NOW))

    return drop


@pytest.fixture
def prove(database: Database, anchor: Anchor) -> Prove:
    """Return a function that returns what the verifier finds at cast.NOW."""
    return lambda: verify(database, anchor, cast.NOW)
