"""A standby of PostgreSQL that people who only look are read from, as long as it shows what they have been told.

What a standby holds is some moments old. A screen hears of a change on the live feed, which is read from the primary,
and asks for its panels then: they must not be of before that change. So each read first looks whether the standby
holds the newest change that this process knows of, and goes to the primary where it does not. How far a standby is
behind is known by where the primary's log (WAL) stood when, and how much of it the standby has replayed.
"""

import contextlib
import logging
from collections import deque
from collections.abc import Callable, Iterator
from math import inf
from time import monotonic

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from data.background import Background
from data.scope import Scope
from data.storage import changes
from data.storage.database import UNAVAILABLE, Database, lifted
from data.storage.hearing import Hearing

LOG = logging.getLogger(__name__)
WRITTEN = text("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
REPLAYED = text("SELECT pg_is_in_recovery(), pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint")
CLUSTER = text("SELECT system_identifier, current_database() FROM pg_control_system()")
LOOK_SECONDS = 1.0
ON_THE_WAY_SECONDS = 0.1
"""What was written less than this ago may still be on its way and is not called late."""
LATEST_SECONDS = 5.0
"""A standby further behind is not read. Not all that counts has a number in the change log: grants do not."""
MARKS = 600


class Replica(Background):
    """Reads from a standby, or from the primary whenever the standby is away, late, unsure or not seen yet.

    Nothing is written.
    """

    def __init__(self, copy: Database, primary: Database, hearing: Hearing) -> None:
        """`copy` is the standby; `hearing` knows which change is the newest."""
        super().__init__("replica")
        self.copy = copy
        self.reads = self.refusals = 0
        self._primary, self._hearing = primary, hearing
        self._marks: deque[tuple[float, int]] = deque(maxlen=MARKS)
        self._holds_since = -inf
        self._is_there = False
        self._told = ""

    def stop(self) -> None:
        """Watch no more, and give the connections back."""
        super().stop()
        self.copy.close()

    def lag_seconds(self) -> float:
        """Return for how long the standby has not held all that the primary had written; infinite when never seen."""
        return monotonic() - self._holds_since

    def is_in_use(self) -> bool:
        """Does it answer, is it a standby, not late, and does this process hear which change is the newest?"""
        return self._is_there and self._hearing.is_sure() and self.lag_seconds() < LATEST_SECONDS

    @contextlib.contextmanager
    def read(self, scope: Scope) -> Iterator[Session]:
        """Yield a session for reading under a scope, of the standby or else of the primary."""
        with contextlib.ExitStack() as stack:
            session = self._current(stack, scope)
            is_copy = session is not None
            try:
                yield session or stack.enter_context(self._primary.read(scope))
            except UNAVAILABLE:
                self._is_there = self._is_there and not is_copy
                raise

    def look(self) -> None:
        """See how far behind the standby is. Raises SQLAlchemyError when it or the primary cannot be asked."""
        with self._primary.reader.connect() as connection:
            self._marks.append((monotonic(), int(connection.execute(WRITTEN).scalar_one())))
        self._stopping.wait(ON_THE_WAY_SECONDS)
        with self.copy.reader.connect() as connection:
            is_standby, replayed = connection.execute(REPLAYED).one()
        self._is_there = is_standby
        while self._marks and is_standby and self._marks[0][1] <= replayed:
            self._holds_since = self._marks.popleft()[0]
        self._say("" if is_standby else "it is no standby")

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except SQLAlchemyError as error:
                self._is_there = False
                self._say(type(error).__name__)
            self._stopping.wait(LOOK_SECONDS)

    def _current(self, stack: contextlib.ExitStack, scope: Scope) -> Session | None:
        """Return a session of the standby that holds the newest change, closed with the stack; None: there is none."""
        if self.is_in_use():
            try:
                with contextlib.ExitStack() as tried:
                    session = tried.enter_context(self.copy.read(scope))
                    with lifted(session):
                        is_current = changes.last_seq(session) >= self._hearing.newest()
                    if is_current:
                        stack.push(tried.pop_all())
                        self.reads += 1
                        return session
            except UNAVAILABLE as error:
                self._is_there = False
                self._say(type(error).__name__)
        self.refusals += 1
        return None

    def _say(self, why: str) -> None:
        if why and not self._told:
            LOG.warning("the replica is not read, the primary is: %s", why)
        elif self._told and not why:
            LOG.warning("the replica is read again")
        self._told = why


def gauges(replica: Replica) -> dict[str, Callable[[], float]]:
    """Return what is told of a replica, by the name of the measure."""
    return {
        "yiping_replica_in_use": replica.is_in_use, "yiping_replica_lag_seconds": replica.lag_seconds,
        "yiping_replica_reads": lambda: replica.reads, "yiping_replica_refusals": lambda: replica.refusals,
    }


def fault_of(copy: Database, primary: Database) -> str:
    """Return why the one cannot be read in place of the other; "" when it can. Raises SQLAlchemyError."""
    with primary.reader.connect() as ours, copy.reader.connect() as theirs:
        (is_standby, _replayed), there = theirs.execute(REPLAYED).one(), theirs.execute(CLUSTER).one()
        if tuple(there) != tuple(ours.execute(CLUSTER).one()):
            return "it is a copy of another database"
    return "" if is_standby else "it is no standby: the same database, or one that was promoted"
