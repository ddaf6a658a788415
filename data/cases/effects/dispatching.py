"""Sending units and departments to a case and calling them back."""

from typing import Any

from sqlalchemy import select

from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.errors import NotFound
from data.models.case import Case, Department
from data.models.unit import Unit
from data.units import assignment
from data.visit import Visit


def send(visit: Visit, case: Case, step: Step) -> Done:
    """Send the units, one of which leads, or hand the case to a department that sends its own.

    Raises NotFound for an unknown unit or department, Conflict when a unit is not free.
    """
    given = step.given
    details: dict[str, Any] = {}
    if given.department:
        details["department"] = require_department(visit, given.department).code
        details["department_before"] = case.department
        case.department = given.department
    sent = assignment.send(visit, case, given.units, lead=given.lead) if given.units else []
    case.accepted_at = case.accepted_at or visit.now
    case.dispatched_at = case.dispatched_at or visit.now
    return Done(details={**details, **named(sent)}, units=tuple(sent))


def recall(visit: Visit, case: Case, step: Step) -> Done:
    """Call the units back."""
    freed = assignment.release(visit, case, outcome="recalled")
    return Done(details=named(freed), units=tuple(freed))


def require_department(visit: Visit, code: str) -> Department:
    """Return the department. Raises NotFound("department_not_found")."""
    found = visit.session.scalars(select(Department).where(Department.code == code)).one_or_none()
    if found is None:
        raise NotFound("department_not_found", department=code)
    return found


def named(units: list[Unit]) -> dict[str, Any]:
    """Return what an event keeps of units: names as they were then, in both languages; nothing of none."""
    if not units:
        return {}
    return {"units": [u.id for u in units], "names": [u.name for u in units], "names_en": [u.name_en for u in units]}


EFFECTS = (
    Effect(verbs=(Verb.DISPATCH,), carry_out=send),
    Effect(verbs=(Verb.RECALL,), carry_out=recall),
)
