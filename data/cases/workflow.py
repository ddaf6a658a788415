"""Moving a case: the one door through which its state changes.

A move needs the version its maker saw. It changes the case, appends the event and the change
log's line in one transaction; the caller's visit commits.
"""

from typing import Any

from sqlalchemy import insert, select, update

from data.cases.bodies import case_body, unit_body
from data.cases.states import MOVES, Move, State, Verb, is_open
from data.errors import Conflict, IllegalMove, Invalid, NotFound
from data.models.case import Case, CaseEvent
from data.models.unit import Unit
from data.storage import changes
from data.units import assignment
from data.visit import Visit

NOTE_LENGTH = 2_000


def find(visit: Visit, case_no: str) -> Case:
    """Return the case, or raise NotFound, also for one outside the visitor's areas."""
    case = visit.session.scalars(select(Case).where(Case.case_no == case_no)).one_or_none()
    if case is None:
        raise NotFound("case_not_found", case_no=case_no)
    return case


def move(visit: Visit, case_no: str, verb: str, *, version: int, note: str = "",
         units: tuple[str, ...] = ()) -> Case:
    """Make a move and return the case after it.

    Raises NotFound, NotAllowed, IllegalMove (not from this state), Invalid (something needed is
    missing) or Conflict (the case is no longer at `version`, or a unit is already engaged).
    """
    case = find(visit, case_no)
    step = _step(case, verb)
    visit.scope.require(step.permission)
    note = note.strip()
    _require_needs(step, note, units)
    before, after = State(case.state), step.to or State(case.state)
    _change(visit, case, Verb(verb), version, after)
    details, touched = _carry_out(visit, case, Verb(verb), units)
    _append(visit, case, Verb(verb), before=before, after=after, note=note, details=details)
    notes = [changes.Note(kind="unit", key=u.id, area_code=u.area_code, body=unit_body(u)) for u in touched]
    notes.append(changes.Note(kind="case", key=case.case_no, area_code=case.area_code, body=case_body(case)))
    changes.record(visit.session, notes, visit.now)
    return case


def _step(case: Case, verb: str) -> Move:
    try:
        return MOVES[State(case.state), Verb(verb)]
    except (KeyError, ValueError):
        raise IllegalMove(verb=verb, state=case.state) from None


def _require_needs(step: Move, note: str, units: tuple[str, ...]) -> None:
    if "note" in step.needs and not note:
        raise Invalid("note_needed")
    if len(note) > NOTE_LENGTH:
        raise Invalid("note_too_long", limit=NOTE_LENGTH)
    if "units" in step.needs and not units:
        raise Invalid("units_needed")


def _change(visit: Visit, case: Case, verb: Verb, version: int, after: State) -> None:
    values: dict[str, Any] = {"state": after.value, "version": version + 1, "is_open": is_open(after)}
    if case.first_response_at is None and verb is not Verb.ACKNOWLEDGE:
        values["first_response_at"] = visit.now
    if after is State.HANDLED:
        values["handled_at"] = visit.now
    elif after is State.ACCEPTED:
        values["handled_at"] = None  # called back or returned: it is to be handled again
    if not is_open(after):
        values["closed_at"] = visit.now
    if verb is Verb.ACKNOWLEDGE:
        values |= {"acknowledged_at": visit.now, "acknowledged_by": visit.scope.name}
    done = visit.session.execute(
        update(Case).where(Case.id == case.id, Case.version == version, Case.state == case.state)
        .values(values).execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("case_changed", case_no=case.case_no, version=case.version)
    visit.session.refresh(case)


def _carry_out(visit: Visit, case: Case, verb: Verb, units: tuple[str, ...]) -> tuple[dict[str, Any], list[Unit]]:
    if verb is Verb.DISPATCH:
        sent = assignment.send(visit, case, units)
        return _named(sent), sent
    if verb is Verb.RECALL:
        freed = assignment.release(visit, case, outcome="recalled")
        return _named(freed), freed
    if verb is Verb.FINISH or not case.is_open:
        freed = assignment.release(visit, case, outcome="finished" if verb is Verb.FINISH else "case_closed")
        return {"units": [unit.id for unit in freed]}, freed
    return {}, []


def _named(units: list[Unit]) -> dict[str, Any]:
    """Return what an event keeps of units: names as they were then, in both languages."""
    return {"units": [u.id for u in units], "names": [u.name for u in units], "names_en": [u.name_en for u in units]}


def _append(visit: Visit, case: Case, verb: Verb, *, before: State, after: State, note: str,
            details: dict[str, Any]) -> None:
    visit.session.execute(insert(CaseEvent), [{
        "case_id": case.id, "version": case.version, "verb": verb.value, "before": before.value, "after": after.value,
        "at": visit.now, "person": visit.scope.person, "by_name": visit.scope.name, "note": note, "details": details,
    }])
