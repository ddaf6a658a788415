"""Putting a case under supervision, receiving that, reporting on it, lifting it."""

from data.cases import called, supervision
from data.cases.effect import Done, Effect, Step
from data.cases.effects.dispatching import require_department
from data.cases.states import Verb
from data.errors import Conflict, Invalid, NotAllowed
from data.models.case import Case
from data.models.together import Supervision
from data.visit import Visit


def issue(visit: Visit, case: Case, step: Step) -> Done:
    """Put the case under supervision; whom the note tells must answer until the moment given, or the limit's end.

    Raises Conflict("supervised_already"), NotFound("department_not_found"), Invalid("until_past").
    """
    if supervision.in_force(visit, case) is not None:
        raise Conflict("supervised_already", case_no=case.case_no)
    given = step.given
    department = require_department(visit, given.department).code if given.department else case.department
    due = supervision.due_at(visit, case, given.until)
    visit.session.add(Supervision(
        case_id=case.id, area_code=case.area_code, department=department, person=visit.scope.person,
        by_name=visit.scope.name, at=visit.now, demand=given.note.strip(), due_at=due))
    case.is_supervised = True
    return Done(details={"department": department, "due": due.isoformat(timespec="seconds")})


def receive(visit: Visit, case: Case, step: Step) -> Done:
    """Remember that those who must answer know of it.

    Raises NotAllowed("not_for_you"), Conflict("received_already").
    """
    one = _asked(visit, case)
    if one.received_at is not None:
        raise Conflict("received_already", case_no=case.case_no)
    one.received_at, one.received_by = visit.now, visit.scope.name
    return Done(details={"in_time": visit.now <= supervision.receipt_due(visit, one)})


def report(visit: Visit, case: Case, step: Step) -> Done:
    """Keep what those who must answer report; to report is to have received. Raises NotAllowed("not_for_you").

    A later report stands instead of an earlier one, whose words the timeline keeps; the first one's time counts.
    """
    one = _asked(visit, case)
    one.received_at, one.received_by = one.received_at or visit.now, one.received_by or visit.scope.name
    one.reported_at = one.reported_at or visit.now
    one.reported_by, one.report = visit.scope.name, step.given.note.strip()
    return Done(details={"in_time": one.reported_at <= one.due_at})


def lift(visit: Visit, case: Case, step: Step) -> Done:
    """End the supervision; the event says whether it was reported on, and in time."""
    one = _in_force(visit, case)
    one.lifted_at, one.lifted_by = visit.now, visit.scope.name
    case.is_supervised = False
    outcome = "not_reported" if one.reported_at is None else "late" if one.reported_at > one.due_at else "in_time"
    return Done(details={"outcome": outcome})


def _asked(visit: Visit, case: Case) -> Supervision:
    one = _in_force(visit, case)
    if not (called.may_speak_for(visit, one.department, case.area_code)
            or called.may_speak_for(visit, case.department, case.area_code)):
        raise NotAllowed("not_for_you", case_no=case.case_no)
    return one


def _in_force(visit: Visit, case: Case) -> Supervision:
    one = supervision.in_force(visit, case)
    if one is None:
        raise Invalid("supervised_needed", case_no=case.case_no)
    return one


EFFECTS = (
    Effect(verbs=(Verb.SUPERVISE,), carry_out=issue),
    Effect(verbs=(Verb.RECEIVE_SUPERVISION,), carry_out=receive),
    Effect(verbs=(Verb.REPORT_SUPERVISION,), carry_out=report),
    Effect(verbs=(Verb.LIFT_SUPERVISION,), carry_out=lift),
)
