"""Accepting, declining, voiding, closing and reopening a case."""

from sqlalchemy import func, select

from data.cases import kinship, supervision, suspicions
from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.errors import Conflict
from data.models.case import Case
from data.units import assignment
from data.visit import Visit


def accept(visit: Visit, case: Case, step: Step) -> Done:
    """Remember when the case was registered; only the first time counts."""
    case.accepted_at = case.accepted_at or visit.now
    return Done()


def end(visit: Visit, case: Case, step: Step) -> Done:
    """End a case without handling: its units are free again, and the whole it is a part of hears of it.

    Raises Conflict("supervision_open").
    """
    supervision.require_none(visit, case)
    freed = assignment.release(visit, case, outcome="case_closed")
    return Done(details={"units": [unit.id for unit in freed]} if freed else {}, units=tuple(freed),
                cases=kinship.tell_whole(visit, case, step))


def close(visit: Visit, case: Case, step: Step) -> Done:
    """Close the case, unless a part of it is still open or somebody above watches it; note why its closing might
    not be believed.

    Raises Conflict("supervision_open"), Conflict("parts_open").
    """
    supervision.require_none(visit, case)
    still_open = visit.session.execute(
        select(func.count()).select_from(Case).where(Case.parent_id == case.id, Case.is_open.is_(True))
    ).scalar_one()
    if still_open:
        raise Conflict("parts_open", n=still_open, case_no=case.case_no)
    case.suspicions = suspicions.judge(visit, case)
    freed = assignment.release(visit, case, outcome="case_closed")
    found = suspicions.named(case.suspicions)
    return Done(details={"suspicions": found} if found else {}, units=tuple(freed),
                cases=kinship.tell_whole(visit, case, step))


def reopen(visit: Visit, case: Case, step: Step) -> Done:
    """Open the case again: what was verified, answered and graded does not count any more."""
    case.reopenings += 1
    case.closed_at = case.handled_at = case.verified_at = case.followed_up_at = case.evaluated_at = None
    case.grade = None
    if step.given.reply is not None:
        case.contacted, case.solved = step.given.reply.contacted, step.given.reply.solved
        case.satisfied = step.given.reply.satisfied
    elif step.verb is Verb.DISSATISFIED:
        case.contacted, case.solved, case.satisfied = True, False, False
    return Done(details={"closed_before": step.before.value})


EFFECTS = (
    Effect(verbs=(Verb.ACCEPT,), carry_out=accept),
    Effect(verbs=(Verb.DECLINE, Verb.VOID), carry_out=end),
    Effect(verbs=(Verb.CLOSE,), carry_out=close),
    Effect(verbs=(Verb.REOPEN, Verb.DISSATISFIED), carry_out=reopen),
)
