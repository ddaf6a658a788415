"""Many cases at once: which verbs may be used so, and who was first where something came between.

There is no other way to move a case than data.cases.workflow: many at once are many moves, each by itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from data.cases import workflow
from data.cases.given import Given
from data.cases.offers import FACTS
from data.cases.states import MOVES, Verb, is_open
from data.errors import NotFound
from data.models.case import Case, CaseEvent
from data.visit import Visit

ASKED = frozenset({"note", "until", "units"})
"""What one form can give for many cases; for units stands a department, which sends its own."""
ALONE = frozenset({Verb.SUPPORT, Verb.ANSWER, Verb.WITHDRAW, Verb.WITHDRAW_SUPERVISION, Verb.WITHDRAW_INSTRUCTION})
"""What is said to one reporter, or undoes what one press did."""


TELLING = frozenset({"names", "names_en", "department"})
"""Of a step's details, what anybody may read who sees the case: who was sent."""


@dataclass(frozen=True, kw_only=True)
class First:
    """What somebody did to a case after it was seen."""

    by_name: str
    verb: str
    at: datetime
    details: dict[str, Any]


def verbs(may: frozenset[str]) -> dict[Verb, frozenset[str]]:
    """Return {verb: what must be given} of those that somebody with these permissions may use on many cases."""
    found: dict[Verb, frozenset[str]] = {}
    for (state, verb), move in MOVES.items():
        if is_open(state) and may.intersection(move.permissions) and verb not in ALONE:
            found[verb] = found.get(verb, frozenset()) | (move.needs - FACTS)
    return {verb: needs for verb, needs in found.items() if needs <= ASKED}


def given_to(case: Case, verb: str, given: Given) -> Given:
    """Return what one of many cases is given: sent to nobody by name, it goes to the department that answers for it."""
    if verb == Verb.DISPATCH and not given.units and not given.department and case.department:
        return replace(given, department=case.department)
    return given


def who_was_first(visit: Visit, case_no: str, seen: int) -> First | None:
    """Return the first step after the version that was seen; None where there is none, or no such case for the visitor.

    The words of a step are nobody's to read here: they may not be for everybody.
    """
    try:
        case = workflow.find(visit, case_no)
    except NotFound:
        return None
    event = visit.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.version > seen)
        .order_by(CaseEvent.version).limit(1)).first()
    if event is None:
        return None
    details = {name: value for name, value in event.details.items() if name in TELLING}
    return First(by_name=event.by_name, verb=event.verb, at=event.at, details=details)
