"""The thread that lets the demo city live: one tick about once a second, in one process only."""

import logging
from pathlib import Path

import numpy as np

from data import clock, locks
from data.background import Background
from data.demo.traffic import Traffic
from data.errors import CityError
from data.settings import Settings
from data.storage.database import UNAVAILABLE, Database

LOG = logging.getLogger(__name__)
BEAT_SECONDS = 1.0


class Heart(Background):
    """Beats in the background until stopped. Of several server processes the first one beats."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__("demo-heart")
        self._database, self._settings = database, settings

    def _work(self) -> None:
        lock = Path(self._settings.data_dir) / "heart.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("a") as handle:
            while not self._stopping.is_set():
                if locks.take(handle.fileno()):
                    self._live()
                else:
                    self._stopping.wait(5)

    def _live(self) -> None:
        traffic, rng = Traffic(), np.random.default_rng()
        while not self._stopping.wait(BEAT_SECONDS):
            try:
                traffic.tick(self._database, self._settings, clock.now(), rng)
            except UNAVAILABLE:
                LOG.warning("the demo city holds its breath: the database does not answer")
                self._stopping.wait(5)
            except CityError as error:
                LOG.info("the demo city skipped a beat: %s", error)
