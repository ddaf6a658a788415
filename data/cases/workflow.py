"""Moving a case: the one door through which its state changes.

A move needs the version its maker saw. It changes the case, carries out what belongs to the verb, turns the
stage's clock, appends the event, the audit record and the change log's line in one transaction; the caller's
visit commits.
"""

from typing import Any

from sqlalchemy import insert, select, update

from data.archive import reading
from data.cases import called, clocks, effect, evidence, remembered, withdrawal
from data.cases.bodies import case_body, unit_body
from data.cases.effect import Done, Step
from data.cases.given import NOTE_LENGTH, Given
from data.cases.holding import holder_code
from data.cases.needs import require_needs
from data.cases.states import MOVES, Move, State, Verb, is_open, verbs_from
from data.errors import Conflict, IllegalMove, NotAllowed, NotFound
from data.models.case import Case, CaseEvent
from data.people import trail
from data.storage import changes
from data.visit import Visit

NOTHING_DONE = Done()
UNCHANGED_BY = frozenset({Verb.ACKNOWLEDGE, Verb.SUPPORT, Verb.REMARK, Verb.CLASSIFY, Verb.INSTRUCT, Verb.SUPERVISE,
                          Verb.SHELVE, Verb.UNSHELVE, *withdrawal.WITHDRAWS})
"""Verbs that are no answer to the reporter yet."""


def find(visit: Visit, case_no: str) -> Case:
    """Return the case, or raise NotFound, also for one outside what the visitor may see.

    Whoever was called to a case sees it while it is open, also where their grants are for other cases.
    """
    case = visit.session.scalars(select(Case).where(Case.case_no == case_no)).one_or_none()
    case = case or called.find(visit, case_no)
    if case is None:
        raise NotFound("case_not_found", case_no=case_no)
    return case


def move(visit: Visit, case_no: str, verb: str, *, version: int, given: Given | None = None, note: str = "",
         units: tuple[str, ...] = ()) -> Case:
    """Make a move and return the case after it; `note` and `units` are a short way to give just those.

    Raises NotFound, NotAllowed, IllegalMove (not from this state), Invalid (something needed is missing) or
    Conflict (the case is no longer at `version`, a unit is engaged, the detail of an old case lies in a file that
    cannot be read, or what the verb itself demands).
    """
    given = given or Given(note=note, units=units)
    case = find(visit, case_no)
    planned = _planned(case, verb)
    require_right(visit, case, planned)
    require_needs(visit, case, planned, given)
    before, facts = State(case.state), remembered.facts_of(case)
    after = withdrawal.landing(visit, case) if verb == Verb.WITHDRAW else planned.to or before
    step = Step(verb=Verb(verb), before=before, after=after, given=given)
    _change(visit, case, step, version)
    carry_out = effect.discover().get(step.verb)
    done = evidence.added(visit, case, step, carry_out(visit, case, step) if carry_out else NOTHING_DONE)
    clocks.turn(visit, case, step)
    visit.session.flush()
    append(visit, case, step, {**done.details, **remembered.changed_since(facts, case)}, note=done.note)
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person,
               what=f"case_{step.verb.value}", outcome="done", area=case.area_code, subject=case.case_no,
               version=case.version)
    tell(visit, case, done, left=facts["department"] if facts["department"] != case.department else None)
    return case


def verbs_for(visit: Visit, case: Case) -> list[Verb]:
    """Return the verbs the visitor may use on the case as it stands, in the order of the table."""
    state = State(case.state)
    return [verb for verb in verbs_from(state, visit.scope.may) if is_allowed(visit, case, MOVES[state, verb])]


def is_allowed(visit: Visit, case: Case, planned: Move) -> bool:
    """May the visitor make this move here: in this area, for this department, at the level that holds the case?"""
    where = holder_code(visit, case) if planned.holds else case.area_code
    if any(visit.scope.allows(permission, where, case.department) for permission in planned.permissions):
        return True
    return planned.called and any(visit.scope.allows(permission, where, department) for permission
                                  in planned.permissions for department in called.departments_of(visit, case))


def require_right(visit: Visit, case: Case, planned: Move) -> None:
    """Raise NotAllowed unless the visitor may; "held_above" where only the level keeps them from it."""
    if is_allowed(visit, case, planned):
        return
    if planned.holds and any(visit.scope.allows(one, case.area_code, case.department) for one in planned.permissions):
        raise NotAllowed("held_above", case_no=case.case_no)
    raise NotAllowed(permission=planned.permission)


def _planned(case: Case, verb: str) -> Move:
    try:
        return MOVES[State(case.state), Verb(verb)]
    except (KeyError, ValueError):
        code = "withdraw_signed" if verb == Verb.WITHDRAW else None
        raise IllegalMove(code, verb=verb, state=case.state) from None


def _change(visit: Visit, case: Case, step: Step, version: int) -> None:
    values: dict[str, Any] = {"state": step.after.value, "version": version + 1, "is_open": is_open(step.after)}
    if case.first_response_at is None and step.verb not in UNCHANGED_BY:
        values["first_response_at"] = visit.now
    if step.after is State.HANDLED and step.before is not State.HANDLED:
        values["handled_at"] = visit.now
    if not is_open(step.after) and is_open(step.before):
        values["closed_at"] = visit.now
    if step.verb is Verb.ACKNOWLEDGE:
        values |= {"acknowledged_at": visit.now, "acknowledged_by": visit.scope.name}
    done = visit.session.execute(
        update(Case).where(Case.id == case.id, Case.version == version, Case.state == case.state)
        .values(values).execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("case_changed", case_no=case.case_no, version=case.version)
    visit.session.refresh(case)
    if not is_open(step.before):
        reading.bring_back(visit, case)


def append(visit: Visit, case: Case, step: Step, details: dict[str, Any], *, note: str | None = None) -> None:
    """Write the event of a move that was made; `note` stands in it instead of the one that was given."""
    visit.session.execute(insert(CaseEvent), [{
        "case_id": case.id, "version": case.version, "verb": step.verb.value, "before": step.before.value,
        "after": step.after.value, "at": visit.now, "person": visit.scope.person, "by_name": visit.scope.name,
        "note": step.given.note.strip() if note is None else note, "details": details,
    }])


def tell(visit: Visit, case: Case, done: Done = NOTHING_DONE, *, left: str | None = None) -> None:
    """Put what screens must hear of into the change log: units first, then cases.

    The screens of a department that the case has left hear that it is gone; for all others the line after it says more.
    """
    notes = [changes.Note(kind="unit", key=u.id, area_code=u.area_code, body=unit_body(u)) for u in done.units]
    if left is not None:
        notes.append(changes.Note(kind="case", key=case.case_no, area_code=case.area_code,
                                  body={**case_body(case), "dept": left, "open": False}))
    notes += [changes.Note(kind="case", key=one.case_no, area_code=one.area_code, body=case_body(one))
              for one in (*done.cases, case)]
    changes.record(visit.session, notes, visit.now)


__all__ = ["NOTE_LENGTH", "append", "find", "is_allowed", "move", "require_right", "tell", "verbs_for"]
