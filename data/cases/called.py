"""Departments called to a case that is not theirs: by a whistle, or by a supervision they must answer.

A grant may be for one department's cases. Its holder sees a case of another department while it is open and
theirs was called to it, and may answer; nothing else of the city opens by that.
"""

from sqlalchemy import ColumnElement, exists, or_, select

from data.cases.states import HANDLES
from data.models.case import Case
from data.models.person import Person
from data.models.together import Supervision, Whistle
from data.storage.database import lifted, spanned
from data.visit import Visit


def find(visit: Visit, case_no: str) -> Case | None:
    """Return the open case to which the visitor's department was called, None where it was not."""
    if not any(department for _, department in visit.scope.spans()):
        return None
    with lifted(visit.session):
        return visit.session.scalars(select(Case).where(
            Case.case_no == case_no, Case.is_open.is_(True),
            or_(_calls(visit, Whistle), _calls(visit, Supervision, Supervision.lifted_at.is_(None))),
        )).one_or_none()


def departments_of(visit: Visit, case: Case) -> set[str]:
    """Return the departments that still have to answer on the case: whistles unanswered, a supervision in force."""
    whistled = select(Whistle.department).where(Whistle.case_id == case.id, Whistle.answered_at.is_(None))
    watched = select(Supervision.department).where(Supervision.case_id == case.id, Supervision.lifted_at.is_(None))
    return {one for wanted in (whistled, watched) for one in visit.session.scalars(wanted) if one}


def is_shown(visit: Visit, rows: type[Whistle] | type[Supervision]) -> ColumnElement[bool]:
    """Return the condition that a call, joined with its case, is shown to the visitor: by the case, or by the call.

    For use inside `lifted`.
    """
    spans = tuple(sorted(visit.scope.spans()))
    return or_(spanned(Case, spans), spanned(rows, spans))


def is_of(visit: Visit, department: str | None, area: str) -> bool:
    """Does the visitor belong to the department here: by their own post, or by a grant that names it?"""
    if department is None:
        return False
    return department == own_department(visit) or any(
        grant.department == department and area.startswith(grant.area) for grant in visit.scope.grants)


def may_speak_for(visit: Visit, department: str | None, area: str) -> bool:
    """May the visitor answer what this department is asked? Its own people, and whoever handles its cases here.

    Somebody who belongs to another department does not speak for this one.
    """
    if is_of(visit, department, area):
        return True
    may_handle = any(visit.scope.allows(permission, area, department) for permission in HANDLES)
    return may_handle and own_department(visit) in (None, department)


def own_department(visit: Visit) -> str | None:
    """Return the department the visitor works for, None for people of no department and for programs."""
    if visit.scope.person is None:
        return None
    person = visit.session.get(Person, visit.scope.person)
    return person.department if person else None


def _calls(visit: Visit, rows: type[Whistle] | type[Supervision], *more: ColumnElement[bool]) -> ColumnElement[bool]:
    named = tuple(sorted(span for span in visit.scope.spans() if span[1]))
    return exists(select(rows.id).where(rows.case_id == Case.id, spanned(rows, named), *more))
