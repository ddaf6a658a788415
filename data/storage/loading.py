"""Loading history into an empty city: what each row would be checked and filed for is done once, when all are there.

On PostgreSQL indexes, references and triggers of the tables are put aside and made anew from the whole: an index
that is built sorted costs a fraction of one that ten million rows were filed into one by one, and references are
proved by one join. All of it belongs to the transaction, so a load that breaks off leaves the tables as they were.
SQLite keeps its indexes: it cannot build one from several tables' worth of memory, and its cities are smaller.
"""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, text

from data.models.base import Base
from data.storage import months, rollups

SORT_MEMORY = "512MB"
OTHER_INDEXES = """SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
WHERE i.indrelid = ANY (CAST(:tables AS regclass[])) AND c.oid IS NULL ORDER BY i.indexrelid"""
REFERENCES = """SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY (CAST(:tables AS regclass[]))
ORDER BY oid"""


class Aside(NamedTuple):
    """Something of a table that is put aside, and the statement that makes it again."""

    drop: str
    make: str


@contextlib.contextmanager
def at_once(connection: Connection, models: Sequence[type[Base]], since: datetime,
            until: datetime) -> Iterator[None]:
    """Let many rows be put into these models' tables; the counts of cases are made anew from all of them.

    What happened lies between the two moments: its months are made ready. Raises whatever the database says of rows
    that break a rule, at the end: the transaction is to be given up then.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    names = [model.__tablename__ for model in models]
    aside = [Aside(*row) for asked in (REFERENCES, OTHER_INDEXES)
             for row in connection.execute(text(asked), {"tables": names})]
    _run(connection, [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names])
    _run(connection, [one.drop for one in aside])
    month = months.month_of(since)
    while month <= months.month_of(until):
        months.make(connection, month)
        month = months.following(month)
    yield
    _run(connection, [f"SET LOCAL maintenance_work_mem = '{SORT_MEMORY}'"])
    _run(connection, [one.make for one in reversed(aside)])
    _run(connection, [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names])
    _run(connection, [f"ANALYZE {', '.join(names)}"])
    rollups.rebuild(connection)


def settle(connection: Connection) -> None:
    """Let PostgreSQL look at all that was loaded, so that its indexes alone answer; outside of any transaction."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM (ANALYZE)")


def _run(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
