"""Makes the months of the table of events before they begin, beside a running server."""

import logging
import threading

from data import clock
from data.storage import months
from data.storage.database import UNAVAILABLE, Database

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 86_400.0
TRY_AGAIN_SECONDS = 60.0


class Almanac:
    """Looks once a day until stopped. Several processes may have one each: who comes second finds nothing to make."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="almanac", daemon=True)

    def start(self) -> None:
        """Begin to look; not on SQLite, where events lie in one table."""
        if not self._database.is_sqlite:
            self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _work(self) -> None:
        wait = LOOK_SECONDS  # the start of the program has just looked
        while not self._stopping.wait(wait):
            try:
                months.settle(self._database, clock.now())
                wait = LOOK_SECONDS
            except UNAVAILABLE as error:
                LOG.warning("the months to come were not made: %s", type(error).__name__)
                wait = TRY_AGAIN_SECONDS
