"""Signs of life of each server process, with what it takes; a process that says nothing for a minute is gone."""

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.models.platform import ProcessSign
from data.storage.inserting import insert_into
from data.visit import Visit

EVERY, GONE_AFTER, FORGOTTEN_AFTER = timedelta(seconds=15), timedelta(seconds=60), timedelta(days=1)
HOST_LENGTH = 80


def leave(session: Session, now: datetime, began_at: datetime, facts: dict[str, Any]) -> None:
    """Leave this process's sign, and forget those of a day ago."""
    told = {"began_at": began_at, "at": now, "facts": facts}
    session.execute(insert_into(session, ProcessSign).values(
        host=socket.gethostname()[:HOST_LENGTH], pid=os.getpid(), **told,
    ).on_conflict_do_update(index_elements=["host", "pid"], set_=told))
    session.execute(delete(ProcessSign).where(ProcessSign.at < now - FORGOTTEN_AFTER)
                    .execution_options(synchronize_session=False))


def living(visit: Visit) -> list[ProcessSign]:
    """Return the processes that said something within the minute, by host and number."""
    return list(visit.session.scalars(select(ProcessSign).where(ProcessSign.at >= visit.now - GONE_AFTER)
                                      .order_by(ProcessSign.host, ProcessSign.pid)))
