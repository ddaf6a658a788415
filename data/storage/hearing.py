"""Hears, in one process, that something was committed anywhere: one listening connection beside the pool.

What is heard is only a hint to look. A notification may get lost, with the connection or in a pooler that passes
statements around; so whoever waits for hints also looks by itself, seldom while hints come and often when they do not.
"""

import contextlib
import logging
import re
from collections.abc import Callable

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from data.background import Background
from data.pauses import pauses
from data.storage.database import Database

LOG = logging.getLogger(__name__)
LISTEN = "LISTEN yiping_changes"
NEWEST = text("SELECT coalesce(max(seq), 0) FROM changes")
NUMBER = re.compile(r"[0-9]{1,18}")
LOOK_UP_SECONDS = 0.5
"""How often the thread looks up from listening to see whether it is to end."""


class Hearing(Background):
    """Listens to PostgreSQL until stopped, on a new connection whenever one is lost; of SQLite it hears nothing."""

    def __init__(self, database: Database) -> None:
        super().__init__("hearing")
        self._database = database
        self._listeners: list[Callable[[], None]] = []
        self._newest, self._told = 0, ""
        self._is_connected = self._is_doubted = False

    def on_hint(self, listener: Callable[[], None]) -> None:
        """Call `listener` after commits of any process, and when hints begin or end; it must return at once."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Begin to listen."""
        if not self._database.is_sqlite:
            super().start()

    def is_sure(self) -> bool:
        """Is it connected, and was no commit missed since it last heard one?"""
        return self._is_connected and not self._is_doubted

    def newest(self) -> int:
        """Return the number of the newest change it knows of."""
        return self._newest

    def doubt(self, seq: int) -> None:
        """Somebody found this change by looking. Where it was not heard of, trust no hint until one comes again."""
        if self._is_connected and seq > self._newest and not self._is_doubted:
            LOG.warning("change %d was not heard of; a pooler must pool sessions, not transactions", seq)
            self._is_doubted = True

    def _work(self) -> None:
        waits = pauses()
        while not self._stopping.is_set():
            try:
                with contextlib.closing(self._database.connect_apart("yiping hearing")) as connection:
                    connection.execute(LISTEN)
                    self._newest = self._read_newest()  # after LISTEN: what is committed from now on is heard
                    waits = pauses()
                    self._listen(connection)
            except (psycopg.Error, SQLAlchemyError) as error:
                self._say(type(error).__name__)
            finally:
                self._is_connected = False
                self._tell()
            self._stopping.wait(next(waits))

    def _say(self, why: str) -> None:
        if why and not self._told:
            LOG.warning("commits of other processes are not heard, they are looked for: %s", why)
        elif self._told and not why:
            LOG.warning("commits of other processes are heard again")
        self._told = why

    def _read_newest(self) -> int:
        with self._database.writer.connect() as connection:
            return int(connection.execute(NEWEST).scalar_one())

    def _listen(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        self._is_connected, self._is_doubted = True, False
        self._say("")
        self._tell()
        while not self._stopping.is_set():
            heard = [notice.payload for notice in connection.notifies(timeout=LOOK_UP_SECONDS, stop_after=1)]
            if heard:
                # Anybody with an account may notify; what is no number is still a hint to look.
                self._newest = int(heard[-1]) if NUMBER.fullmatch(heard[-1]) else self._newest
                self._is_doubted = False
                self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
