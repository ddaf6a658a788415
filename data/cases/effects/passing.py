"""Passing a case up to the next level and down again: city, district, street, community."""

from data.cases.effect import Done, Effect, Step
from data.cases.holding import CITY, level_of, lowest_level
from data.cases.states import Verb
from data.errors import Conflict
from data.models.case import Case
from data.visit import Visit


def escalate(visit: Visit, case: Case, step: Step) -> Done:
    """Hand the case to the level above. Raises Conflict("above_the_city") from the city itself."""
    level = level_of(visit, case)
    if level <= CITY:
        raise Conflict("above_the_city", case_no=case.case_no)
    return _hand(case, level, level - 1)


def delegate(visit: Visit, case: Case, step: Step) -> Done:
    """Hand the case to the level below. Raises Conflict("below_the_community") from the lowest that holds cases."""
    level = level_of(visit, case)
    if level >= lowest_level(visit, case):
        raise Conflict("below_the_community", case_no=case.case_no)
    return _hand(case, level, level + 1)


def _hand(case: Case, before: int, after: int) -> Done:
    case.level = after
    return Done(details={"level_before": before, "level": after})


EFFECTS = (
    Effect(verbs=(Verb.ESCALATE,), carry_out=escalate),
    Effect(verbs=(Verb.DELEGATE,), carry_out=delegate),
)
