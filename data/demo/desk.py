"""The demo city's own desk: it does most of the routine, so that people find a living city and enough left to do.

It leaves priorities 1 and 2 and every third case to people, unless they wait very long.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import select

from data.cases import workflow
from data.cases.states import State, Verb
from data.demo import names
from data.models.case import Case
from data.units.queries import nearest_fit
from data.visit import Visit

ACCEPT_AFTER = timedelta(seconds=25)
ACCEPT_SECONDS = 70.0
SEND_SECONDS = 4 * 3600.0
URGENT_SECONDS = 30.0
CHECK_SECONDS = 7 * 60.0
"""Mean waiting times of one case in the desk's hands."""
LEFT_TO_PEOPLE = 3
URGENT_LEFT = timedelta(minutes=15)
OTHERS_LEFT = timedelta(hours=5)
BY_DEADLINE = 0.8
RETURNED = 0.04


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


def work_desk(visit: Visit, seconds: float, rng: np.random.Generator, *, pace: float = 1.0) -> list[str]:
    """Do at most one of each: accept, send, check; return the numbers of the cases touched."""
    waiting = _waiting(visit)
    touched = [*_accept(visit, waiting, seconds * pace, rng), *_send(visit, waiting, seconds * pace, rng),
               *_check(visit, waiting, seconds * pace, rng)]
    return touched


def _waiting(visit: Visit) -> list[Waiting]:
    states = [State.REPORTED.value, State.ACCEPTED.value, State.HANDLED.value]
    rows = visit.session.execute(
        select(Case.id, Case.case_no, Case.state, Case.priority, Case.version, Case.received_at, Case.due_at,
               Case.handled_at).where(Case.is_open, Case.state.in_(states)).order_by(Case.id)
    )
    return [Waiting(*row) for row in rows]


def is_for_desk(case: Waiting, now: datetime) -> bool:
    """May the desk take this case, or is it left to people for now?"""
    waited = now - case.received_at
    if case.priority <= 2:
        return waited > URGENT_LEFT
    return case.id % LEFT_TO_PEOPLE != 0 or waited > OTHERS_LEFT


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
    ready = [case for case in waiting if case.state == State.ACCEPTED and is_for_desk(case, visit.now)]
    urgent = [case for case in ready if case.priority <= 2]
    if not (_lucky(urgent, URGENT_SECONDS, seconds, rng) or _lucky(ready, SEND_SECONDS, seconds, rng)):
        return []
    chosen = urgent[int(rng.integers(len(urgent)))] if urgent else _next(ready, visit.now, rng)
    case = workflow.find(visit, chosen.case_no)
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


def _check(visit: Visit, waiting: list[Waiting], seconds: float, rng: np.random.Generator) -> list[str]:
    done = [case for case in waiting if case.state == State.HANDLED]
    if not _lucky(done, CHECK_SECONDS, seconds, rng):
        return []
    case = min(done, key=lambda one: (one.handled_at or one.received_at, one.id))
    if rng.random() < RETURNED:
        return [workflow.move(visit, case.case_no, Verb.RETURN, version=case.version, note=names.RETURNED_NOTE).case_no]
    return [workflow.move(visit, case.case_no, Verb.CLOSE, version=case.version).case_no]
