"""批示: a leader's instruction, kept word by word; the timeline shows its words only where all may read them."""

from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.models.case import Case
from data.models.person import Person
from data.models.together import Instruction
from data.visit import Visit

FOR_ALL = "all"


def instruct(visit: Visit, case: Case, step: Step) -> Done:
    """Keep the instruction; what is not for all stands in it alone, not in the event."""
    given = step.given
    person = visit.session.get(Person, visit.scope.person) if visit.scope.person else None
    visit.session.add(Instruction(
        case_id=case.id, area_code=case.area_code, version=case.version, person=visit.scope.person,
        by_name=visit.scope.name, title=person.title if person else "", at=visit.now, text=given.note,
        audience=given.audience))
    return Done(details={"audience": given.audience}, note=given.note.strip() if given.audience == FOR_ALL else "")


EFFECTS = (Effect(verbs=(Verb.INSTRUCT,), carry_out=instruct),)
