"""What a move brings as evidence, whatever its verb: pictures, and where its maker stood."""

from dataclasses import replace
from typing import Any

from data.cases.effect import Done, Step
from data.cases.given import Position
from data.cases.states import State, Verb
from data.models.case import Case
from data.pictures import store
from data.units import own
from data.visit import Visit

ON_SITE = frozenset({Verb.START, Verb.FINISH, Verb.VERIFY, Verb.REWORK})
"""Verbs made where the case is: their position is kept and is the unit's position too."""
SEEN_HANDLED = frozenset({State.HANDLED, State.TO_VERIFY})
DIGITS = 6
"""Of a degree: a tenth of a metre."""


def added(visit: Visit, case: Case, step: Step, done: Done) -> Done:
    """Return what an effect left and the evidence with it: pictures attached, position noted, the unit moved.

    Raises NotFound("picture_not_found").
    """
    details: dict[str, Any] = {}
    if step.given.pictures:
        store.attach(visit, case, step.given.pictures, stage_of(step))
        details["pictures"] = len(set(step.given.pictures))
    units = done.units
    if step.given.position is not None and step.verb in ON_SITE:
        details["position"] = _noted(step.given.position)
        moved = own.put(visit, step.given.position)
        units = (*(unit for unit in units if moved is None or unit.id != moved.id), *([moved] if moved else []))
    return replace(done, details={**done.details, **details}, units=units) if details else done


def stage_of(step: Step) -> str:
    """Return the stage at which a move's pictures were taken: after handling, when verifying, else before."""
    if step.verb is Verb.FINISH:
        return "after"
    return "check" if step.before in SEEN_HANDLED else "before"


def _noted(position: Position) -> dict[str, float | None]:
    return {"lon": round(position.lon, DIGITS), "lat": round(position.lat, DIGITS), "accuracy_m": position.accuracy_m}
