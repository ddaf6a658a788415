"""The working list: the open cases of an area, narrowed, put in order and read page by page; none is told twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select

from data.cases import queues, tasks
from data.cases.clocks import STAGE_OF
from data.cases.only import Only
from data.cases.states import TO_SEND, State
from data.json_values import read_moment
from data.models.base import Moment
from data.models.case import Case, Dispatch, StageClock
from data.models.together import Supervision
from data.storage.prefix import begins_with
from data.visit import Visit

PAGE_SIZE = 100
MOST_COUNTED = 999
"""A view's own count goes so far: what is more is said as more."""
NEVER = datetime(2199, 1, 1, tzinfo=UTC)
STAGE_ENDS: ColumnElement[Any] = func.coalesce(Case.stage_due_at, Case.due_at, literal(NEVER, Moment()))
UNASSIGNED = (State.REPORTED.value, *(state.value for state in TO_SEND))

DUES: Mapping[str, Callable[[datetime], ColumnElement[bool]]] = {
    "late": lambda now: and_(now > STAGE_ENDS, Case.paused_at.is_(None)),
    "hour": lambda now: STAGE_ENDS.between(now, now + timedelta(hours=1)),
    "day": lambda now: STAGE_ENDS.between(now, now + timedelta(hours=24)),
    "none": lambda _: and_(Case.stage_due_at.is_(None), Case.due_at.is_(None)),
    "paused": lambda _: Case.paused_at.is_not(None),
}
"""How near the end of its stage a case is."""
AGES = {"1h": timedelta(hours=1), "4h": timedelta(hours=4), "1d": timedelta(days=1), "3d": timedelta(days=3),
        "7d": timedelta(days=7)}
"""Received so long ago or longer."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One way to order: columns with how a case tells their values; `is_newest` turns all of it round."""

    columns: tuple[Any, ...]
    values: Callable[[Case], tuple[Any, ...]]
    is_newest: bool = False


ORDERS: Mapping[str, Order] = {
    "due": Order(columns=(STAGE_ENDS, Case.priority, Case.id), values=lambda one: (_due(one), one.priority, one.id)),
    "priority": Order(columns=(Case.priority, STAGE_ENDS, Case.id),
                      values=lambda one: (one.priority, _due(one), one.id)),
    "oldest": Order(columns=(Case.received_at, Case.id), values=lambda one: (one.received_at, one.id)),
    "newest": Order(columns=(Case.received_at, Case.id), values=lambda one: (one.received_at, one.id), is_newest=True),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which cases, in which order. `queue`, `is_mine` and the area say whose list it is; the rest are its filters."""

    area: str
    queue: str = ""
    is_mine: bool = False
    only: Only = field(default_factory=Only)
    states: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    unit: str = ""
    channels: tuple[str, ...] = ()
    due: str = ""
    age: str = ""
    order: str = "due"

    def without_filters(self) -> "Wanted":
        """Return the same list with nothing hidden."""
        return replace(Wanted(area=self.area), queue=self.queue, is_mine=self.is_mine)


def conditions(visit: Visit, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return as SQL what a case of the list must be."""
    found: list[ColumnElement[bool]] = [begins_with(Case.area_code, wanted.area), Case.is_open.is_(True)]
    if wanted.queue:
        found.append(queues.QUEUES[wanted.queue].waits)
    if wanted.is_mine:
        found.append(_mine(visit))
    found += wanted.only.conditions(visit.now)
    lists = ((Case.state, wanted.states), (Case.department, wanted.departments), (Case.channel, wanted.channels))
    found += [column.in_(values) for column, values in lists if values]
    if wanted.unit:
        found.append(Case.id.in_(select(Dispatch.case_id).where(Dispatch.unit_id == wanted.unit,
                                                                Dispatch.ended_at.is_(None))))
    if wanted.due:
        found.append(DUES[wanted.due](visit.now))
    if wanted.age:
        found.append(Case.received_at <= visit.now - AGES[wanted.age])
    return found


def _mine(visit: Visit) -> ColumnElement[bool]:
    """What waits for the visitor, and what they sent or supervise and is not done."""
    person = visit.scope.person
    sent = select(Dispatch.case_id).where(Dispatch.sent_by == visit.scope.name, Dispatch.ended_at.is_(None))
    watched = select(Supervision.case_id).where(Supervision.person == person, Supervision.lifted_at.is_(None))
    return or_(false() if person is None else Case.id.in_(watched), Case.id.in_(sent), *tasks.own_conditions(visit))


def page(visit: Visit, wanted: Wanted, *, after: str = "", limit: int = PAGE_SIZE) -> tuple[list[Case], str]:
    """Return at most `limit` cases that stand after a place in the list, and the place to go on from, "" at its end.

    A place that cannot be read is the beginning.
    """
    order = ORDERS[wanted.order]
    where = conditions(visit, wanted)
    place = _read_place(after, len(order.columns))
    if place is not None:
        where.append(_lies_after(order, place))
    by = [column.desc() for column in order.columns] if order.is_newest else list(order.columns)
    first = select(Case.id).where(*where).order_by(*by).limit(limit + 1)
    found = list(visit.session.scalars(select(Case).where(Case.id.in_(first)).order_by(*by)))
    if len(found) <= limit:
        return found, ""
    return found[:limit], _written(order.values(found[limit - 1]))


def count(visit: Visit, wanted: Wanted, *, most: int | None = None) -> int:
    """Return how many cases the list holds; with `most` it stops counting one beyond that."""
    chosen = select(Case.id).where(*conditions(visit, wanted))
    if most is not None:
        chosen = chosen.limit(most + 1)
    return visit.session.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()


def numbers(visit: Visit, wanted: Wanted, limit: int) -> list[tuple[str, int]]:
    """Return (case number, version) of the first cases of a list, in its order."""
    found, _ = page(visit, wanted, limit=limit)
    return [(case.case_no, case.version) for case in found]


def waiting_since(visit: Visit, cases: list[Case]) -> dict[int, datetime]:
    """Return {case id: since when (UTC) nobody was sent} of those cases that nobody is on."""
    unassigned = [case for case in cases if case.state in UNASSIGNED]
    begun: dict[int, datetime] = {case_id: at for case_id, at in visit.session.execute(
        select(StageClock.case_id, StageClock.begun_at)
        .where(StageClock.case_id.in_([case.id for case in unassigned]), StageClock.ended_at.is_(None)))}
    return {case.id: case.received_at if STAGE_OF[State(case.state)] == "register" else
            begun.get(case.id, case.received_at) for case in unassigned}


def _due(case: Case) -> datetime:
    return case.stage_due_at or case.due_at or NEVER


def _lies_after(order: Order, place: tuple[Any, ...]) -> ColumnElement[bool]:
    """Return that a row's values come after these, compared one by one."""
    found: ColumnElement[bool] = false()
    for column, value in reversed(list(zip(order.columns, place, strict=True))):
        beyond = column < value if order.is_newest else column > value
        found = or_(beyond, and_(column == value, found))
    return found


def _written(values: tuple[Any, ...]) -> str:
    return "~".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


def _read_place(text: str, size: int) -> tuple[Any, ...] | None:
    parts = text.split("~")
    if len(parts) != size:
        return None
    found = tuple(int(part) if part.isascii() and part.isdigit() and len(part) < 10 else read_moment(part)
                  for part in parts)
    return None if None in found else found


