"""The change log: one gap-free sequence, written in the transaction that changed the city."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.models.change import Change, Serial
from data.storage import hint
from data.storage.bulk import insert_rows
from data.storage.inserting import insert_into

SEQUENCE = "changes"
KEEP_ROWS = 200_000
"""A screen that fell further behind than this starts anew from a snapshot; older rows are removed."""
PRUNE_EVERY = 5_000


@dataclass(frozen=True, kw_only=True)
class Note:
    """One line for the log: what changed, where, and what a screen needs to draw it."""

    kind: str
    key: str
    area_code: str
    body: dict[str, Any] = field(default_factory=dict)


def draw(session: Session, name: str, count: int = 1) -> int:
    """Return the first of `count` fresh numbers of a named sequence.

    The counter's row stays locked until this transaction ends, so numbers are handed out in
    the order of commits and a rollback gives them back: the sequence has no gaps.
    """
    drawn = insert_into(session, Serial).values(name=name, value=count).on_conflict_do_update(
        index_elements=[Serial.name], set_={"value": Serial.value + count}).returning(Serial.value)
    last: int = session.execute(drawn).scalar_one()
    return last - count + 1


def record(session: Session, notes: Iterable[Note], at: datetime) -> int:
    """Write the notes and return the last sequence number. Call it last before the commit."""
    lines = list(notes)
    if not lines:
        return last_seq(session)
    first = draw(session, SEQUENCE, len(lines))
    insert_rows(session, Change, [
        {"seq": first + index, "at": at, "kind": note.kind, "key": note.key, "area_code": note.area_code,
         "body": note.body}
        for index, note in enumerate(lines)
    ])
    last = first + len(lines) - 1
    session.info[hint.NEWEST] = last
    if first // PRUNE_EVERY != (last + 1) // PRUNE_EVERY:
        session.execute(delete(Change).where(Change.seq <= last - KEEP_ROWS))
    return last


def forget(session: Session) -> None:
    """Begin the log anew: of a city that is being built nobody has heard yet."""
    session.execute(delete(Change))
    session.execute(delete(Serial).where(Serial.name == SEQUENCE))


def last_seq(session: Session) -> int:
    """Return the number of the newest change, 0 when there is none."""
    return session.execute(select(func.max(Change.seq))).scalar_one() or 0


def oldest_seq(session: Session) -> int:
    """Return the number of the oldest change kept, 0 when there is none."""
    return session.execute(select(func.min(Change.seq))).scalar_one() or 0


def since(session: Session, seq: int, *, limit: int = 2_000) -> list[Change]:
    """Return the changes after `seq`, oldest first, at most `limit`."""
    return list(session.scalars(select(Change).where(Change.seq > seq).order_by(Change.seq).limit(limit)))
