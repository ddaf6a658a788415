"""撤回: calling back what one has just sent, while those it was sent to have not taken it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from data.cases import desk, supervision
from data.cases.states import State, Verb
from data.errors import CityError, Conflict, NotAllowed
from data.models.case import Case, CaseEvent, Dispatch
from data.models.together import Instruction, Supervision
from data.units import assignment
from data.visit import Visit

WITHDRAWS = (Verb.WITHDRAW, Verb.WITHDRAW_SUPERVISION, Verb.WITHDRAW_INSTRUCTION)


def window(visit: Visit) -> timedelta:
    """Return how long something sent may be called back."""
    return timedelta(seconds=desk.rules(visit)["withdraw_seconds"])


def until(visit: Visit, case: Case, verb: Verb) -> datetime | None:
    """Return until when (UTC) the visitor may still call back what the verb calls back; None where they may not."""
    try:
        sent = REQUIRE[verb](visit, case)
    except CityError:
        return None
    return sent.at + window(visit)


def last_sending(visit: Visit, case: Case) -> CaseEvent | None:
    """Return the event of the newest sending that was not called back."""
    events = list(visit.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.verb.in_((Verb.DISPATCH, Verb.WITHDRAW)))
        .order_by(CaseEvent.version.desc())))
    gone = {event.details.get("withdrawn") for event in events if event.verb == Verb.WITHDRAW}
    return next((event for event in events if event.verb == Verb.DISPATCH and event.version not in gone), None)


def landing(visit: Visit, case: Case) -> State:
    """Return where the case stands without its last sending: where it is while an earlier one is still out."""
    sent = last_sending(visit, case)
    return State.DISPATCHED if sent and sent.before == State.DISPATCHED else State.ACCEPTED


def require_sending(visit: Visit, case: Case) -> CaseEvent:
    """Return the visitor's own sending that may still be called back.

    Raises NotAllowed("withdraw_not_yours"), Conflict("withdraw_too_late") or Conflict("withdraw_under_way").
    """
    sent = last_sending(visit, case)
    _require_own(visit, sent.person if sent else None, sent.at if sent else None, case)
    assert sent is not None
    if any(one.under_way_at or one.arrived_at for one in sent_out(visit, case, sent)):
        raise Conflict("withdraw_under_way", case_no=case.case_no)
    return sent


def require_supervision(visit: Visit, case: Case) -> Supervision:
    """Return the visitor's own supervision that nobody received yet.

    Raises NotAllowed("withdraw_not_yours"), Conflict("withdraw_too_late") or Conflict("withdraw_received").
    """
    one = supervision.in_force(visit, case)
    _require_own(visit, one.person if one else None, one.at if one else None, case)
    assert one is not None
    if one.received_at is not None:
        raise Conflict("withdraw_received", case_no=case.case_no)
    return one


def require_instruction(visit: Visit, case: Case) -> Instruction:
    """Return the visitor's own newest instruction.

    Raises NotAllowed("withdraw_not_yours") or Conflict("withdraw_too_late").
    """
    one = visit.session.scalars(
        select(Instruction).where(Instruction.case_id == case.id, Instruction.withdrawn_at.is_(None),
                                  Instruction.person == visit.scope.person)
        .order_by(Instruction.version.desc()).limit(1)).first()
    _require_own(visit, one.person if one else None, one.at if one else None, case)
    assert one is not None
    return one


def sent_out(visit: Visit, case: Case, sent: CaseEvent) -> list[Dispatch]:
    """Return the dispatches of one sending that have not ended."""
    units = set(sent.details.get("units", ()))
    return [one for one in assignment.open_dispatches(visit, case) if one.unit_id in units and one.sent_at == sent.at]


def _require_own(visit: Visit, person: str | None, at: datetime | None, case: Case) -> None:
    if at is None or person is None or person != visit.scope.person:
        raise NotAllowed("withdraw_not_yours", case_no=case.case_no)
    if visit.now > at + window(visit):
        raise Conflict("withdraw_too_late", case_no=case.case_no, seconds=round(window(visit).total_seconds()))


REQUIRE: dict[Verb, Callable[[Visit, Case], CaseEvent | Supervision | Instruction]] = {
    Verb.WITHDRAW: require_sending, Verb.WITHDRAW_SUPERVISION: require_supervision,
    Verb.WITHDRAW_INSTRUCTION: require_instruction,
}
"""Verb -> what is called back, or a refusal that says why not."""
