"""Months of the table of events on PostgreSQL: made before they begin, taken away once nothing is left in them.

What no month has been made for lies in the rest, so that nothing is ever refused; `settle` makes its month and moves
it there. The partitions lie in a schema of their own, so that the tables of the city stay the list the models say.
Months are UTC. SQLite keeps one table, and everything here does nothing there.
"""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from data.storage.database import Database

SCHEMA, TABLE = "months", "case_events"
REST = f"{SCHEMA}.{TABLE}_rest"
AHEAD = 3
"""Months made beyond the present one: as long may nobody look after them."""
LOCK_SECONDS = 2
"""Nobody waits longer for a month to be made or taken away; the next look makes up for it."""
OLD_QUESTIONS_SECONDS = 20.0
ONE_AT_A_TIME = 760_428_101
"""Any number, the same in every process: who holds this lock of PostgreSQL makes months."""


def month_of(moment: datetime) -> date:
    """Return the first day of the moment's month, UTC."""
    return moment.astimezone(UTC).date().replace(day=1)


def following(month: date, by: int = 1) -> date:
    """Return the month that comes `by` months later."""
    years, number = divmod(month.month - 1 + by, 12)
    return date(month.year + years, number + 1, 1)


def known(connection: Connection) -> list[date]:
    """Return the months that have a partition, the oldest first."""
    names = connection.execute(text(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = to_regclass(:parent)"), {"parent": TABLE}).scalars()
    found = (re.fullmatch(rf"{TABLE}_(\d+)_(\d\d)", name) for name in names)
    return sorted(date(int(one[1]), int(one[2]), 1) for one in found if one)


def waiting(connection: Connection) -> list[date]:
    """Return the months of the rows that lie in the rest, the oldest first."""
    return sorted(connection.execute(text(
        f"SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date FROM {REST}")).scalars())  # noqa: S608 - ours


def settle(database: Database, now: datetime) -> list[date]:
    """Make the months that are due or waited for, each in a transaction of its own, and return those that were made.

    A month that somebody is in the way of stays for the next time.
    """
    if database.is_sqlite:
        return []
    with database.writer.connect() as connection:
        present = month_of(now)
        wanted = {following(present, by) for by in range(AHEAD + 1)} | set(waiting(connection))
        missing = sorted(wanted - set(known(connection)))
    return [month for month in missing if _alone(database, make, month)]


def make(connection: Connection, month: date) -> bool:
    """Make the partition of a month and move what waits for it; False where somebody else has made it meanwhile."""
    if month in known(connection):
        return False
    name, (start, end) = partition_name(month), bounds(month)
    inside = f"at >= '{start}' AND at < '{end}'"
    for statement in (
        f"LOCK TABLE {REST} IN ACCESS EXCLUSIVE MODE",
        f"CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS)",
        f"WITH moved AS (DELETE FROM {REST} WHERE {inside} RETURNING *) INSERT INTO {name} SELECT * FROM moved",  # noqa: S608 - ours
        f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM ('{start}') TO ('{end}')",
    ):
        connection.exec_driver_sql(statement)
    return True


def drop_empty(database: Database, before: date) -> list[date]:
    """Take away the months before one that hold no row any more, and return them.

    A question begun before the last row went must still find it: those are waited for, not for ever.
    """
    if database.is_sqlite:
        return []
    with database.writer.connect() as connection:
        empty = [month for month in known(connection) if month < before and _is_empty(connection, month)]
        if not empty or not _are_old_questions_over(connection):
            return []
    return [month for month in empty if _alone(database, _drop, month)]


def _drop(connection: Connection, month: date) -> bool:
    connection.exec_driver_sql(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
    if month not in known(connection) or not _is_empty(connection, month):
        return False
    connection.exec_driver_sql(f"ALTER TABLE {TABLE} DETACH PARTITION {partition_name(month)}")
    connection.exec_driver_sql(f"DROP TABLE {partition_name(month)}")
    return True


def _is_empty(connection: Connection, month: date) -> bool:
    return not connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM {partition_name(month)})").scalar()  # noqa: S608 - ours


def _are_old_questions_over(connection: Connection) -> bool:
    """Return once every transaction is over that ran when this was called; False where one takes too long."""
    began = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    connection.commit()
    older = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                 " AND pid <> pg_backend_pid() AND xact_start < :began AND backend_xmin IS NOT NULL")
    until = time.monotonic() + OLD_QUESTIONS_SECONDS
    while time.monotonic() < until:
        is_over = not connection.execute(older, {"began": began}).scalar_one()
        connection.commit()
        if is_over:
            return True
        time.sleep(0.1)
    return False


def _alone(database: Database, work: Callable[[Connection, date], bool], month: date) -> bool:
    """Do one piece of work on a month while nobody else does any, in a transaction; False where it has to wait."""
    try:
        with database.writer.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            is_ours = connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({ONE_AT_A_TIME})").scalar_one()
            return bool(is_ours) and work(connection, month)
    except OperationalError:  # somebody is in the way; nothing was done
        return False


def partition_name(month: date) -> str:
    """Return the name of a month's partition, with its schema."""
    return f"{SCHEMA}.{TABLE}_{month:%Y_%m}"


def bounds(month: date) -> tuple[str, str]:
    """Return the month's first moment and that of the next one, ISO 8601, UTC."""
    return f"{month.isoformat()}T00:00:00Z", f"{following(month).isoformat()}T00:00:00Z"
