"""One process at a time: whoever has the turn does what must not be done twice at once."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from data import locks
from data.storage.database import UNAVAILABLE, Database


@contextlib.contextmanager
def taken(database: Database, name: str) -> Iterator[bool]:
    """Yield whether the turn of this name is ours until the end of the block; it does not wait for it.

    It lies where all who share the database can see it: beside SQLite's file, else in PostgreSQL itself, for
    processes on other hosts too. It ends with the process that has it, however that ends.
    """
    with (_file if database.is_sqlite else _advisory)(database, name) as is_ours:
        yield is_ours


@contextlib.contextmanager
def _file(database: Database, name: str) -> Iterator[bool]:
    with Path(str(database.url.database)).with_suffix(f".{name}.lock").open("a") as handle:
        yield locks.take(handle.fileno())


@contextlib.contextmanager
def _advisory(database: Database, name: str) -> Iterator[bool]:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    # Without a transaction: one that stays open for days would keep PostgreSQL from tidying up.
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_ours = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield is_ours
        finally:
            if is_ours:
                try:
                    connection.scalar(select(func.pg_advisory_unlock(number)))
                except UNAVAILABLE:
                    connection.invalidate()  # the turn ended with the connection
