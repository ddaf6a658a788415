"""The thread that leaves a sign of life, so that an absence of the whole program is known afterwards."""

import logging
import threading

from data import clock
from data.alarms import outages
from data.scope import Scope
from data.storage.database import UNAVAILABLE, Database

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("heartbeat")


class Heartbeat:
    """Beats in the background until stopped; every process has one."""

    def __init__(self, database: Database, seconds: float = outages.EVERY.total_seconds()) -> None:
        self._database, self._seconds = database, seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin to beat, once at once: it is now that an absence ends."""
        self._thread.start()

    def stop(self) -> None:
        """Beat no more."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _live(self) -> None:
        while True:
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
