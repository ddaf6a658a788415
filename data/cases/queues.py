"""Queues of work: what waits for which kind of decision, the next to breach first.

A queue is a condition on cases and the verb its people press. Somebody sees the queues whose verb they may use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from data.cases.classes import UNCLASSIFIED
from data.cases.states import MOVES, TO_SEND, WITH_HANDLER, State, Verb
from data.figures.conditions import TABLE
from data.models.case import Case
from data.storage.prefix import begins_with
from data.visit import Visit

MOST_LISTED = 200
DUE: ColumnElement[Any] = func.coalesce(Case.stage_due_at, Case.due_at)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One queue: the verb that empties it, in which states cases wait in it (none: in any that is open), what else."""

    verb: Verb
    states: tuple[State, ...]
    beside: ColumnElement[bool] | None = None

    @property
    def waits(self) -> ColumnElement[bool]:
        """The condition that a case waits in it."""
        found: list[ColumnElement[bool]] = [Case.is_open.is_(True)]
        if self.states:
            found.append(TABLE.state.in_([state.value for state in self.states]))
        if self.beside is not None:
            found.append(self.beside)
        return and_(*found)


_proposed = aliased(Case)
HAS_PROPOSAL = Case.id.in_(select(_proposed.id).where(_proposed.is_open.is_(True), _proposed.proposal.is_not(None)))
"""As a list of its own: an index of just these holds them, and no other case is looked at."""

QUEUES: Mapping[str, Queue] = {
    "classify": Queue(verb=Verb.CLASSIFY, states=(State.REPORTED, *TO_SEND), beside=or_(
        Case.class_code == UNCLASSIFIED, HAS_PROPOSAL)),
    "register": Queue(verb=Verb.ACCEPT, states=(State.REPORTED,)),
    "dispatch": Queue(verb=Verb.DISPATCH, states=TO_SEND),
    "sign": Queue(verb=Verb.SIGN, states=(State.DISPATCHED,)),
    "handle": Queue(verb=Verb.FINISH, states=(State.SIGNED, State.IN_HANDLING)),
    "extend": Queue(verb=Verb.GRANT_EXTENSION, states=WITH_HANDLER, beside=Case.asked_due_at.is_not(None)),
    "verify": Queue(verb=Verb.VERIFY, states=(State.HANDLED, State.TO_VERIFY)),
    "follow_up": Queue(verb=Verb.CALL_BACK, states=(State.FOLLOW_UP,)),
    "evaluate": Queue(verb=Verb.EVALUATE, states=(State.TO_EVALUATE,)),
    "close": Queue(verb=Verb.CLOSE, states=(State.EVALUATED,)),
    "suspended": Queue(verb=Verb.RESUME, states=(State.SUSPENDED,)),
    "supervised": Queue(verb=Verb.LIFT_SUPERVISION, states=(), beside=Case.is_supervised.is_(True)),
}
"""Name -> queue, in the order of the loop."""


def queues_of(visit: Visit) -> list[str]:
    """Return the queues whose verb the visitor may use somewhere."""
    may = visit.scope.may
    usable = {verb for (_, verb), move in MOVES.items() if may.intersection(move.permissions)}
    return [name for name, queue in QUEUES.items() if queue.verb in usable]


def lengths(visit: Visit, prefix: str, names: list[str]) -> dict[str, tuple[int, int]]:
    """Return {queue: (how many wait, how many of them past the stage's deadline)} in an area."""
    inside = begins_with(Case.area_code, prefix)
    late = func.coalesce(func.sum(case((visit.now > DUE, 1), else_=0)), 0)
    by_state = {state: (total, int(overdue)) for state, total, overdue in visit.session.execute(
        select(Case.state, func.count(), late).where(inside, Case.is_open.is_(True)).group_by(Case.state))}
    found = {}
    for name in names:
        queue = QUEUES[name]
        if queue.beside is None:
            counts = [by_state.get(state.value, (0, 0)) for state in queue.states]
            found[name] = (sum(total for total, _ in counts), sum(overdue for _, overdue in counts))
        else:
            total, overdue = visit.session.execute(
                select(func.count(), late).select_from(Case).where(inside, queue.waits)).one()
            found[name] = (total, int(overdue))
    return found


def waiting(visit: Visit, prefix: str, name: str, limit: int = MOST_LISTED) -> list[Case]:
    """Return the cases of a queue in an area, the next to breach first, those without a deadline last."""
    return next_to_breach(visit, and_(begins_with(Case.area_code, prefix), QUEUES[name].waits), limit)


def next_to_breach(visit: Visit, wanted: ColumnElement[bool], limit: int) -> list[Case]:
    """Return at most `limit` cases for which a condition holds, in that order; the index puts them in it."""
    return _first(visit, wanted, limit, (DUE.is_(None), DUE, Case.priority, Case.id))


def _first(visit: Visit, wanted: ColumnElement[bool], limit: int, order: Sequence[Any]) -> list[Case]:
    first = select(Case.id).where(wanted).order_by(*order).limit(limit)
    return list(visit.session.scalars(select(Case).where(Case.id.in_(first)).order_by(*order)))


def key_cases(visit: Visit, prefix: str, limit: int, *where: ColumnElement[bool]) -> tuple[list[Case], int]:
    """Return the open cases of an area that are as `where` says, the most urgent and then the next to breach first;
    and how many there are in all.
    """
    wanted = and_(begins_with(Case.area_code, prefix), Case.is_open.is_(True), *where)
    many = visit.session.execute(select(func.count()).select_from(Case).where(wanted)).scalar_one()
    return _first(visit, wanted, limit, (Case.priority, DUE.is_(None), DUE, Case.id)), many
