"""Calling reporters back, answering them, grading how a case was handled."""

from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.errors import Invalid
from data.models.case import Case
from data.models.report import Reply
from data.visit import Visit

NOBODY_ASKS = frozenset({"patrol", "sensor", "video"})
"""Channels by which no resident reports: that nobody was reached there says nothing of the call-backs."""


def call_back(visit: Visit, case: Case, step: Step) -> Done:
    """Keep what the reporter said, where there is one.

    Raises Invalid("not_satisfied") for a no: that is a move of its own.
    """
    said = step.given.reply
    if said is None:
        raise Invalid("reply_needed")
    if said.solved is False or said.satisfied is False:
        raise Invalid("not_satisfied", case_no=case.case_no)
    contacted = said.contacted or (None if case.channel in NOBODY_ASKS else False)
    case.contacted, case.solved, case.satisfied = contacted, said.solved, said.satisfied
    case.followed_up_at = visit.now
    return Done(details={"contacted": contacted, "solved": said.solved, "satisfied": said.satisfied})


def answer(visit: Visit, case: Case, step: Step) -> Done:
    """Keep what the first reporter was told; supporters are answered by data.cases.supporting."""
    visit.session.add(Reply(case_id=case.id, area_code=case.area_code, supporter_id=None, at=visit.now,
                            by_name=visit.scope.name, via="phone", text=step.given.note))
    return Done()


def evaluate(visit: Visit, case: Case, step: Step) -> Done:
    """Keep the grade."""
    case.grade, case.evaluated_at = step.given.grade, visit.now
    return Done(details={"grade": step.given.grade})


EFFECTS = (
    Effect(verbs=(Verb.CALL_BACK,), carry_out=call_back),
    Effect(verbs=(Verb.ANSWER,), carry_out=answer),
    Effect(verbs=(Verb.EVALUATE,), carry_out=evaluate),
)
