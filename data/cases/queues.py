"""Queues of work: what waits for which kind of decision, the next to breach first.

A queue is a condition on cases and the verb its people press. Somebody sees the queues whose verb they may use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from data.cases.classes import UNCLASSIFIED
from data.cases.states import MOVES, TO_SEND, WITH_HANDLER, State, Verb
from data.models.case import Case
from data.storage.prefix import begins_with
from data.visit import Visit

MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One queue: the verb that empties it, and which cases wait in it."""

    verb: Verb
    waits: ColumnElement[bool]


def _in(*states: State) -> ColumnElement[bool]:
    return Case.state.in_([state.value for state in states])


QUEUES: Mapping[str, Queue] = {
    "classify": Queue(verb=Verb.CLASSIFY, waits=and_(_in(State.REPORTED, *TO_SEND), or_(
        Case.class_code == UNCLASSIFIED, Case.proposal.is_not(None)))),
    "register": Queue(verb=Verb.ACCEPT, waits=_in(State.REPORTED)),
    "dispatch": Queue(verb=Verb.DISPATCH, waits=_in(*TO_SEND)),
    "sign": Queue(verb=Verb.SIGN, waits=_in(State.DISPATCHED)),
    "handle": Queue(verb=Verb.FINISH, waits=_in(State.SIGNED, State.IN_HANDLING)),
    "extend": Queue(verb=Verb.GRANT_EXTENSION, waits=and_(_in(*WITH_HANDLER), Case.asked_due_at.is_not(None))),
    "verify": Queue(verb=Verb.VERIFY, waits=_in(State.HANDLED, State.TO_VERIFY)),
    "follow_up": Queue(verb=Verb.CALL_BACK, waits=_in(State.FOLLOW_UP)),
    "evaluate": Queue(verb=Verb.EVALUATE, waits=_in(State.TO_EVALUATE)),
    "close": Queue(verb=Verb.CLOSE, waits=_in(State.EVALUATED)),
    "suspended": Queue(verb=Verb.RESUME, waits=_in(State.SUSPENDED)),
    "supervised": Queue(verb=Verb.LIFT_SUPERVISION, waits=Case.is_supervised.is_(True)),
}
"""Name -> queue, in the order of the loop."""


def queues_of(visit: Visit) -> list[str]:
    """Return the queues whose verb the visitor may use somewhere."""
    may = visit.scope.may
    usable = {verb for (_, verb), move in MOVES.items() if may.intersection(move.permissions)}
    return [name for name, queue in QUEUES.items() if queue.verb in usable]


def lengths(visit: Visit, prefix: str, names: list[str]) -> dict[str, tuple[int, int]]:
    """Return {queue: (how many wait, how many of them past the stage's deadline)} in an area."""
    found = {}
    for name in names:
        total, late = visit.session.execute(
            select(func.count(), func.coalesce(func.sum(_is_late(visit.now)), 0)).select_from(Case)
            .where(begins_with(Case.area_code, prefix), Case.is_open.is_(True), QUEUES[name].waits)
        ).one()
        found[name] = (total, int(late))
    return found


def waiting(visit: Visit, prefix: str, name: str, limit: int = MOST_LISTED) -> list[Case]:
    """Return the cases of a queue in an area, the next to breach first, those without a deadline last."""
    due = func.coalesce(Case.stage_due_at, Case.due_at)
    return list(visit.session.scalars(
        select(Case).where(begins_with(Case.area_code, prefix), Case.is_open.is_(True), QUEUES[name].waits)
        .order_by(due.is_(None), due, Case.priority, Case.id).limit(limit)
    ))


def _is_late(now: datetime) -> ColumnElement[int]:
    return case((func.coalesce(Case.stage_due_at, Case.due_at) < now, 1), else_=0)
