"""What a process remembers of the database so that it need not ask each time: the grid index, the newest change."""

import threading
from time import monotonic

from data import visit
from data.areas.locate import GridIndex, build_index
from data.scope import Scope
from data.settings import Settings
from data.storage import changes
from data.storage.database import Database

FRESH_SECONDS = 0.2


class Grids:
    """The grid index of the map in force; built anew when the map changes."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._lock = threading.Lock()
        self._version: str | None = None
        self._index: GridIndex | None = None

    def index(self) -> GridIndex:
        """Return the index over the whole city. Raises NotFound("no_city") before there is a city."""
        with self._lock, visit.reading(self._database, Scope.of_job("grids"), self._settings) as reader:
            if self._index is None or self._version != reader.city.map_version:
                self._index = build_index(reader.session, reader.city.leaf_level())
                self._version = reader.city.map_version
            return self._index


class Pulse:
    """The number of the newest change, asked at most five times a second however many want to know."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._seq, self._fresh_until = 0, 0.0

    def seq(self) -> int:
        """Return the number; raises one of database.UNAVAILABLE when the database cannot be read."""
        with self._lock:
            if monotonic() >= self._fresh_until:
                with self._database.read(Scope.of_job("pulse")) as session:
                    self._seq = changes.last_seq(session)
                self._fresh_until = monotonic() + FRESH_SECONDS
            return self._seq
