"""Reads the cases of the usual period and of the one before, once a server stands: the first table need not wait."""

import threading
from datetime import datetime, timedelta

from data.background import Background
from data.errors import NotFound
from data.figures import period
from data.figures.days import days_of
from data.figures.period import Period
from data.scope import Scope
from data.settings import Settings
from data.storage.database import UNAVAILABLE, Database
from data.visit import reading

JOB = Scope.of_job("read ahead")
AFTER_SECONDS = 5.0
"""The first screens are served before."""
AT_ONCE = timedelta(days=5)
"""Few days at a time: whoever asks for a table meanwhile waits for these only."""


class Ahead(Background):
    """A thread of a server process that ends when it has read everything."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__("read ahead")
        self._database, self._settings = database, settings

    def _work(self) -> None:
        if not self._stopping.wait(AFTER_SECONDS):
            read_ahead(self._database, self._settings, self._stopping)


def read_ahead(database: Database, settings: Settings, stopped: threading.Event, *,
               now: datetime | None = None) -> None:
    """Read the days before `now`, newest first, until all are read, `stopped` is set, or there is no city."""
    try:
        with reading(database, JOB, settings, now=now) as visit:
            usual = period.named(visit, period.USUAL)
            begin = period.before(visit, usual).begin
        end = usual.end
        while end > begin and not stopped.is_set():
            part = Period(begin=max(begin, end - AT_ONCE), end=end, as_of=usual.as_of, days=AT_ONCE.days)
            with reading(database, JOB, settings) as visit:
                days_of(visit).received_in(visit, part)
            end = part.begin
    except (NotFound, *UNAVAILABLE):
        return
