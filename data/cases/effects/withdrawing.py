"""Calling back what one has just sent: units are free, departments as before, words taken back."""

from data.cases import withdrawal
from data.cases.effect import Done, Effect, Step
from data.cases.effects.dispatching import named
from data.cases.states import State, Verb
from data.models.case import Case
from data.units import assignment
from data.visit import Visit


def withdraw(visit: Visit, case: Case, step: Step) -> Done:
    """Undo the visitor's last sending, that one alone; the event names the version it undoes."""
    sent = withdrawal.require_sending(visit, case)
    gone = withdrawal.sent_out(visit, case, sent)
    freed = assignment.release(visit, case, outcome="withdrawn", only=gone)
    details = {"withdrawn": sent.version, **named(freed)}
    if "department_before" in sent.details:
        case.department = sent.details["department_before"]
        details |= {"department_before": sent.details["department"], "department": case.department}
    if step.after is State.ACCEPTED and case.dispatched_at == sent.at:
        case.dispatched_at = None
    return Done(details=details, units=tuple(freed))


def withdraw_supervision(visit: Visit, case: Case, step: Step) -> Done:
    """End a supervision that nobody received."""
    one = withdrawal.require_supervision(visit, case)
    one.lifted_at, one.lifted_by = visit.now, visit.scope.name
    case.is_supervised = False
    return Done()


def withdraw_instruction(visit: Visit, case: Case, step: Step) -> Done:
    """Take an instruction back: it stays in the records, and nobody but its writer reads its words any more."""
    one = withdrawal.require_instruction(visit, case)
    one.withdrawn_at = visit.now
    return Done(details={"withdrawn": one.version})


EFFECTS = (
    Effect(verbs=(Verb.WITHDRAW,), carry_out=withdraw),
    Effect(verbs=(Verb.WITHDRAW_SUPERVISION,), carry_out=withdraw_supervision),
    Effect(verbs=(Verb.WITHDRAW_INSTRUCTION,), carry_out=withdraw_instruction),
)
