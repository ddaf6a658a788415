"""The demo city's own desk: it does most of the routine, so that people find a living city and enough left to do.

It leaves priorities 1 and 2 and every third case to people, unless they wait very long.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVarTuple

import numpy as np
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from data.cases import workflow
from data.cases.given import Given, Said
from data.cases.reporters import reporters_of
from data.cases.states import TO_SEND, State, Verb
from data.demo import names
from data.demo.catalogue import read_catalogue
from data.demo.details import ANSWERED_VIA
from data.demo.timeline import share_handed_over
from data.demo.verdicts import ASKED_CHANNELS, CONTACTED
from data.models.case import Case, Dispatch
from data.scope import Scope
from data.units.queries import nearest_fit
from data.visit import Visit

Columns = TypeVarTuple("Columns")

ACCEPT_AFTER = timedelta(seconds=25)
ACCEPT_SECONDS = 70.0
SEND_SECONDS = 4 * 3600.0
URGENT_SECONDS = 30.0
CHECK_SECONDS, CALL_SECONDS, GRADE_SECONDS, CLOSE_SECONDS = 7 * 60.0, 9 * 60.0, 8 * 60.0, 4 * 60.0
CLERK_SECONDS = {State.DISPATCHED: 10 * 60.0, State.SIGNED: 40 * 60.0, State.IN_HANDLING: 90 * 60.0}
"""Mean waiting times of one case in the desk's hands, and in a department's."""
MOST_LOOKED_AT = 400
"""Of each state at once. The desk holds the database while it looks: with 80,000 waiting cases it took seconds."""
LEFT_TO_PEOPLE = 3
URGENT_LEFT = timedelta(minutes=15)
OTHERS_LEFT = timedelta(hours=5)
AFTERWARDS_LEFT = timedelta(hours=1)
"""What is handled already waits for people no longer than this at each step."""
BY_DEADLINE = 0.8
NOT_DONE, GIVEN_BACK, DISSATISFIED = 0.04, 0.03, 0.05
GRADES = (3, 4, 4, 4, 5, 5, 5, 5)
AFTERWARDS = frozenset({State.HANDLED, State.TO_VERIFY, State.FOLLOW_UP, State.TO_EVALUATE, State.EVALUATED})


@dataclass(frozen=True)
class Waiting:
    """What the desk needs to know of a case."""

    id: int
    case_no: str
    state: str
    priority: int
    version: int
    received_at: datetime
    due_at: datetime | None
    handled_at: datetime | None
    verified_at: datetime | None = None
    followed_up_at: datetime | None = None
    evaluated_at: datetime | None = None
    is_asked: bool = True
    """Is there a reporter to call back?"""

    def since(self) -> datetime:
        """Return since when it waits for its present step, as far as the case remembers."""
        known = (self.evaluated_at, self.followed_up_at, self.verified_at, self.handled_at)
        return next((at for at in known if at is not None), self.received_at)


def work_desk(visit: Visit, seconds: float, rng: np.random.Generator, *, pace: float = 1.0) -> list[str]:
    """Do at most one of each step of the loop; return the numbers of the cases touched."""
    waiting, passed = _waiting(visit), seconds * pace
    touched = [*_accept(visit, waiting, passed, rng), *_send(visit, waiting, passed, rng)]
    for states, mean, act in AFTER_HANDLING:
        ready = [case for case in waiting if case.state in states and is_for_desk(case, visit.now)]
        if _lucky(ready, mean, passed, rng):
            touched.append(act(visit, min(ready, key=lambda one: (one.since(), one.id)), rng))
    return touched + _work_in_departments(visit, passed, rng)


def _waiting(visit: Visit) -> list[Waiting]:
    """Return what the desk may take on; what cannot be closed yet is for people: somebody above watches it, or a part
    of it is open."""
    part = aliased(Case)
    # All wholes at once rather than each case's parts: a part may lie in another district than its whole.
    is_held = Case.is_supervised.is_(True) | Case.id.in_(
        select(part.parent_id).where(part.parent_id.is_not(None), part.is_open.is_(True)))
    asked = select(Case.id, Case.case_no, Case.state, Case.priority, Case.version, Case.received_at, Case.due_at,
                   Case.handled_at, Case.verified_at, Case.followed_up_at, Case.evaluated_at,
                   Case.channel.in_(sorted(ASKED_CHANNELS))).where(Case.is_open)
    rows: list[Any] = []
    for state in sorted({State.REPORTED, *TO_SEND, *AFTERWARDS}):
        rows += visit.session.execute(_next_due(asked.where(~is_held) if state == State.EVALUATED else asked, state))
    return sorted((Waiting(*row) for row in rows), key=lambda one: one.id)


def _next_due(asked: Select[*Columns], state: State) -> Select[*Columns]:
    """Return the question for the cases of one state whose stage is due first; however many wait, few are looked at."""
    return asked.where(Case.state == state).order_by(Case.stage_due_at).limit(MOST_LOOKED_AT)


def is_for_desk(case: Waiting, now: datetime) -> bool:
    """May the desk take this case, or is it left to people for now?"""
    waited = now - case.since()
    if case.priority <= 2:
        return waited > URGENT_LEFT
    return case.id % LEFT_TO_PEOPLE != 0 or waited > (AFTERWARDS_LEFT if case.state in AFTERWARDS else OTHERS_LEFT)


def _lucky(cases: list[Waiting], mean_seconds: float, seconds: float, rng: np.random.Generator) -> bool:
    """Does one of the cases come up in this time, if each waits `mean_seconds` on average?"""
    return bool(cases) and rng.random() < 1 - np.exp(-len(cases) * seconds / mean_seconds)


def _accept(visit: Visit, waiting: list[Waiting], seconds: float, rng: np.random.Generator) -> list[str]:
    ready = [case for case in waiting if case.state == State.REPORTED and is_for_desk(case, visit.now)
             and visit.now - case.received_at > ACCEPT_AFTER]
    if not _lucky(ready, ACCEPT_SECONDS, seconds, rng):
        return []
    return [workflow.move(visit, ready[0].case_no, Verb.ACCEPT, version=ready[0].version).case_no]


def _send(visit: Visit, waiting: list[Waiting], seconds: float, rng: np.random.Generator) -> list[str]:
    ready = [case for case in waiting if case.state in TO_SEND and is_for_desk(case, visit.now)]
    urgent = [case for case in ready if case.priority <= 2]
    if not (_lucky(urgent, URGENT_SECONDS, seconds, rng) or _lucky(ready, SEND_SECONDS, seconds, rng)):
        return []
    chosen = urgent[int(rng.integers(len(urgent)))] if urgent else _next(ready, visit.now, rng)
    case = workflow.find(visit, chosen.case_no)
    if case.department and rng.random() < share_handed_over(case.class_code):
        given = Given(department=case.department)
        return [workflow.move(visit, case.case_no, Verb.DISPATCH, version=case.version, given=given).case_no]
    fits = [fit for fit in nearest_fit(visit, case, limit=1) if urgent or "right_kind" in fit.reasons]
    if not fits:
        return []
    return [workflow.move(visit, case.case_no, Verb.DISPATCH, version=case.version, units=(fits[0].unit.id,)).case_no]


def _next(ready: list[Waiting], now: datetime, rng: np.random.Generator) -> Waiting:
    """Return mostly the case whose deadline is next, sometimes any."""
    ahead = [case for case in ready if case.due_at is not None and case.due_at > now]
    if ahead and rng.random() < BY_DEADLINE:
        return min(ahead, key=lambda case: (case.due_at, case.id))
    return ready[int(rng.integers(len(ready)))]


def _check(visit: Visit, case: Waiting, rng: np.random.Generator) -> str:
    by = _seat(visit, names.CHECKERS, case.id)
    if rng.random() < NOT_DONE:
        note = names.REWORK_NOTES[case.id % len(names.REWORK_NOTES)]
        return workflow.move(by, case.case_no, Verb.REWORK, version=case.version, note=note).case_no
    return workflow.move(by, case.case_no, Verb.VERIFY, version=case.version).case_no


def _call_back(visit: Visit, case: Waiting, rng: np.random.Generator) -> str:
    by = _seat(visit, names.CALLERS, case.id)
    is_reached = case.is_asked and rng.random() < CONTACTED
    if is_reached and rng.random() < DISSATISFIED:
        note = names.DISSATISFIED_NOTES[case.id % len(names.DISSATISFIED_NOTES)]
        return workflow.move(by, case.case_no, Verb.DISSATISFIED, version=case.version, note=note).case_no
    said = Said(contacted=True, solved=True, satisfied=True) if is_reached else Said(contacted=False)
    moved = workflow.move(by, case.case_no, Verb.CALL_BACK, version=case.version, given=Given(reply=said))
    _answer_supporters(by, moved)
    return moved.case_no


def _answer_supporters(visit: Visit, case: Case) -> None:
    """Tell everybody who said the same what came of it."""
    owed = [one.supporter for one in reporters_of(visit, case) if one.supporter is not None and not one.answered_at]
    for supporter in owed:
        given = Given(supporter=supporter, via=ANSWERED_VIA, note=names.ANSWERED)
        workflow.move(visit, case.case_no, Verb.ANSWER, version=case.version, given=given)


def _evaluate(visit: Visit, case: Waiting, rng: np.random.Generator) -> str:
    given = Given(grade=GRADES[int(rng.integers(len(GRADES)))])
    by = _seat(visit, names.GRADERS, case.id)
    return workflow.move(by, case.case_no, Verb.EVALUATE, version=case.version, given=given).case_no


def _close(visit: Visit, case: Waiting, _rng: np.random.Generator) -> str:
    return workflow.move(visit, case.case_no, Verb.CLOSE, version=case.version).case_no


AFTER_HANDLING: tuple[tuple[frozenset[State], float, Callable[[Visit, Waiting, np.random.Generator], str]], ...] = (
    (frozenset({State.HANDLED, State.TO_VERIFY}), CHECK_SECONDS, _check),
    (frozenset({State.FOLLOW_UP}), CALL_SECONDS, _call_back),
    (frozenset({State.TO_EVALUATE}), GRADE_SECONDS, _evaluate),
    (frozenset({State.EVALUATED}), CLOSE_SECONDS, _close),
)
"""What is done with which cases, and how long one of them waits on average."""


def _work_in_departments(visit: Visit, seconds: float, rng: np.random.Generator) -> list[str]:
    """Let clerks sign for, begin and finish what was handed to their departments; they leave some to people, too."""
    out = exists().where(Dispatch.case_id == Case.id, Dispatch.ended_at.is_(None))
    asked = select(Case.id, Case.department).where(
        Case.is_open, Case.department.is_not(None), Case.asked_due_at.is_(None), ~out, Case.id % LEFT_TO_PEOPLE != 0)
    touched = []
    for state, mean in CLERK_SECONDS.items():
        ready = visit.session.execute(_next_due(asked, state)).all()
        if rng.random() < 1 - np.exp(-len(ready) * seconds / mean):
            case = ready[int(rng.integers(len(ready)))]
            touched.append(_clerk(visit, case.department, case.id, rng).case_no)
    return touched


def _clerk(visit: Visit, department: str, case_id: int, rng: np.random.Generator) -> Case:
    case = visit.session.get_one(Case, case_id)
    name, _ = read_catalogue().departments.get(department, (department, department))
    by = replace(visit, scope=Scope.of_job(names.CLERK.format(department=name, n=case_id % 3 + 1)))
    if case.state == State.DISPATCHED and rng.random() < GIVEN_BACK:
        note = names.RETURNED_NOTES[case_id % len(names.RETURNED_NOTES)]
        return workflow.move(by, case.case_no, Verb.RETURN, version=case.version, note=note)
    return workflow.move(by, case.case_no, CLERKS_VERB[State(case.state)], version=case.version)


CLERKS_VERB = {State.DISPATCHED: Verb.SIGN, State.SIGNED: Verb.START, State.IN_HANDLING: Verb.FINISH}


def _seat(visit: Visit, seats: tuple[str, ...], case_id: int) -> Visit:
    """Return the visit in the name of one of these seats: nobody does every step of a case."""
    return replace(visit, scope=Scope.of_job(seats[case_id % len(seats)]))
