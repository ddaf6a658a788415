"""街乡吹哨、部门报到: a street calls departments to a place, and each of them reports there."""

from datetime import datetime

from data.calendar import working_time
from data.calendar.limits import Limit, Unit
from data.cases import called, whistles
from data.cases.clocks import calendar_of
from data.cases.effect import Done, Effect, Step
from data.cases.effects.dispatching import require_department
from data.cases.states import Verb
from data.cases.supervision import require_ahead
from data.errors import Conflict, Invalid, NotAllowed
from data.models.case import Case
from data.models.together import Whistle
from data.visit import Visit

DEFAULT_LIMIT = Limit(2, Unit.URGENT_HOUR)
"""Ours: whoever is called comes within two hours, unless the street says until when."""


def whistle(visit: Visit, case: Case, step: Step) -> Done:
    """Call each department once; all have the same time.

    Raises NotFound("department_not_found"), Conflict("called_already") for one that has not answered an earlier
    whistle yet, Invalid("until_past").
    """
    found = [require_department(visit, code) for code in dict.fromkeys(step.given.departments)]
    waiting = {one.department for one in whistles.unanswered(visit, case)}
    for department in found:
        if department.code in waiting:
            raise Conflict("called_already", department=department.code)
    due = _due(visit, step.given.until)
    visit.session.add_all(Whistle(
        case_id=case.id, area_code=case.area_code, round=case.version, department=one.code, by_name=visit.scope.name,
        at=visit.now, demand=step.given.note.strip(), due_at=due) for one in found)
    return Done(details={"departments": [one.code for one in found], "names": [one.name for one in found],
                         "names_en": [one.name_en for one in found], "due": due.isoformat(timespec="seconds")})


def answer(visit: Visit, case: Case, step: Step) -> Done:
    """A department reports: its own people, or whoever handles its cases here. The event says whether in time.

    Raises Invalid("not_called") for a department that was not called or has answered, Invalid("department_needed")
    where the visitor could speak for several, NotAllowed("not_for_you") where for none.
    """
    one = _answered_for(visit, case, step.given.department)
    one.answered_at, one.answered_by, one.answer = visit.now, visit.scope.name, step.given.note.strip()
    return Done(details={"department": one.department, "in_time": visit.now <= one.due_at,
                         "minutes": round((visit.now - one.at).total_seconds() / 60)})


def _answered_for(visit: Visit, case: Case, department: str) -> Whistle:
    """Return the whistle that is answered. A department has one that waits at most."""
    waiting = whistles.unanswered(visit, case)
    wanted = [one for one in waiting if not department or one.department == department]
    if not wanted:
        raise Invalid("not_called", department=department, case_no=case.case_no)
    mine = [one for one in wanted if called.may_speak_for(visit, one.department, case.area_code)]
    own = [one for one in mine if called.is_of(visit, one.department, case.area_code)] or mine
    if not own:
        raise NotAllowed("not_for_you", case_no=case.case_no)
    if len(own) > 1:
        raise Invalid("department_needed", case_no=case.case_no)
    return own[0]


def _due(visit: Visit, until: datetime | None) -> datetime:
    if until is None:
        return working_time.add(visit.now, DEFAULT_LIMIT, calendar_of(visit))
    require_ahead(visit, until)
    return until


EFFECTS = (
    Effect(verbs=(Verb.WHISTLE,), carry_out=whistle),
    Effect(verbs=(Verb.ANSWER_WHISTLE,), carry_out=answer),
)
