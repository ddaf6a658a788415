"""Calling reporters back, answering them, grading how a case was handled."""

from sqlalchemy import select

from data.cases import reporters
from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.errors import Conflict, Invalid, NotFound
from data.models.case import Case
from data.models.report import Reply, Supporter
from data.visit import Visit

NOBODY_ASKS = frozenset({"patrol", "sensor", "video"})
"""Channels by which no resident reports: that nobody was reached there says nothing of the call-backs."""


def call_back(visit: Visit, case: Case, step: Step) -> Done:
    """Keep what the reporter said, where there is one.

    Raises Invalid("not_satisfied") for a no without a note: either the case is handled once more, which is a move of
    its own, or somebody says why it will not be. The answer counts in the rates as it was given.
    """
    said = step.given.reply
    if said is None:
        raise Invalid("reply_needed")
    if (said.solved is False or said.satisfied is False) and not step.given.note.strip():
        raise Invalid("not_satisfied", case_no=case.case_no)
    contacted = said.contacted or (None if case.channel in NOBODY_ASKS else False)
    case.contacted, case.solved, case.satisfied = contacted, said.solved, said.satisfied
    case.followed_up_at = visit.now
    return Done(details={"contacted": contacted, "solved": said.solved, "satisfied": said.satisfied})


def answer(visit: Visit, case: Case, step: Step) -> Done:
    """Keep what a reporter was told: the supporter that is named, else the first reporter.

    Raises NotFound("supporter_not_found"), Conflict("answered_already") where the outcome was told to them before.
    """
    supporter, via = step.given.supporter, step.given.via
    if supporter is not None and visit.session.scalars(select(Supporter.id).where(
            Supporter.id == supporter, Supporter.case_id == case.id)).first() is None:
        raise NotFound("supporter_not_found", case_no=case.case_no)
    since = reporters.owed_since(case)
    if since is not None and supporter in reporters.answered_since(visit, case, since):
        raise Conflict("answered_already", case_no=case.case_no)
    visit.session.add(Reply(case_id=case.id, area_code=case.area_code, supporter_id=supporter, at=visit.now,
                            by_name=visit.scope.name, via=via, text=step.given.note.strip()))
    return Done(details={"via": via} | ({} if supporter is None else {"supporter": supporter}))


def evaluate(visit: Visit, case: Case, step: Step) -> Done:
    """Keep the grade."""
    case.grade, case.evaluated_at = step.given.grade, visit.now
    return Done(details={"grade": step.given.grade})


EFFECTS = (
    Effect(verbs=(Verb.CALL_BACK,), carry_out=call_back),
    Effect(verbs=(Verb.ANSWER,), carry_out=answer),
    Effect(verbs=(Verb.EVALUATE,), carry_out=evaluate),
)
