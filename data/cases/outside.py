"""What another system says became of a case: its own closing, told to us, is no move of anybody here.

An import writes such a closing as history; a replay, or a feed that sends closings, comes through here.
A case that our people are working on stays theirs until they have handled it.
"""

from collections.abc import Sequence

from sqlalchemy import update

from data.cases import clocks
from data.cases.bodies import case_body
from data.cases.states import State, Verb
from data.models.case import Case, CaseEvent
from data.storage import changes
from data.storage.bulk import insert_rows
from data.visit import Visit

DONE = frozenset(state.value for state in (State.HANDLED, State.TO_VERIFY, State.FOLLOW_UP, State.TO_EVALUATE,
                                          State.EVALUATED))
NOT_IN_HAND = DONE | {State.REPORTED.value, State.ACCEPTED.value, State.RETURNED.value}
"""States in which nobody here is on the way: not sent yet, given back, or done and not closed yet."""


def close_from_outside(visit: Visit, cases: Sequence[Case], note: str = "") -> list[Case]:
    """Close the cases that nobody has in hand, as their source says, and return those.

    One event and one line of the change log each, in the visit's transaction. A case that changed
    in the meantime is left alone.
    """
    closed: list[Case] = []
    events = []
    for case in cases:
        before, version = case.state, case.version
        if before not in NOT_IN_HAND:
            continue
        done = visit.session.execute(
            update(Case).where(Case.id == case.id, Case.version == version, Case.state == before)
            .values(state=State.CLOSED.value, is_open=False, version=version + 1, closed_at=visit.now,
                    handled_at=case.handled_at or visit.now, first_response_at=case.first_response_at or visit.now)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount == 1:  # type: ignore[attr-defined]
            visit.session.refresh(case)
            clocks.end_stage(visit, case)
            closed.append(case)
            events.append({"case_id": case.id, "version": case.version, "verb": Verb.CLOSE.value, "before": before,
                           "after": case.state, "at": visit.now, "person": None, "by_name": visit.scope.name,
                           "note": note, "details": {}})
    insert_rows(visit.session, CaseEvent, events)
    changes.record(visit.session, [changes.Note(kind="case", key=case.case_no, area_code=case.area_code,
                                                body=case_body(case)) for case in closed], visit.now)
    return closed
