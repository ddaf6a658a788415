"""The thread of a server process that reads a stream: gather, store, commit, and only then acknowledge."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from data.areas.locate import GridIndex
from data.background import Background
from data.errors import CityError, NotAllowed
from data.ingest.streams.message import Message, read_message
from data.ingest.streams.rejects import Rejects
from data.ingest.streams.stream import MOST_LETTERS, Line, LineLost, Stream, discover
from data.ingest.streams.taking import Receive, Tally, fault_of_key, storing, take_in
from data.pauses import pauses
from data.scope import Scope
from data.settings import Settings
from data.storage import turn
from data.storage.database import UNAVAILABLE, Database
from data.visit import reading

LOG = logging.getLogger(__name__)
ENOUGH_EVENTS = 1_000
"""With so many events, letters are not waited for any longer: other writers wait for the transaction."""
GATHER_SECONDS = 0.05
QUIET_SECONDS = 0.005
"""After so long without a letter nothing is gathered any more: one event alone hardly waits."""
LOOK_SECONDS = 0.25
TURN_SECONDS = 5.0


class Count(Protocol):
    """Adds to a measure."""

    def __call__(self, amount: float, *, door: str, outcome: str) -> None:
        """Count so many that came by this stream with this outcome."""
        ...


class Reader(Background):
    """Reads in the background until stopped; of several server processes, on any host, one at a time.

    A broker keeps one session under one name, and of two connections under that name it ends the older:
    without a turn two processes would end each other's for ever. The turn is held as long as a connection.
    What is not acknowledged when it is stopped stays at the broker.
    """

    def __init__(self, stream: Stream, database: Database, settings: Settings, receive: Receive, *,
                 count: Count) -> None:
        super().__init__(stream.name)
        self.stream = stream
        self._database, self._settings, self._receive, self._count = database, settings, receive, count
        self._url, self._key = given(settings, stream)
        self._rejects = Rejects(settings.data_dir)
        self._told, self._is_reading = "", False
        self._pauses = pauses()

    def is_reading(self) -> bool:
        """Is this process connected, and were its topics granted?"""
        return self._is_reading

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                with turn.taken(self._database, self.stream.name) as is_ours:
                    if not is_ours:
                        self._stopping.wait(TURN_SECONDS)
                        continue
                    self._read()
            except (LineLost, CityError, OSError, *UNAVAILABLE) as error:
                self._tell(_reason(error))
            self._stopping.wait(next(self._pauses))

    def _read(self) -> None:
        """Read until stopped. Raises LineLost, or what keeps us from storing for good."""
        with reading(self._database, Scope.of_job(self.stream.name), self._settings) as visit:
            fault, name = fault_of_key(visit.session, self._key), f"yiping-{visit.city.epoch}"
        if fault:
            self._tell(fault)
            return
        line = self.stream.open(self.stream.read_address(self._url), name)
        try:
            self._is_reading = True
            self._fine()
            while not self._stopping.is_set():
                messages = gather(line)
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
                self._counted(tally)  # it is stored, whether the broker hears of it or not
                line.settle([one.letter for one in messages if not one.fault],
                            [one.letter for one in messages if one.fault])
                self._fine()
                return

    def _counted(self, tally: Tally) -> None:
        for outcome in ("stored", "duplicate", "rejected"):
            self._count(getattr(tally, outcome), door=self.stream.name, outcome=outcome)

    def _tell(self, why: str) -> None:
        """Say why nothing is read, once until it goes on or the reason is another."""
        if why != self._told:
            LOG.error("events over %s: %s", self.stream.title, why)
        self._told = why

    def _fine(self) -> None:
        if self._told:
            LOG.warning("events over %s: read again", self.stream.title)
        self._told, self._pauses = "", pauses()


def gather(line: Line) -> list[Message]:
    """Return the messages that came within a short time, [] when none did. Raises LineLost."""
    gathered = [read_message(one) for one in line.take(LOOK_SECONDS)]
    until = monotonic() + GATHER_SECONDS
    while gathered and monotonic() < until and not _is_enough(gathered):
        more = line.take(QUIET_SECONDS)
        if not more:
            break
        gathered += [read_message(one) for one in more]
    return gathered


def _is_enough(gathered: list[Message]) -> bool:
    return len(gathered) >= MOST_LETTERS or sum(map(Message.received, gathered)) >= ENOUGH_EVENTS


def given(settings: Settings, stream: Stream) -> tuple[str, str]:
    """Return (address, name of the key) that the settings hold for a kind of broker; "" where they hold none."""
    return getattr(settings, stream.name), getattr(settings, f"{stream.name}_key")


def readers(database: Database, settings: Settings, index: Callable[[], GridIndex], count: Count) -> tuple[Reader, ...]:
    """Return the readers of the streams that the settings name; () when they name none."""
    return tuple(Reader(stream, database, settings, storing(database, settings, index, given(settings, stream)[1]),
                        count=count) for stream in discover() if given(settings, stream)[0])


def _reason(error: Exception) -> str:
    """Return one line; what a database said quotes statements, so only its kind is told."""
    return type(error).__name__ if isinstance(error, UNAVAILABLE) else str(error).splitlines()[0][:300]
