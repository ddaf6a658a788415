"""Keeping an alarm off the walls for a while, and taking it back."""

from data.cases import shelving
from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.errors import Conflict, Invalid, NotAllowed
from data.models.case import Case
from data.visit import Visit


def shelve(visit: Visit, case: Case, step: Step) -> Done:
    """Keep the alarm off the walls until the moment given.

    Raises NotAllowed for an alarm of the first priority without its own permission, Invalid("shelve_too_long",
    "shelve_urgent_too_long", "no_alarm").
    """
    until, is_urgent = step.given.until, case.priority == 1
    if is_urgent and not visit.scope.allows("alarms.shelve_urgent", case.area_code, case.department):
        raise NotAllowed(permission="alarms.shelve_urgent")
    if not shelving.is_shelvable(visit, case) or until is None:
        raise Invalid("no_alarm", case_no=case.case_no)
    if is_urgent and until > visit.now + shelving.LONGEST_URGENT:
        raise Invalid("shelve_urgent_too_long", minutes=shelving.LONGEST_URGENT.seconds // 60)
    if until > visit.now + shelving.LONGEST:
        raise Invalid("shelve_too_long", hours=shelving.LONGEST.seconds // 3_600)
    case.shelved_until = until
    return Done(details={"until": until.isoformat(timespec="seconds")})


def unshelve(visit: Visit, case: Case, step: Step) -> Done:
    """Let the alarm stand on the walls again. Raises Conflict("not_shelved")."""
    if not shelving.is_shelved(visit, case):
        raise Conflict("not_shelved", case_no=case.case_no)
    case.shelved_until = None
    return Done(details={})


EFFECTS = (
    Effect(verbs=(Verb.SHELVE,), carry_out=shelve),
    Effect(verbs=(Verb.UNSHELVE,), carry_out=unshelve),
)
