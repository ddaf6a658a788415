"""What waits for somebody who leads: alarms nobody took, disputes, what is long late, reports to be accepted.

A case stands under the first kind that it fits. Each kind names the verb that answers it; who may not use the
verb anywhere is not asked for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select

from data.cases import queries, queues, supervision
from data.cases.states import MOVES, State, Verb
from data.models.case import Case
from data.storage.prefix import begins_with
from data.visit import Visit

LONG_OVERDUE = timedelta(hours=24)
GIVEN_BACK = 2
"""A case that was given back so often is one that departments send each other."""
SHOWN = 4

Condition = Callable[[datetime], tuple[ColumnElement[bool], ...]]
OPEN_CASES: Mapping[str, Condition] = {
    "dispute": lambda _: (Case.state == State.RETURNED.value, Case.returns >= GIVEN_BACK),
    "long_overdue": lambda now: (Case.due_at < now - LONG_OVERDUE, Case.is_supervised.is_(False)),
    "unsatisfied": lambda _: (Case.state == State.REOPENED.value,),
    "evaluate": lambda _: (Case.state == State.TO_EVALUATE.value,),
}
VERBS = {"urgent": Verb.INSTRUCT, "late_supervision": Verb.INSTRUCT, "lift": Verb.LIFT_SUPERVISION,
         "dispute": Verb.INSTRUCT, "long_overdue": Verb.SUPERVISE, "unsatisfied": Verb.SUPERVISE,
         "evaluate": Verb.EVALUATE}
"""Kind -> what answers it, in the order in which they are told."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One kind of decision: the first cases, how many wait in all, and the verb that answers."""

    kind: str
    verb: Verb
    cases: list[Case]
    count: int


def waiting(visit: Visit, prefix: str) -> list[Waiting]:
    """Return what waits for the visitor in an area, the most pressing kind first; kinds without a case are left out."""
    kinds = [kind for kind, verb in VERBS.items() if _may(visit, verb)]
    counted = _counts(visit, prefix)
    watched = supervision.listed(visit, prefix)
    late = [case for one, case in watched if supervision.is_late(visit, one)]
    reported = [case for one, case in watched if one.reported_at is not None]
    alarms = queries.alarms(visit, prefix, SHOWN)
    found: dict[str, tuple[list[Case], int]] = {
        "urgent": (alarms, queries.count_alarms(visit, prefix) if alarms else 0),
        "late_supervision": (late, len(late)), "lift": (reported, len(reported))}
    for kind, condition in OPEN_CASES.items():
        inside = and_(begins_with(Case.area_code, prefix), Case.is_open.is_(True), *condition(visit.now))
        found[kind] = (queues.next_to_breach(visit, inside, SHOWN) if counted[kind] else [], counted[kind])
    return _each_once([Waiting(kind=kind, verb=VERBS[kind], cases=found[kind][0], count=found[kind][1])
                       for kind in kinds])


def _counts(visit: Visit, prefix: str) -> dict[str, int]:
    return {kind: visit.session.execute(
        select(func.count()).select_from(Case).where(
            begins_with(Case.area_code, prefix), Case.is_open.is_(True), *condition(visit.now))).scalar_one()
        for kind, condition in OPEN_CASES.items()}


def _each_once(kinds: list[Waiting]) -> list[Waiting]:
    """Return the kinds that have a case left, each case under the first that shows it."""
    shown: set[int] = set()
    found = []
    for one in kinds:
        mine = [case for case in one.cases if case.id not in shown]
        shown |= {case.id for case in mine}
        if mine:
            found.append(Waiting(kind=one.kind, verb=one.verb, cases=mine[:SHOWN],
                                 count=one.count - (len(one.cases) - len(mine))))
    return found


def _may(visit: Visit, verb: Verb) -> bool:
    return any(visit.scope.may.intersection(move.permissions) for (_, one), move in MOVES.items() if one is verb)
