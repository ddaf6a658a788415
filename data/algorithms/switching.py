"""Switching an algorithm off and on, by name and with a reason, and asking for a run out of turn."""

from typing import Any

from data.algorithms.algorithm import Algorithm, discover
from data.errors import Invalid, NotAllowed, NotFound
from data.models.algorithm import AlgorithmSwitch
from data.people import trail
from data.scope import WHOLE_CITY
from data.storage.inserting import insert_into
from data.visit import Visit

RIGHT = "algorithms.switch"
LONGEST_REASON = 500


def switch_of(visit: Visit, name: str) -> AlgorithmSwitch | None:
    """Return what somebody set of an algorithm, None where nobody did: it is on."""
    return visit.session.get(AlgorithmSwitch, name)


def switch(visit: Visit, name: str, *, is_on: bool, reason: str) -> AlgorithmSwitch:
    """Switch an algorithm and seal it in the trail; return what holds now.

    Raises NotAllowed, NotFound("algorithm_not_found"), Invalid("reason_needed", "note_too_long").
    """
    _rightful(visit, name)
    given = given_reason(reason)
    row = _row(visit, name)
    row.is_on, row.reason, row.by_name, row.at = is_on, given, visit.scope.name, visit.now
    _tell(visit, name, "algorithm_switched", is_on=is_on, reason=given)
    return row


def ask(visit: Visit, name: str) -> AlgorithmSwitch:
    """Have an algorithm run at the next look, whether it is due or not; return what holds now.

    Raises NotAllowed, NotFound("algorithm_not_found"), Invalid("algorithm_answers", "algorithm_off").
    """
    if not _rightful(visit, name).runs_itself():
        raise Invalid("algorithm_answers", algorithm=name)
    row = _row(visit, name)
    if not row.is_on:
        raise Invalid("algorithm_off", algorithm=name)
    row.asked_at = visit.now
    _tell(visit, name, "algorithm_asked")
    return row


def require(visit: Visit) -> None:
    """Raise NotAllowed where the visitor may not switch what the whole city goes by."""
    visit.scope.require(RIGHT)
    if not visit.scope.allows(RIGHT, WHOLE_CITY):
        raise NotAllowed("area_not_allowed", area=visit.city.code)


def given_reason(reason: str) -> str:
    """Return the reason without blanks around it. Raises Invalid("reason_needed", "note_too_long")."""
    given = reason.strip()
    if not given:
        raise Invalid("reason_needed")
    if len(given) > LONGEST_REASON:
        raise Invalid("note_too_long", limit=LONGEST_REASON)
    return given


def _rightful(visit: Visit, name: str) -> Algorithm:
    require(visit)
    if name not in discover():
        raise NotFound("algorithm_not_found", algorithm=name)
    return discover()[name]


def _row(visit: Visit, name: str) -> AlgorithmSwitch:
    visit.session.execute(insert_into(visit.session, AlgorithmSwitch)  # two who touch it first make one row
                          .values(name=name, is_on=True, reason="", by_name="").on_conflict_do_nothing())
    return visit.session.get_one(AlgorithmSwitch, name)


def _tell(visit: Visit, name: str, what: str, **details: Any) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what,
               outcome="done", subject=name, **details)
