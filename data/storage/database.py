"""Engines, the single writer, the row guard: one code for SQLite and PostgreSQL.

SQLite before 3.51.3 can corrupt a WAL file when one connection checkpoints while another
commits (sqlite.org/wal.html#walresetbug). Here readers open the file read-only, and writers,
also those of other processes, hold one file lock from BEGIN to after COMMIT; the automatic
checkpoint runs inside COMMIT, so the two never meet.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import psycopg
from psycopg.errors import IdleInTransactionSessionTimeout
from sqlalchemy import URL, Engine, create_engine, event, or_
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker, with_loader_criteria
from sqlalchemy.pool import QueuePool

from data import locks
from data.audit.keys import Keys
from data.errors import DatabaseBusy
from data.models.base import InArea
from data.scope import Scope, Span
from data.settings import Settings
from data.storage import hint, rollups
from data.storage.prefix import lies_in

WRITE_WAIT_SECONDS = 5.0
STATEMENT_SECONDS = 15.0
IDLE_SECONDS = 60.0
SILENT = (OperationalError, InterfaceError, NoConnectionLeft)
"""What a database raises that does not answer just now."""
UNAVAILABLE = (*SILENT, DatabaseBusy)
"""What a session raises that cannot be served just now: the same call may go through later."""
LINE: dict[str, Any] = {"connect_timeout": 5, "keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10,
                        "keepalives_count": 3, "tcp_user_timeout": 60_000}
"""How PostgreSQL is spoken to (libpq): a machine that vanished without a word is given up within a minute."""


class ScopeMissing(RuntimeError):
    """A session without a scope asked for scoped rows: a programming error, never shown to people."""


class Database:
    """Hands out sessions that read, and one that writes at a time on SQLite."""

    def __init__(self, url: str, *, connections: int = 8, keys: Keys | None = None,
                 is_waited_for: bool = False, is_copy: bool = False) -> None:
        """Without `keys` nothing can be put on the audit trail; `is_waited_for`: see `of`; a copy takes no writes."""
        self.url = make_url(url)
        self.keys = keys
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._after_commit: list[Callable[[], None]] = []
        self._writer_lock = threading.Lock()
        if self.is_sqlite:
            path = Path(str(self.url.database))
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock_path: Path | None = path.with_suffix(".lock")
            self.writer = _sqlite_engine(f"sqlite:///{path}", connections=1, read_only=False)
            self.reader = _sqlite_engine(f"sqlite:///file:{path}?mode=ro&uri=true", connections=connections,
                                         read_only=True)
        else:
            self._lock_path = None
            name = self.url.set(drivername="postgresql+psycopg")
            self.writer = create_engine(name, pool_size=connections, max_overflow=2, pool_pre_ping=True,
                                        json_serializer=_as_json,
                                        connect_args=_spoken(self.url, is_waited_for, is_copy))
            event.listen(self.writer, "handle_error", _tell_of_idleness, retval=True)
            # Several statements of one reader see one moment, as they do on SQLite.
            self.reader = self.writer.execution_options(isolation_level="REPEATABLE READ")
        if self.is_sqlite:
            # Held open for as long as the process lives: a read-only connection cannot create the
            # shared-memory file that a WAL database needs.
            self.writer.connect().close()
        self._read_sessions = sessionmaker(self.reader, expire_on_commit=False)
        self._write_sessions = sessionmaker(self.writer, expire_on_commit=False)

    @classmethod
    def of(cls, settings: Settings, *, connections: int = 8, is_waited_for: bool = False) -> "Database":
        """Return the database of a deployment, with the keys of its audit trail.

        `is_waited_for`: somebody waits for each answer, so PostgreSQL gives up what takes too long and the call
        ends in one of UNAVAILABLE. Imports, migrations and other commands take the time they need.
        """
        return cls(settings.url, connections=connections, keys=Keys(settings.audit_key, settings.key_path),
                   is_waited_for=is_waited_for)

    @classmethod
    def copy_of(cls, settings: Settings, *, connections: int = 8) -> "Database":
        """Return the standby that the settings name, for reading alone; somebody waits for each answer."""
        return cls(settings.replica_url, connections=connections, is_waited_for=True, is_copy=True)

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each commit of this process; it must return at once."""
        self._after_commit.append(listener)

    @contextlib.contextmanager
    def read(self, scope: Scope) -> Iterator[Session]:
        """Yield a session for reading under a scope; what it sees is one moment's state."""
        with self._read_sessions() as session:
            guard(session, scope).info["is_reader"] = True
            yield session

    @contextlib.contextmanager
    def write(self, scope: Scope) -> Iterator[Session]:
        """Yield a session for writing; commits at the end, rolls back on any error.

        Raises DatabaseBusy when another writer holds the database for too long.
        """
        with self.alone(), self._write_sessions() as session:
            guard(session, scope).info["keys"] = self.keys
            yield session
            session.flush()
            rollups.fold(session.connection())
            hint.tell(session.connection(), session.info)
            session.commit()
        for listener in self._after_commit:
            listener()

    @contextlib.contextmanager
    def write_many(self) -> Iterator[Callable[[Scope], contextlib.AbstractContextManager[Session]]]:
        """Yield what opens one session after the other for writing; all are committed together at the end, or none.

        Raises DatabaseBusy as `write`.
        """
        done: list[Any] = []
        with self.alone(), self.writer.connect() as connection, connection.begin():

            @contextlib.contextmanager
            def open_one(scope: Scope) -> Iterator[Session]:
                with Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
                    guard(session, scope).info["keys"] = self.keys
                    yield session
                    session.commit()
                    done.append(session.info)

            yield open_one
            rollups.fold(connection)
            hint.tell(connection, *done)
        for listener in self._after_commit:
            listener()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the database for one writer among all threads and processes; PostgreSQL needs no such lock."""
        if self._lock_path is None:
            yield
            return
        if not self._writer_lock.acquire(timeout=WRITE_WAIT_SECONDS):
            raise DatabaseBusy
        try:
            with self._lock_path.open("a") as handle:
                _lock_file(handle.fileno())
                yield
        finally:
            self._writer_lock.release()

    def connect_apart(self, name: str) -> "psycopg.Connection[tuple[Any, ...]]":
        """Return a connection to PostgreSQL beside the pool, which commits each statement. Raises psycopg.Error."""
        _arguments, spoken = self.writer.dialect.create_connect_args(self.url)
        return psycopg.connect(**{**LINE, "application_name": name, **spoken}, autocommit=True)

    def close(self) -> None:
        """Give back every connection."""
        self.reader.dispose()
        self.writer.dispose()


def guard(session: Session, scope: Scope) -> Session:
    """Bind the scope to the session and return it; from here on foreign rows do not exist."""
    session.info["scope"] = scope
    return session


@contextlib.contextmanager
def lifted(session: Session) -> Iterator[None]:
    """Lift the row guard where another rule says which rows this person sees; what is read stays in the session."""
    scope = session.info["scope"]
    guard(session, Scope.of_job(scope.name))  # what is written meanwhile is still written by them
    try:
        yield
    finally:
        guard(session, scope)


@contextlib.contextmanager
def everywhere(session: Session) -> Iterator[None]:
    """Lift the row guard for a question about the whole city, such as whether an id is taken."""
    scope = session.info["scope"]
    try:
        with lifted(session):
            yield
    finally:
        for row in set(session.identity_map.values()) - set(session.dirty):  # what was seen there is forgotten
            if isinstance(row, InArea) and not is_shown(scope, row):
                session.expunge(row)


def is_shown(scope: Scope, row: InArea) -> bool:
    """Does the row lie inside the scope?"""
    return scope.shows(row.area_code, getattr(row, "department", None)) if row.__answered_for__ else scope.covers(
        row.area_code)


@event.listens_for(Session, "do_orm_execute")
def _show_only_rows_in_scope(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    scope = state.session.info.get("scope")
    if scope is None:
        raise ScopeMissing("open sessions through Database.read or Database.write")
    if not scope.sees_everything():
        prefixes = tuple(sorted(scope.areas))
        spans = tuple(sorted(scope.spans()))
        state.statement = state.statement.options(*(
            with_loader_criteria(rows, spanned(rows, spans) if rows.__answered_for__ else
                                 within(rows.area_code, prefixes), include_aliases=True)
            for rows in InArea.__subclasses__()
        ))


def within(column: Any, prefixes: tuple[str, ...]) -> Any:
    """Return the condition that a code column begins with one of the prefixes (none: nothing matches).

    It never decides which index is walked: that is for what is asked, not for who asks.
    """
    return or_(False, *(lies_in(column, prefix) for prefix in prefixes))


def spanned(rows: Any, spans: tuple[Span, ...]) -> Any:
    """Return the condition that a row lies in one of the (area prefix, department) spans (none: nothing matches)."""
    return or_(False, *(
        within(rows.area_code, (prefix,)) & (rows.department == department) if department
        else within(rows.area_code, (prefix,)) for prefix, department in spans
    ))


def _spoken(url: URL, is_waited_for: bool, is_copy: bool) -> dict[str, Any]:
    """Return what PostgreSQL is told at each connect; the address itself may say it otherwise.

    A writer waits for a row as long as one on SQLite waits for the file. A transaction that nobody continues
    holds rows and old versions of them; no question here leaves one open for a minute.
    """
    said = {**LINE, "application_name": "yiping web" if is_waited_for else "yiping command"}
    told = {name: value for name, value in said.items() if name not in url.query}
    ours = ["-c default_transaction_read_only=on"] if is_copy else []
    if is_waited_for:
        limits = {"statement_timeout": STATEMENT_SECONDS, "lock_timeout": WRITE_WAIT_SECONDS,
                  "idle_in_transaction_session_timeout": IDLE_SECONDS}
        ours += [f"-c {name}={round(seconds * 1000)}" for name, seconds in limits.items()]
    if ours:
        told["options"] = " ".join([*ours, str(url.query.get("options", ""))]).strip()
    return told


def _tell_of_idleness(context: ExceptionContext) -> BaseException | None:
    """Return as unavailable what the driver calls internal: PostgreSQL ended a transaction that stood still."""
    if not isinstance(context.original_exception, IdleInTransactionSessionTimeout):
        return None
    return OperationalError(context.statement, context.parameters, context.original_exception,
                            connection_invalidated=True)


def _as_json(value: Any) -> str:
    """Return the text that a JSON column keeps, in a fifth of the time Python's own writer takes."""
    return orjson.dumps(value).decode()


def _sqlite_engine(url: str, *, connections: int, read_only: bool) -> Engine:
    engine = create_engine(url, poolclass=QueuePool, pool_size=connections, max_overflow=0 if not read_only else 4,
                           json_serializer=_as_json,
                           connect_args={"check_same_thread": False, "timeout": WRITE_WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA trusted_schema=OFF")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _lock_file(descriptor: int) -> None:
    deadline = threading.Event()
    for _attempt in range(int(WRITE_WAIT_SECONDS / 0.01)):
        if locks.take(descriptor):
            return
        deadline.wait(0.01)
    raise DatabaseBusy


__all__ = ["SILENT", "UNAVAILABLE", "Database", "OperationalError", "ScopeMissing", "everywhere", "guard", "lifted",
           "spanned", "within"]
