"""Verifying that a case was really handled, by somebody who did not handle it."""

from sqlalchemy import ColumnElement, select

from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.errors import NotAllowed
from data.models.case import Case, CaseEvent
from data.visit import Visit

BY_HANDLERS = (Verb.SIGN.value, Verb.START.value, Verb.FINISH.value)


def verify(visit: Visit, case: Case, step: Step) -> Done:
    """Note that it was done. Raises NotAllowed("own_handling") for somebody who signed for, started or finished it."""
    require_other_hands(visit, case)
    case.verified_at = visit.now
    return Done()


def rework(visit: Visit, case: Case, step: Step) -> Done:
    """Note that it was not done: it goes back to the desk. Raises NotAllowed("own_handling") likewise."""
    require_other_hands(visit, case)
    case.reworks += 1
    case.handled_at = None
    return Done()


def require_other_hands(visit: Visit, case: Case) -> None:
    """Raise NotAllowed("own_handling") when the visitor handled the case since it was last opened."""
    found = visit.session.execute(
        select(CaseEvent.id).where(CaseEvent.case_id == case.id, is_handling_by(visit)).limit(1)
    ).first()
    if found is not None:
        raise NotAllowed("own_handling", case_no=case.case_no)


def is_handling_by(visit: Visit) -> ColumnElement[bool]:
    """Return the condition that an event is the visitor's own handling."""
    mine = CaseEvent.person == visit.scope.person if visit.scope.person else (
        CaseEvent.person.is_(None) & (CaseEvent.by_name == visit.scope.name))
    return CaseEvent.verb.in_(BY_HANDLERS) & mine


EFFECTS = (
    Effect(verbs=(Verb.VERIFY,), carry_out=verify),
    Effect(verbs=(Verb.REWORK,), carry_out=rework),
)
