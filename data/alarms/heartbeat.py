"""The thread that leaves a sign of life, so that an absence of the whole program is known afterwards."""

import logging

from data import clock
from data.alarms import outages
from data.background import Background
from data.scope import Scope
from data.storage.database import UNAVAILABLE, Database

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("heartbeat")


class Heartbeat(Background):
    """Beats in the background until stopped; every process has one."""

    def __init__(self, database: Database, seconds: float = outages.EVERY.total_seconds()) -> None:
        super().__init__("heartbeat")
        self._database, self._seconds = database, seconds

    def _work(self) -> None:
        while True:  # once at once: it is now that an absence ends
            try:
                self.beat()
            except UNAVAILABLE:
                LOG.warning("no sign of life: the database does not answer")
            if self._stopping.wait(self._seconds):
                return

    def beat(self) -> None:
        """Leave a sign of life where nobody has lately."""
        now = clock.now()
        with self._database.read(JOB) as session:
            if not outages.is_due(session, now):
                return
        with self._database.write(JOB) as session:
            away = outages.beat(session, now)
        if away is not None:
            LOG.warning("away from %s to %s", away.began_at.isoformat(), away.ended_at.isoformat())
