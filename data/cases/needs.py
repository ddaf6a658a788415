"""Whether what a move needs was given, or is so."""

from collections.abc import Callable

from data.cases import supervision, whistles
from data.cases.given import NOTE_LENGTH, Given
from data.cases.states import Move
from data.errors import Invalid
from data.models.case import Case
from data.visit import Visit

Check = Callable[[Visit, Case, Given], bool]

CHECKS: dict[str, Check] = {
    "note": lambda _visit, _case, given: bool(given.note.strip()),
    "units": lambda _visit, _case, given: bool(given.units or given.department),
    "class_code": lambda _visit, _case, given: bool(given.class_code),
    "until": lambda visit, _case, given: given.until is not None and given.until > visit.now,
    "asked": lambda _visit, case, _given: case.asked_due_at is not None,
    "reply": lambda _visit, _case, given: given.reply is not None,
    "grade": lambda _visit, _case, given: given.grade is not None,
    "into": lambda _visit, _case, given: bool(given.into),
    "parts": lambda _visit, _case, given: bool(given.parts),
    "departments": lambda _visit, _case, given: bool(given.departments),
    "whistled": lambda visit, case, _given: bool(whistles.unanswered(visit, case)),
    "supervised": lambda visit, case, _given: supervision.in_force(visit, case) is not None,
}


def require_needs(visit: Visit, case: Case, planned: Move, given: Given) -> None:
    """Raise Invalid with the code of what is missing: note_needed, units_needed, ... (words: errors)."""
    if len(given.note) > NOTE_LENGTH:
        raise Invalid("note_too_long", limit=NOTE_LENGTH)
    for need in sorted(planned.needs):
        if not CHECKS[need](visit, case, given):
            code = f"{need}_needed"
            raise Invalid(code, case_no=case.case_no)
