"""The ledger of units' duty: every change of a status is written down in the transaction that makes it.

And how much of a day crews and vehicles were out. Of a unit that is one person nothing of the kind is reckoned or
listed: load is a matter of crews, not of persons.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, inspect, or_, select
from sqlalchemy.orm import Session

from data.models.case import Dispatch
from data.models.duty import DutyEntry
from data.models.unit import Unit
from data.storage.database import everywhere
from data.visit import Visit

SPAN = timedelta(hours=24)
LONGEST = timedelta(days=2)
"""A dispatch that began earlier and has ended is of another day."""
MOST_ENTRIES = 60


@dataclass(frozen=True, kw_only=True)
class Load:
    """How often a unit was sent within 24 hours, and for how long it was out in them."""

    sent: int = 0
    out: timedelta = timedelta()


def is_one_person(unit: Unit) -> bool:
    """Is the unit one person on foot?"""
    return unit.crew <= 1 and not unit.is_vehicle


def note(session: Session, unit: Unit, *, before: str, after: str, at: datetime) -> None:
    """Write down a change that was made past the session's own knowledge."""
    session.add(DutyEntry(unit_id=unit.id, area_code=unit.area_code, before=before, after=after, at=at,
                          by_name=session.info["scope"].name))


@event.listens_for(Session, "before_flush")
def _write_down(session: Session, _context: Any, _instances: Any) -> None:
    for unit in [one for one in session.dirty if isinstance(one, Unit)]:
        history = inspect(unit).attrs.status.history
        if history.deleted and history.added and unit.status_at is not None:
            note(session, unit, before=history.deleted[0], after=history.added[0], at=unit.status_at)


def entries(visit: Visit, unit: Unit) -> list[DutyEntry]:
    """Return the newest changes of a unit's status, the newest first; of one person none."""
    if is_one_person(unit):
        return []
    return list(visit.session.scalars(select(DutyEntry).where(DutyEntry.unit_id == unit.id)
                                      .order_by(DutyEntry.at.desc(), DutyEntry.id.desc()).limit(MOST_ENTRIES)))


def loads(visit: Visit, units: Sequence[Unit]) -> dict[str, Load]:
    """Return the load of these units, but of those that are one person; {} for no units."""
    ids = [one.id for one in units if not is_one_person(one)]
    begin = visit.now - SPAN
    with everywhere(visit.session):  # a crew may have helped in an area that the visitor does not see
        rows = visit.session.execute(
            select(Dispatch.unit_id, Dispatch.sent_at, Dispatch.ended_at)
            .where(Dispatch.unit_id.in_(ids), Dispatch.sent_at > visit.now - LONGEST, Dispatch.sent_at <= visit.now,
                   or_(Dispatch.ended_at.is_(None), Dispatch.ended_at > begin))).all()
    out: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for unit_id, sent_at, ended_at in rows:
        out[unit_id].append((sent_at, min(ended_at or visit.now, visit.now)))
    return {one: Load(sent=sum(sent >= begin for sent, _ in out[one]),
                      out=sum((end - max(sent, begin) for sent, end in out[one]), timedelta())) for one in ids}
