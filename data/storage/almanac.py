"""Makes the months of the table of events before they begin, beside a running server."""

import logging

from data import clock
from data.background import Background
from data.storage import months
from data.storage.database import UNAVAILABLE, Database

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 86_400.0
TRY_AGAIN_SECONDS = 60.0


class Almanac(Background):
    """Looks once a day until stopped. Several processes may have one each: who comes second finds nothing to make."""

    def __init__(self, database: Database) -> None:
        super().__init__("almanac")
        self._database = database

    def start(self) -> None:
        """Begin to look; not on SQLite, where events lie in one table."""
        if not self._database.is_sqlite:
            super().start()

    def _work(self) -> None:
        wait = LOOK_SECONDS  # the start of the program has just looked
        while not self._stopping.wait(wait):
            try:
                months.settle(self._database, clock.now())
                wait = LOOK_SECONDS
            except UNAVAILABLE as error:
                LOG.warning("the months to come were not made: %s", type(error).__name__)
                wait = TRY_AGAIN_SECONDS
