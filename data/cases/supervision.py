"""督办: a case that somebody above watches until it is done, in four nodes: issued, received, reported, lifted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from data.calendar import limits, working_time
from data.calendar.limits import Unit
from data.cases import called, deadlines
from data.cases.clocks import calendar_of
from data.cases.windows import Where
from data.errors import Conflict, Invalid
from data.models.case import Case
from data.models.together import Supervision
from data.profiles import store
from data.storage.database import lifted
from data.storage.prefix import lies_in
from data.visit import Visit

NODES = ("issued", "received", "reported", "lifted")
DEFAULT_LIMITS = {"p1": "2UH", "p2": "2UH", "p3": "1WD", "p4": "1WD"}
"""Where a city has no profile of kind "supervision": ours, no standard gives any."""
RECEIPT_PART = 4
"""It is to be received within a quarter of its time."""
A_DAY = timedelta(days=1)
MOST_LISTED = 300


@dataclass(frozen=True, kw_only=True)
class Node:
    """One node: its key of NODES, its lamp (data.cases.deadlines.LAMPS), when it was reached and when it is due."""

    key: str
    lamp: str
    at: datetime | None
    due: datetime | None
    by_name: str = ""


def due_at(visit: Visit, case: Case, until: datetime | None) -> datetime:
    """Return until when (UTC) a supervision issued now allows: what was said, else the priority's limit.

    Raises Invalid("until_past") for a moment that is over.
    """
    if until is not None:
        require_ahead(visit, until)
        return until
    profile = store.in_force(visit, "supervision")
    text = {**DEFAULT_LIMITS, **(profile.body if profile else {})}[f"p{case.priority}"]
    return working_time.add(visit.now, limits.read(text), calendar_of(visit))


def require_ahead(visit: Visit, until: datetime) -> None:
    """Raise Invalid("until_past") unless the moment lies ahead."""
    if until <= visit.now:
        raise Invalid("until_past")


def in_force(visit: Visit, case: Case) -> Supervision | None:
    """Return the supervision of a case the visitor sees, None where none is in force."""
    return visit.session.scalars(
        select(Supervision).where(Supervision.case_id == case.id, Supervision.lifted_at.is_(None))
    ).one_or_none()


def require_none(visit: Visit, case: Case) -> None:
    """Raise Conflict("supervision_open") while somebody above still watches the case."""
    if in_force(visit, case) is not None:
        raise Conflict("supervision_open", case_no=case.case_no)


def listed(visit: Visit, prefix: str, limit: int = MOST_LISTED, *, where: Where = ()) -> list[tuple[Supervision, Case]]:
    """Return the supervisions in force in an area with their cases, the next to breach first.

    Those of the visitor's department are among them, also where another department answers for the case.
    """
    with lifted(visit.session):
        rows = visit.session.execute(
            select(Supervision, Case).join(Case, Case.id == Supervision.case_id)
            .where(Supervision.lifted_at.is_(None), lies_in(Case.area_code, prefix),
                   called.is_shown(visit, Supervision), *where)
            .order_by(Supervision.due_at, Supervision.id).limit(limit)
        ).all()
    return [(one, case) for one, case in rows]


def lifted_since(visit: Visit, prefix: str, since: datetime,
                 limit: int = MOST_LISTED) -> list[tuple[Supervision, Case]]:
    """Return the supervisions lifted in an area since a moment with their cases, the last first; else as `listed`."""
    with lifted(visit.session):
        rows = visit.session.execute(
            select(Supervision, Case).join(Case, Case.id == Supervision.case_id)
            .where(Supervision.lifted_at >= since, lies_in(Case.area_code, prefix), called.is_shown(visit, Supervision))
            .order_by(Supervision.lifted_at.desc(), Supervision.id).limit(limit)
        ).all()
    return [(one, case) for one, case in rows]


def receipt_due(visit: Visit, one: Supervision) -> datetime:
    """Return until when it is to be received: a quarter of its time, working time where it allows a day or more."""
    calendar = calendar_of(visit)
    worked = working_time.elapsed(one.at, one.due_at, Unit.WORKING_DAY, calendar)
    if one.due_at - one.at >= A_DAY and worked:
        return working_time.advance(one.at, worked / RECEIPT_PART, Unit.WORKING_DAY, calendar)
    return one.at + (one.due_at - one.at) / RECEIPT_PART


def nodes(visit: Visit, one: Supervision) -> list[Node]:
    """Return the four nodes in order; what was left out before the lifting has no lamp any more."""
    return [
        Node(key="issued", lamp="green", at=one.at, due=None, by_name=one.by_name),
        _node(visit, one, "received", one.received_at, receipt_due(visit, one)),
        report_node(visit, one),
        Node(key="lifted", lamp="green" if one.lifted_at else "none", at=one.lifted_at, due=None,
             by_name=one.lifted_by or ""),
    ]


def report_node(visit: Visit, one: Supervision) -> Node:
    """Return the node of the report that is asked for."""
    return _node(visit, one, "reported", one.reported_at, one.due_at)


def is_late(visit: Visit, one: Supervision) -> bool:
    """Should it have been reported on by now, and was not?"""
    return one.reported_at is None and one.due_at < visit.now


def _node(visit: Visit, one: Supervision, key: str, at: datetime | None, due: datetime) -> Node:
    by_name = (one.received_by if key == "received" else one.reported_by) or ""
    if at is not None:
        return Node(key=key, lamp="red" if at > due else "green", at=at, due=due, by_name=by_name)
    if one.lifted_at is not None:
        return Node(key=key, lamp="none", at=None, due=due)
    lamp = deadlines.lamp(visit.now, one.at, due, None, calendar_of(visit))
    return Node(key=key, lamp=lamp, at=None, due=due)
