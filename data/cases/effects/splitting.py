"""Splitting a case into parts that departments handle side by side; the whole closes when all of them have ended."""

from sqlalchemy import select

from data.cases import classes, intake, kinship
from data.cases.effect import Done, Effect, Step
from data.cases.effects.dispatching import require_department
from data.cases.given import Part
from data.cases.intake import Report
from data.cases.states import State, Verb
from data.cases.voice import OF_A_PART
from data.errors import Conflict, NotFound
from data.models.case import Case
from data.visit import Visit


def split(visit: Visit, case: Case, step: Step) -> Done:
    """Open a case of its own for each part, registered and with its department already.

    Raises NotFound for an unknown department or class, Conflict("split_too_deep") for a part of a part of a part.
    """
    if kinship.depth_of(visit, case) >= kinship.DEEPEST:
        raise Conflict("split_too_deep", limit=kinship.DEEPEST)
    book = classes.open_book(visit.session, case.class_scheme)
    reports = [_report(visit, case, book, number, part) for number, part in enumerate(step.given.parts, start=1)]
    spot = (case.area_code, case.lon, case.lat, case.placed)
    numbers = intake.receive_at(visit, reports, [spot] * len(reports), scheme=case.class_scheme)
    for part in visit.session.scalars(select(Case).where(Case.case_no.in_(numbers))):
        part.parent_id, part.level, part.accepted_at = case.id, case.level, visit.now
        part.due_at = part.due_at or case.due_at
    return Done(details={"parts": numbers, "departments": [part.department for part in step.given.parts]})


def _report(visit: Visit, case: Case, book: classes.ClassBook, number: int, part: Part) -> Report:
    department = require_department(visit, part.department).code
    kind = book.find(part.class_code or case.class_code)
    if part.class_code and kind is None:
        raise NotFound("class_not_found", class_code=part.class_code, scheme=case.class_scheme)
    return Report(source=OF_A_PART, event_id=f"{case.case_no}/{case.version}/{number}", occurred_at=case.occurred_at,
                  category=kind.code if kind else "", text=part.text, address=case.address, priority=case.priority,
                  channel=case.channel, state=State.ACCEPTED, department=department)


EFFECTS = (Effect(verbs=(Verb.SPLIT,), carry_out=split),)
