"""A commit that changed the log says so on a channel of PostgreSQL: a hint to look, never the news itself.

PostgreSQL delivers a notification with the commit and takes a lock of the whole server for it, until the commit is
done. Transactions that log a change already commit one after the other (changes.draw), so nobody waits longer for it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

CHANNEL = "yiping_changes"
NEWEST = "newest_change"
"""Where a session keeps the number of the last change it logged."""


def tell(connection: Connection, *sessions: Mapping[Any, Any]) -> None:
    """Notify once of the last change these sessions (their `info`) logged. Call it last before the commit."""
    logged = [info[NEWEST] for info in sessions if NEWEST in info]
    if logged and connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, str(max(logged)))))
