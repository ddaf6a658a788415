"""Signing for a case, handling it, giving it back."""

from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.models.case import Case
from data.units import assignment, own
from data.visit import Visit


def sign(visit: Visit, case: Case, step: Step) -> Done:
    """Remember when those it was sent to took it."""
    case.signed_at = case.signed_at or visit.now
    return Done()


def start(visit: Visit, case: Case, step: Step) -> Done:
    """Remember that somebody is there; to start is to have signed."""
    case.signed_at = case.signed_at or visit.now
    arrived = own.arrive(visit, case)
    return Done(units=(arrived,) if arrived else ())


def finish(visit: Visit, case: Case, step: Step) -> Done:
    """The work is done, by the word of those who did it: their units are free again."""
    freed = assignment.release(visit, case, outcome="finished")
    return Done(details={"units": [unit.id for unit in freed]}, units=tuple(freed))


def give_back(visit: Visit, case: Case, step: Step) -> Done:
    """Give the case back to the desk, which must send somebody else."""
    case.returns += 1
    case.asked_due_at = None
    freed = assignment.release(visit, case, outcome="returned")
    return Done(details={"units": [unit.id for unit in freed]} if freed else {}, units=tuple(freed))


EFFECTS = (
    Effect(verbs=(Verb.SIGN,), carry_out=sign),
    Effect(verbs=(Verb.START,), carry_out=start),
    Effect(verbs=(Verb.FINISH,), carry_out=finish),
    Effect(verbs=(Verb.RETURN,), carry_out=give_back),
)
