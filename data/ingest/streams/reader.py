"""The thread of a server process that reads the stream: gather, store, commit, and only then acknowledge."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from data.areas.locate import GridIndex
from data.errors import CityError, NotAllowed
from data.ingest.streams.address import read_address
from data.ingest.streams.line import Line, LineLost
from data.ingest.streams.message import Message
from data.ingest.streams.rejects import Rejects
from data.ingest.streams.taking import Receive, Tally, fault_of_key, storing, take_in
from data.pauses import pauses
from data.scope import Scope
from data.settings import Settings
from data.storage import turn
from data.storage.database import UNAVAILABLE, Database
from data.visit import reading

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("mqtt")
TURN_SECONDS = 5.0


class Count(Protocol):
    """Adds to a measure."""

    def __call__(self, amount: float, *, outcome: str) -> None:
        """Count so many with this outcome."""
        ...


class Reader:
    """Reads in the background until stopped; of several server processes, on any host, one at a time.

    The broker keeps one session under one name, and of two connections under that name it ends the older:
    without a turn two processes would end each other's for ever. The turn is held as long as a connection.
    """

    def __init__(self, database: Database, settings: Settings, receive: Receive, *, count: Count) -> None:
        self._database, self._settings, self._receive, self._count = database, settings, receive, count
        self._rejects = Rejects(settings.data_dir)
        self._told, self._is_reading = "", False
        self._pauses = pauses()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="mqtt", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """Read no more; returns once the transaction in hand is done. What is not acknowledged stays at the broker."""
        self._stopping.set()
        self._thread.join(timeout=10)

    def is_reading(self) -> bool:
        """Is this process connected, and were its topics granted?"""
        return self._is_reading

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                with turn.taken(self._database, "mqtt") as is_ours:
                    if not is_ours:
                        self._stopping.wait(TURN_SECONDS)
                        continue
                    self._read()
            except (LineLost, CityError, OSError, *UNAVAILABLE) as error:
                self._tell(_reason(error))
            self._stopping.wait(next(self._pauses))

    def _read(self) -> None:
        """Read until stopped. Raises LineLost, or what keeps us from storing for good."""
        with reading(self._database, JOB, self._settings) as visit:
            fault, client_id = fault_of_key(visit.session, self._settings.mqtt_key), f"yiping-{visit.city.epoch}"
        if fault:
            self._tell(fault)
            return
        line = Line(read_address(self._settings.mqtt), client_id)
        try:
            line.open()
            self._is_reading = True
            self._fine()
            while not self._stopping.is_set():
                messages = line.gather()
                if messages:
                    self._settle(line, messages)
        finally:
            self._is_reading = False
            line.close()

    def _settle(self, line: Line, messages: list[Message]) -> None:
        """Store until it goes through, then acknowledge; where that is not to be, nothing was acknowledged."""
        while not self._stopping.is_set():
            try:
                tally = take_in(messages, self._receive, self._rejects)
            except NotAllowed:
                raise
            except (CityError, OSError, *UNAVAILABLE) as error:
                self._tell(f"events wait: {_reason(error)}")
                line.hold(next(self._pauses), self._stopping)
            else:
                line.acknowledge(messages)
                self._fine()
                self._counted(tally)
                return

    def _counted(self, tally: Tally) -> None:
        for outcome in ("stored", "duplicate", "rejected"):
            self._count(getattr(tally, outcome), outcome=outcome)

    def _tell(self, why: str) -> None:
        """Say why nothing is read, once until it goes on or the reason is another."""
        if why != self._told:
            LOG.error("events over MQTT: %s", why)
        self._told = why

    def _fine(self) -> None:
        if self._told:
            LOG.warning("events over MQTT: read again")
        self._told, self._pauses = "", pauses()


def readers(database: Database, settings: Settings, index: Callable[[], GridIndex], count: Count) -> tuple[Reader, ...]:
    """Return the readers of the streams that the settings name; () when they name none."""
    if not settings.mqtt:
        return ()
    return (Reader(database, settings, storing(database, settings, index), count=count),)


def _reason(error: Exception) -> str:
    """Return one line; what a database said quotes statements, so only its kind is told."""
    return type(error).__name__ if isinstance(error, UNAVAILABLE) else str(error).splitlines()[0][:300]
