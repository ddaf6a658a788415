"""Reading what a picture of an earlier moment is made of: rows as they stood, cut to the area and the scope.

Bounded: what was open at the moment, what came in within `RECEIVED` and what ended within `ENDED` before it. All that
screens say of the past lies within. Of a case that had ended only what is counted is read.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, inspect, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from data.cases import called
from data.cases.remembered import PASSED
from data.models.base import Base
from data.models.case import Case, CaseEvent
from data.models.together import Supervision
from data.past.undoing import Later, undone
from data.storage.database import lifted
from data.storage.prefix import lies_in
from data.visit import Visit

RECEIVED, ENDED = timedelta(days=9), timedelta(days=15)
"""A week's comparison needs eight days of what came in, two weeks' comparison fourteen days of what ended."""
AT_ONCE = 400
NOT_LOOKED_AT = ("reporter", "proposal")

Row = dict[str, Any]


@dataclass
class Alive:
    """A case that something may have happened to since: as it stands now, and what happened, the latest first."""

    row: Row
    later: list[tuple[datetime, Later]] = field(default_factory=list)

    def at(self, moment: datetime) -> Row:
        """Return the case as it stood at a moment that is not before the one it was read for."""
        return undone(self.row, [event for at, event in self.later if at > moment], moment)

    def changes_within(self, begin: datetime, end: datetime) -> bool:
        """Did anything happen to it after `begin` and not after `end`?"""
        passed = (self.row[name] for name in PASSED if self.row[name] is not None)
        return any(begin < at <= end for at in (*(at for at, _ in self.later), *passed))


def columns_of(model: type[Base]) -> list[InstrumentedAttribute[Any]]:
    """Return the columns of a model that a picture holds."""
    return [getattr(model, one.key) for one in inspect(model).column_attrs if one.key not in NOT_LOOKED_AT]


COLUMNS = columns_of(Case)
COUNTED = [getattr(Case, name) for name in (
    "id", "area_code", "case_no", "source", "state", "is_open", "version", "channel", "class_scheme", "class_code",
    "major_code", "text", "placed", "priority", "lon", "lat", "received_at", "hour_no", "first_response_at", "due_at",
    "handled_at", "kept_time", "closed_at", "department", "supporters", "returns", "reworks", "reopenings",
    "extensions", "is_supervised", "suspicions")]
LEFT_OUT: Row = {one.key: None for one in COLUMNS if one.key not in {name.key for name in COUNTED}}
SAID: Row = {"event_id": "", "address": ""}


def read(visit: Visit, model: type[Base], *conditions: ColumnElement[bool],
         only: list[InstrumentedAttribute[Any]] | None = None) -> list[Row]:
    """Return the rows that meet the conditions and lie in the visitor's scope, as {column: value}."""
    found = visit.session.execute(select(*(only or columns_of(model))).where(*conditions))
    return [dict(row) for row in found.mappings()]


def alive_at(visit: Visit, prefix: str, at: datetime) -> dict[int, Alive]:
    """Return {id: case} of the cases of an area that were open at a moment or were opened again since."""
    here, came = lies_in(Case.area_code, prefix), Case.received_at <= at
    return with_what_happened(visit, at, [
        *read(visit, Case, here, came, Case.is_open.is_(True), only=COLUMNS),
        *read(visit, Case, here, came, Case.is_open.is_(False), Case.closed_at > at, only=COLUMNS)])


def came_within(visit: Visit, prefix: str, begin: datetime, end: datetime) -> dict[int, Alive]:
    """Return {id: case} of the cases of an area that came in after `begin` and not after `end`."""
    return with_what_happened(visit, begin, read(
        visit, Case, lies_in(Case.area_code, prefix), Case.received_at > begin, Case.received_at <= end, only=COLUMNS))


def with_what_happened(visit: Visit, since: datetime, rows: Sequence[Row]) -> dict[int, Alive]:
    """Return the cases with their events after `since`, read a few hundred cases at a time."""
    later: dict[int, list[tuple[datetime, Later]]] = defaultdict(list)
    ids = [row["id"] for row in rows]
    wanted = select(CaseEvent.case_id, CaseEvent.version, CaseEvent.verb, CaseEvent.before, CaseEvent.at,
                    CaseEvent.details)
    for start in range(0, len(ids), AT_ONCE):
        piece = wanted.where(CaseEvent.case_id.in_(ids[start:start + AT_ONCE]), CaseEvent.at > since)
        for case_id, version, verb, before, at, details in visit.session.execute(
                piece.order_by(CaseEvent.case_id, CaseEvent.version.desc())):
            later[case_id].append((at, Later(version=version, verb=verb, before=before, details=details)))
    return {row["id"]: Alive(row, later[row["id"]]) for row in rows}


def ended_by(visit: Visit, prefix: str, at: datetime, reach: timedelta = RECEIVED) -> list[Row]:
    """Return the cases of an area that had ended by a moment and were not opened again, as far as they count.

    Those that came in within `reach`, or ended within it or ENDED, whichever is longer.
    """
    here = lies_in(Case.area_code, prefix)
    ended = and_(Case.is_open.is_(False), or_(Case.closed_at.is_(None), Case.closed_at <= at))
    rows = [*read(visit, Case, here, ended, Case.received_at > at - reach, Case.received_at <= at, only=COUNTED),
            *read(visit, Case, here, ended, Case.closed_at > at - max(reach, ENDED), Case.received_at <= at - reach,
                  only=COUNTED)]
    return [LEFT_OUT | SAID | row | {"occurred_at": row["received_at"]} for row in rows]


def supervised_at(visit: Visit, at: datetime) -> tuple[list[Row], dict[int, Alive]]:
    """Return the supervisions in force at a moment, and their cases, also those the visitor is only called to."""
    in_force = and_(Supervision.at <= at, or_(Supervision.lifted_at.is_(None), Supervision.lifted_at > at))
    with lifted(visit.session):
        shown = set(visit.session.scalars(select(Supervision.id).join(Case, Case.id == Supervision.case_id).where(
            in_force, called.is_shown(visit, Supervision))))
        rows = [ended_later(row, at, ("received_at", "reported_at", "lifted_at"))
                for row in read(visit, Supervision, in_force) if row["id"] in shown]
        cases = read(visit, Case, Case.id.in_({row["case_id"] for row in rows}), Case.received_at <= at,
                     only=COLUMNS) if rows else []
        return rows, with_what_happened(visit, at, cases)


def ended_later(row: Row, at: datetime, names: Sequence[str]) -> Row:
    """Return a row without the moments of these names that lie after `at`, nor who and what came with them."""
    gone = {name for name in names if row[name] is not None and row[name] > at}
    emptied: Row = {name: None for name in (*gone, *(name.replace("_at", "_by") for name in gone)) if name in row}
    if "ended_at" in gone and "outcome" in row:
        emptied["outcome"] = None
    return row | emptied | {word: "" for name, word in (("reported_at", "report"), ("answered_at", "answer"))
                            if name in gone and word in row}
