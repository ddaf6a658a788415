"""The trail of who did, or was refused, what: the one writer; rows are added, never changed or removed.

A note waits in its session and is numbered, sealed and stored just before that session's commit, in the
same transaction: an action whose note cannot be stored does not happen. Written last, the trail's counter
is locked for the shortest time and always after every other, so that two writers never wait for each other.
"""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from data.audit import chain
from data.models.person import AuditRow
from data.storage import changes

SEQUENCE = "audit"
NAME_LENGTH, PERSON_LENGTH, SUBJECT_LENGTH = 80, 96, 120
WAITING = "trail"
NOT_PLAIN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\\]")
"""What could end a line, colour or turn a terminal's text, or cannot be stored; and the sign that marks it."""


class NoKeys(RuntimeError):
    """A session that cannot seal was handed a note: a programming error, never shown to people."""


def note(session: Session, *, at: datetime, who: str, what: str, outcome: str, person: str | None = None,
         area: str | None = None, subject: str | None = None, **details: Any) -> None:
    """Put a row on the trail when the caller's transaction commits. `outcome` is done or refused.

    `who` is the name shown then, `person` the id behind it, `subject` what it was done to: a case number,
    a name. Signs that could forge a line are kept as escapes, as Python writes them.
    """
    if session.info.get("keys") is None:
        raise NoKeys("put notes in sessions of Database.write, of a database that has keys")
    session.info.setdefault(WAITING, []).append({
        "at": at, "who": one_line(who)[:NAME_LENGTH], "person": _cut(person, PERSON_LENGTH), "what": what,
        "outcome": outcome, "area_code": area, "subject": _cut(subject, SUBJECT_LENGTH),
        "details": chain.plain(_escaped(details)),
    })


def one_line(text: str) -> str:
    """Return the text with every control character, and the backslash, as an escape such as \\n."""
    return NOT_PLAIN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def _cut(text: str | None, length: int) -> str | None:
    return None if text is None else one_line(text)[:length]


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {one_line(str(name)): _escaped(held) for name, held in value.items()}
    return [_escaped(held) for held in value] if isinstance(value, list | tuple) else value


@event.listens_for(Session, "before_commit")
def _write_down(session: Session) -> None:
    rows: list[dict[str, Any]] = session.info.pop(WAITING, [])
    if not rows:
        return
    key_id, key = session.info["keys"].signing()
    first = changes.draw(session, SEQUENCE, len(rows))
    before = session.execute(select(AuditRow.mac).where(AuditRow.seq == first - 1)).scalar()
    chain.link(rows, first=first, prev_mac=before or chain.GENESIS, key_id=key_id, key=key)
    session.execute(insert(AuditRow), rows)
