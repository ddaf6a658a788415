"""Walks the whole trail and names the first record that is not as it was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, exists, func, or_, select, type_coerce
from sqlalchemy.exc import DataError, SQLAlchemyError
from sqlalchemy.orm import Session

from data.audit import blame
from data.audit.anchor import EVERY, Anchor, Anchored
from data.audit.chain import GENESIS, SEALED
from data.errors import Invalid
from data.models.archive import ArchivedCase
from data.models.case import Case, CaseEvent
from data.models.change import Serial
from data.models.person import AuditRow
from data.people.trail import SEQUENCE
from data.scope import Scope
from data.storage.database import Database

JOB = Scope.of_job("verify")
BATCH = 5_000
NAMES = (*SEALED, "mac")
COLUMNS = tuple(
    type_coerce(AuditRow.details, Text) if name == "details" else getattr(AuditRow, name) for name in NAMES)
"""Of the details their text: what was sealed is not read and written anew a million times."""
UNREADABLE = (ValueError, TypeError, DataError)
"""What reading a value raises that its column's type never wrote."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The first thing found: `what` of blame.FAULTS, at which record, of which moment where one is known."""

    what: str
    seq: int
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a walk found. `records` were sound; the trail is anchored up to record `anchored`."""

    records: int
    fault: Fault | None
    anchored: int
    bad_case: str | None
    """The number of the first case whose events do not lead to its version."""

    def is_sound(self) -> bool:
        """Was nothing found?"""
        return self.fault is None and self.bad_case is None


def verify(database: Database, anchor: Anchor, now: datetime) -> Verdict:
    """Return what is found in one moment's state of the trail and of the cases' events.

    Raises Invalid: audit_key_missing, audit_key_unreadable, audit_anchor_unreadable, database_unreadable.
    """
    keys = database.keys.known() if database.keys else {}
    try:
        # Read first: what is anchored meanwhile does not yet stand in the state that is looked at.
        anchors, unreadable = _anchors(anchor)
        with database.read(JOB) as session:
            walk = _Walk(session, keys, anchors)
            fault = walk.first_fault() or unreadable or walk.unanchored(now)
            return Verdict(records=walk.sound, fault=fault, anchored=max(anchors, default=0),
                           bad_case=first_bad_case(session))
    except OSError as error:
        raise Invalid("audit_anchor_unreadable", file=str(anchor.path), reason=type(error).__name__) from None
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).splitlines()
        raise Invalid("database_unreadable", reason=said[0] if said else type(error).__name__) from None


def _anchors(anchor: Anchor) -> tuple[dict[int, Anchored], Fault | None]:
    """Return the first anchor of each record, and the fault of the first line that cannot be read."""
    anchors: dict[int, Anchored] = {}
    fault = None
    for number, line in enumerate(anchor.lines(), start=1):
        if line is not None:
            anchors.setdefault(line.seq, line)
        elif fault is None:
            fault = Fault(what=blame.ANCHOR_UNREADABLE, seq=number)
    return anchors, fault


class _Walk:
    """One walk over the trail, from its first record to the first fault."""

    def __init__(self, session: Session, keys: Mapping[str, bytes], anchors: Mapping[int, Anchored]) -> None:
        self._session, self._keys, self._anchors = session, keys, anchors
        self._mac = GENESIS
        self._began_at: datetime | None = None
        self.sound = 0
        """How many records were sound so far."""

    def first_fault(self) -> Fault | None:
        try:
            for record in self._records():
                what = self._fault_of(record)
                if what:
                    return Fault(what=what, seq=min(record["seq"], self.sound + 1), at=record["at"])
                self._mac = record["mac"]
                self._began_at = self._began_at or record["at"]
                self.sound += 1
        except UNREADABLE:
            return Fault(what=blame.CHANGED, seq=self.sound + 1)
        return self._fault_at_end()

    def unanchored(self, now: datetime) -> Fault | None:
        """Return a fault where a trail older than the anchor's interval was never anchored, or no longer is."""
        if self._anchors or self._began_at is None or now - self._began_at < EVERY:
            return None
        return Fault(what=blame.ANCHOR_MISSING, seq=self.sound)

    def _records(self) -> Iterator[dict[str, Any]]:
        """Yield the records in their order. Raises one of UNREADABLE at the first that no type can read."""
        after, size = None, BATCH
        while True:
            try:
                batch = self._session.execute(_after(after).limit(size)).all()
            except UNREADABLE:
                if size == 1:
                    raise
                size = 1  # one by one up to the one that cannot be read
                continue
            yield from (dict(zip(NAMES, row, strict=True)) for row in batch)
            if len(batch) < size:
                return
            after = batch[-1].seq

    def _fault_of(self, record: Mapping[str, Any]) -> str:
        expected = self.sound + 1
        if record["seq"] != expected:
            return blame.REMOVED if record["seq"] > expected else blame.INSERTED
        if record["key_id"] not in self._keys:
            if not self._keys:
                raise Invalid("audit_key_missing")
            return blame.KEY_UNKNOWN
        if not blame.is_genuine(record, self._keys):
            return blame.name_fault(record, self._keys, self._record_at, last_seq=self._last_seq())
        if record["prev_mac"] != self._mac:
            return blame.UNLINKED
        anchored = self._anchors.get(expected)
        return blame.REWRITTEN if anchored is not None and anchored.mac != record["mac"] else ""

    def _record_at(self, seq: int) -> Mapping[str, Any] | None:
        try:
            row = self._session.execute(select(*COLUMNS).where(AuditRow.seq == seq)).first()
        except UNREADABLE:
            return None
        return dict(zip(NAMES, row, strict=True)) if row else None

    def _last_seq(self) -> int:
        """Return the number that the trail should end with, by its own counter."""
        return self._session.execute(select(Serial.value).where(Serial.name == SEQUENCE)).scalar() or 0

    def _fault_at_end(self) -> Fault | None:
        missing = [line for seq, line in sorted(self._anchors.items()) if seq > self.sound]
        if missing or self._last_seq() > self.sound:
            return Fault(what=blame.TAIL_MISSING, seq=self.sound + 1, at=missing[0].at if missing else None)
        if self._last_seq() < self.sound:
            return Fault(what=blame.COUNTER_DIFFERS, seq=self.sound)
        return None


def _after(seq: int | None) -> Select[Any]:
    rows = select(*COLUMNS).order_by(AuditRow.seq)
    return rows if seq is None else rows.where(AuditRow.seq > seq)


def first_bad_case(session: Session) -> str | None:
    """Return the number of the first case whose events are not 1 to its version, each once; None where there is none.

    Of what lies in the tables; data.archive.proving looks at the files. Where events lie in months no constraint keeps
    two from bearing one version, so the different ones are counted too.
    """
    told = (
        select(CaseEvent.case_id, func.count().label("events"), func.min(CaseEvent.version).label("least"),
               func.max(CaseEvent.version).label("most"),
               func.count(CaseEvent.version.distinct()).label("different"))
        .group_by(CaseEvent.case_id).subquery()
    )
    return session.execute(
        select(Case.case_no).outerjoin(told, told.c.case_id == Case.id)
        .where(~exists().where(ArchivedCase.case_id == Case.id),
               or_(told.c.case_id.is_(None), told.c.events != Case.version, told.c.least != 1,
                   told.c.most != Case.version, told.c.different != Case.version))
        .order_by(Case.id).limit(1)
    ).scalar()


def newest_key_id(session: Session) -> str | None:
    """Return the id of the key that sealed the newest record, None where there is none."""
    return session.execute(select(AuditRow.key_id).order_by(AuditRow.seq.desc()).limit(1)).scalar()
