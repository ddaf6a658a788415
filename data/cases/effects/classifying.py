"""Confirming or correcting the class of a case: a person decides, whatever was proposed."""

from data.cases import classes, clocks
from data.cases.effect import Done, Effect, Step
from data.cases.sorting import router
from data.cases.states import Verb
from data.errors import NotFound
from data.models.case import Case
from data.visit import Visit


def classify(visit: Visit, case: Case, step: Step) -> Done:
    """Set the class, and with it priority, department and deadline. Raises NotFound("class_not_found")."""
    found = classes.open_book(visit.session, case.class_scheme).find(step.given.class_code)
    if found is None:
        raise NotFound("class_not_found", class_code=step.given.class_code, scheme=case.class_scheme)
    details = {"class_before": case.class_code, "class": found.code, "proposed": case.proposal}
    case.class_code, case.major_code, case.proposal = found.code, found.major or found.code, None
    case.priority = min(case.priority, found.priority)
    case.route = router(visit).route(case.class_code, case.area_code, case.priority, visit.now)
    case.department = case.route["department"] if case.route else found.department
    start = case.accepted_at or case.received_at
    limit = clocks.limit_of(found.limit, found.limit_hours)
    clocks.set_due(visit, case, clocks.due_after(start, limit, clocks.calendar_of(visit)))
    return Done(details=details)


EFFECTS = (Effect(verbs=(Verb.CLASSIFY,), carry_out=classify),)
