"""Which moves are worth offering on a case, the one that leads on first; what could only be refused is left out."""

from collections.abc import Callable
from functools import partial

from data.cases import called, holding, shelving, supervision, whistles, withdrawal, workflow
from data.cases.classes import UNCLASSIFIED
from data.cases.effects.pausing import MOST_EXTENSIONS
from data.cases.effects.verifying import require_other_hands
from data.cases.given import Given
from data.cases.needs import CHECKS
from data.cases.states import MOVES, State, Verb
from data.errors import NotAllowed
from data.models.case import Case
from data.visit import Visit

S, V = State, Verb
SENDING = (V.DISPATCH, V.CLASSIFY, V.SPLIT)
LEADS: dict[State, tuple[Verb, ...]] = {
    S.REPORTED: (V.DISPATCH, V.ACCEPT, V.DECLINE, V.CLASSIFY), S.ACCEPTED: SENDING, S.RETURNED: SENDING,
    S.REOPENED: SENDING, S.DISPATCHED: (V.SIGN, V.START, V.RECALL, V.RETURN),
    S.SIGNED: (V.START, V.RETURN, V.RECALL, V.ASK_EXTENSION), S.IN_HANDLING: (V.FINISH, V.ASK_EXTENSION, V.RETURN),
    S.HANDLED: (V.VERIFY, V.REWORK, V.SEND_TO_VERIFY), S.TO_VERIFY: (V.VERIFY, V.REWORK),
    S.FOLLOW_UP: (V.CALL_BACK, V.DISSATISFIED), S.TO_EVALUATE: (V.EVALUATE, V.DISSATISFIED),
    S.EVALUATED: (V.CLOSE, V.DISSATISFIED), S.SUSPENDED: (V.RESUME,), S.CLOSED: (V.REOPEN,), S.DECLINED: (V.REOPEN,),
    S.MERGED: (V.UNMERGE,),
}
"""State -> the verbs of its stage, the one that leads on first."""
CALLED_ON = (V.ANSWER_WHISTLE, V.RECEIVE_SUPERVISION)
"""Of a department that was called: before everything else."""
PENDING = (V.GRANT_EXTENSION, V.REFUSE_EXTENSION)
"""Somebody waits for a yes or no."""
BESIDE = (V.REPORT_SUPERVISION, V.SUPERVISE, V.INSTRUCT, V.LIFT_SUPERVISION, *CALLED_ON)
"""After the stage's own verbs: what is done from above and what answers it."""
FACTS = frozenset({"asked", "whistled", "supervised"})
"""Needs that nobody gives with the move: they are so or they are not."""
NOTHING = Given()


def offered(visit: Visit, case: Case) -> list[Verb]:
    """Return the verbs to offer: what undoes, what waits for an answer, the stage's own, from above, all others."""
    verbs = [verb for verb in workflow.verbs_for(visit, case) if _makes_sense(visit, case, verb)]
    order = [*withdrawal.WITHDRAWS, *(CALLED_ON if _is_called(visit, case) else ()), *PENDING,
             *([V.CLASSIFY] if is_unsorted(case) else []), *LEADS.get(State(case.state), ()), *BESIDE]
    return sorted(verbs, key=lambda verb: order.index(verb) if verb in order else len(order) + (verb is V.VOID))


def is_unsorted(case: Case) -> bool:
    """Does the case's class still wait for somebody to confirm it?"""
    return case.class_code == UNCLASSIFIED or case.proposal is not None


def _makes_sense(visit: Visit, case: Case, verb: Verb) -> bool:
    facts = MOVES[State(case.state), verb].needs & FACTS
    if not all(CHECKS[fact](visit, case, NOTHING) for fact in facts):
        return False
    return verb not in SENSE or SENSE[verb](visit, case)


def _by_other_hands(visit: Visit, case: Case) -> bool:
    try:
        require_other_hands(visit, case)
    except NotAllowed:
        return False
    return True


def _is_called(visit: Visit, case: Case) -> bool:
    """Must the visitor's own department still answer on the case?"""
    return any(called.is_of(visit, one, case.area_code) for one in called.departments_of(visit, case))


def _answers_whistle(visit: Visit, case: Case) -> bool:
    return any(called.may_speak_for(visit, one.department, case.area_code)
               for one in whistles.unanswered(visit, case))


def _answers_supervision(visit: Visit, case: Case) -> bool:
    found = supervision.in_force(visit, case)
    return found is not None and any(called.may_speak_for(visit, one, case.area_code)
                                     for one in (found.department, case.department))


def _waits_for_receipt(visit: Visit, case: Case) -> bool:
    found = supervision.in_force(visit, case)
    return found is not None and found.received_at is None and _answers_supervision(visit, case)


def _is_withdrawable(visit: Visit, case: Case, verb: Verb) -> bool:
    return withdrawal.until(visit, case, verb) is not None


SENSE: dict[Verb, Callable[[Visit, Case], bool]] = {
    V.ACKNOWLEDGE: lambda _visit, case: case.acknowledged_at is None,
    V.ASK_EXTENSION: lambda _visit, case: case.asked_due_at is None and case.extensions < MOST_EXTENSIONS,
    V.ESCALATE: lambda visit, case: holding.level_of(visit, case) > holding.CITY,
    V.DELEGATE: lambda visit, case: holding.level_of(visit, case) < holding.lowest_level(visit, case),
    **dict.fromkeys((V.SUPERVISE, V.DECLINE, V.VOID, V.MERGE), lambda _visit, case: not case.is_supervised),
    V.SHELVE: lambda visit, case: shelving.is_shelvable(visit, case),
    V.UNSHELVE: lambda visit, case: shelving.is_shelved(visit, case),
    V.ANSWER_WHISTLE: _answers_whistle,
    V.RECEIVE_SUPERVISION: _waits_for_receipt,
    V.REPORT_SUPERVISION: _answers_supervision,
    **{verb: partial(_is_withdrawable, verb=verb) for verb in withdrawal.WITHDRAWS},
    V.VERIFY: _by_other_hands,
    V.REWORK: _by_other_hands,
}
"""Verb -> whether it could be carried out here by this person, beyond what the table of moves says."""
