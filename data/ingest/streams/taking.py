"""Taking messages in: what is sound is stored in one transaction, what is not is kept apart, and both are counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from data.areas.locate import GridIndex
from data.cases import intake
from data.cases.intake import Outcome, Report
from data.errors import NotAllowed
from data.ingest.streams.message import Message
from data.ingest.streams.rejects import Rejects
from data.people import sessions
from data.scope import Scope
from data.settings import Settings
from data.storage.database import UNAVAILABLE, Database
from data.visit import writing

PERMISSION = "events.write"
Receive = Callable[[Sequence[Report]], Outcome]
"""Stores reports and returns what became of each, after the commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of messages: received = stored + duplicate + rejected."""

    received: int = 0
    stored: int = 0
    duplicate: int = 0
    rejected: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(received=self.received + other.received, stored=self.stored + other.stored,
                     duplicate=self.duplicate + other.duplicate, rejected=self.rejected + other.rejected)


def fault_of_key(session: Session, name: str) -> str:
    """Return why no events can be taken in under the key of this name, "" when they can."""
    caller = sessions.who_has_key_named(session, name)
    if caller is None:
        return f"there is no key {name!r} in force; make one: python app.py key add {name} --may {PERMISSION}"
    if PERMISSION not in caller.scope.may:
        return f"the key {name!r} may not post events: it lacks {PERMISSION}"
    return ""


def storing(database: Database, settings: Settings, index: Callable[[], GridIndex], key: str) -> Receive:
    """Return what stores reports under the key of this name.

    The key is asked anew in each transaction: NotAllowed where it was revoked, or may not post events.
    """
    def renew(session: Session, **_moment: datetime) -> Scope:
        caller = sessions.who_has_key_named(session, key)
        if caller is None:
            raise NotAllowed("grant_ended")
        caller.scope.require(PERMISSION)
        return caller.scope

    def receive(reports: Sequence[Report]) -> Outcome:
        grids = index()  # built before the database is held for writing, where it had to be built
        with writing(database, Scope(), settings, renewed=renew) as visit:
            return intake.receive(visit, reports, grids, live=True)

    return receive


def take_in(messages: Sequence[Message], receive: Receive, rejects: Rejects) -> Tally:
    """Store and keep what the messages hold, and return what became of it; from then on they may be acknowledged.

    Raises what `receive` does and OSError: then none of them may be, and the same call may go through later.
    """
    reports = [report for one in messages for report in one.reports]
    try:
        outcome = receive(reports) if reports else Outcome()
    except UNAVAILABLE:
        raise
    except SQLAlchemyError:
        # The database serves and yet refuses: one of them is poison. Halved until that one is alone.
        middle = len(messages) // 2
        if middle:
            return take_in(messages[:middle], receive, rejects) + take_in(messages[middle:], receive, rejects)
        outcome = Outcome(rejected=[(i, "not_storable") for i in range(len(reports))])
    rejects.keep(_rejected(messages, dict(outcome.rejected)))
    faulty = sum(1 for one in messages if one.fault)
    return Tally(received=sum(one.received() for one in messages), stored=len(outcome.stored),
                 duplicate=len(outcome.duplicate), rejected=len(outcome.rejected) + faulty)


def _rejected(messages: Sequence[Message], reasons: dict[int, str]) -> list[tuple[str, str, str]]:
    """Return (topic, reason, text) of every message with a fault and every event with a reason, as they came in."""
    found, first = [], 0
    for one in messages:
        if one.fault:
            found.append((one.letter.topic, one.fault, one.texts[0]))
        found += [(one.letter.topic, reasons[i], text) for i, text in enumerate(one.texts[:len(one.reports)], first)
                  if i in reasons]
        first += len(one.reports)
    return found
