"""Suspending a case and letting it go on; asking for more time, granting it, refusing it."""

from data.cases import clocks
from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.errors import Conflict, Invalid
from data.models.case import Case
from data.units import assignment
from data.visit import Visit

MOST_EXTENSIONS = 2
"""A case that needs more is to be suspended or divided."""


def suspend(visit: Visit, case: Case, step: Step) -> Done:
    """Let the clock stand still; whoever is out for the case is free again."""
    freed = assignment.release(visit, case, outcome="suspended")
    return Done(details={"units": [unit.id for unit in freed]} if freed else {}, units=tuple(freed))


def ask(visit: Visit, case: Case, step: Step) -> Done:
    """Keep the deadline that is asked for.

    Raises Conflict("asked_already"), Conflict("extended_enough"), Invalid("not_later") for one that is no later.
    """
    if case.asked_due_at is not None:
        raise Conflict("asked_already", case_no=case.case_no)
    if case.extensions >= MOST_EXTENSIONS:
        raise Conflict("extended_enough", limit=MOST_EXTENSIONS)
    until = step.given.until
    if until is None or (case.due_at is not None and until <= case.due_at):
        raise Invalid("not_later", case_no=case.case_no)
    case.asked_due_at = until
    return Done(details={"until": until.isoformat(timespec="seconds"), "reason": step.given.note.strip()})


def grant(visit: Visit, case: Case, step: Step) -> Done:
    """Make the deadline that was asked for the case's own."""
    before = case.due_at
    clocks.set_due(visit, case, case.asked_due_at)
    case.asked_due_at = None
    case.extensions += 1
    return Done(details={"due_before": before and before.isoformat(timespec="seconds"),
                         "due": case.due_at and case.due_at.isoformat(timespec="seconds")})


def refuse(visit: Visit, case: Case, step: Step) -> Done:
    """Leave the deadline where it is."""
    case.asked_due_at = None
    return Done()


EFFECTS = (
    Effect(verbs=(Verb.SUSPEND,), carry_out=suspend),
    Effect(verbs=(Verb.ASK_EXTENSION,), carry_out=ask),
    Effect(verbs=(Verb.GRANT_EXTENSION,), carry_out=grant),
    Effect(verbs=(Verb.REFUSE_EXTENSION,), carry_out=refuse),
)
