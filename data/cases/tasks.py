"""The tasks of one person: what their unit was sent to, what their department handles, what they may verify."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from data.cases import clocks, deadlines, queues
from data.cases.effects.verifying import is_handling_by
from data.cases.states import WITH_HANDLER, State
from data.models.case import Case, CaseEvent, Dispatch, StageClock
from data.models.person import Person
from data.scope import Span
from data.storage.database import spanned
from data.units import own
from data.visit import Visit

MOST_LISTED = 60
UNIT, DEPARTMENT, VERIFY = "unit", "department", "verify"
"""Why a case is somebody's task."""
HANDLING = tuple(state.value for state in WITH_HANDLER)
TO_CHECK = (State.HANDLED.value, State.TO_VERIFY.value)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One case, why it is the visitor's, and the lamp of its stage (data.cases.deadlines.LAMPS)."""

    case: Case
    why: str
    lamp: str = "none"

    @property
    def due_at(self) -> datetime | None:
        """Return when the present stage should be over, else the case."""
        return self.case.stage_due_at or self.case.due_at


def tasks_of(visit: Visit, limit: int = MOST_LISTED) -> list[Task]:
    """Return the visitor's tasks, the next to breach first, those without a deadline last; each case once."""
    found: dict[int, Task] = {}
    for why, condition in _conditions(visit).items():
        for case in queues.next_to_breach(visit, and_(Case.is_open.is_(True), condition), limit):
            found.setdefault(case.id, Task(case=case, why=why))
    return _lit(visit, sorted(found.values(), key=_rank)[:limit])


def own_conditions(visit: Visit) -> list[ColumnElement[bool]]:
    """Return what makes an open case the visitor's own task, each by itself."""
    return list(_conditions(visit).values())


def _conditions(visit: Visit) -> dict[str, ColumnElement[bool]]:
    found = {UNIT: _sent_to(own.unit_id(visit)), DEPARTMENT: _of_department(visit), VERIFY: _to_verify(visit)}
    return {why: condition for why, condition in found.items() if condition is not None}


def _lit(visit: Visit, found: list[Task]) -> list[Task]:
    """Return the tasks with their lamps; what is left is measured from when the stage began."""
    begun: dict[int, datetime] = {case_id: at for case_id, at in visit.session.execute(
        select(StageClock.case_id, StageClock.begun_at)
        .where(StageClock.case_id.in_([task.case.id for task in found]), StageClock.ended_at.is_(None)))}
    calendar = clocks.calendar_of(visit)
    return [replace(task, lamp=deadlines.lamp(
        visit.now, begun.get(task.case.id, task.case.received_at), task.due_at, None, calendar,
        paused_at=task.case.paused_at)) for task in found]


def _rank(task: Task) -> tuple[bool, float, int, int]:
    due = task.due_at
    return due is None, due.timestamp() if due else 0.0, task.case.priority, task.case.id


def _sent_to(unit: str | None) -> ColumnElement[bool] | None:
    if unit is None:
        return None
    return exists().where(Dispatch.case_id == Case.id, Dispatch.unit_id == unit, Dispatch.ended_at.is_(None))


def _of_department(visit: Visit) -> ColumnElement[bool] | None:
    """The cases with a handler that the visitor's department answers for, where they may handle them."""
    person = visit.session.get(Person, visit.scope.person) if visit.scope.person else None
    spans = {(area, named or (person.department if person else None) or "")
             for area, named in _spans(visit, "cases.handle")}
    kept = tuple(sorted(span for span in spans if span[1]))
    return and_(Case.state.in_(HANDLING), spanned(Case, kept)) if kept else None


def _to_verify(visit: Visit) -> ColumnElement[bool] | None:
    """The handled cases that the visitor may verify because they did not handle them."""
    spans = tuple(sorted(_spans(visit, "cases.verify")))
    if not spans:
        return None
    return and_(Case.state.in_(TO_CHECK), spanned(Case, spans),
                ~exists().where(CaseEvent.case_id == Case.id, is_handling_by(visit)))


def _spans(visit: Visit, permission: str) -> set[Span]:
    """Return where a permission holds: (area prefix, department), "" for every department."""
    scope = visit.scope
    if not scope.grants:
        return {(area, "") for area in scope.areas} if permission in scope.may else set()
    return {(grant.area, grant.department) for grant in scope.grants if grant.permission == permission}
