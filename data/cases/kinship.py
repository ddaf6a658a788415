"""How cases belong together: parts of a whole, cases merged into another; and what one leaves on the other's course."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select, update

from data.archive import reading
from data.cases.effect import Step
from data.cases.states import State, Verb
from data.errors import Conflict
from data.models.case import Case, CaseEvent
from data.storage.database import OperationalError, everywhere
from data.visit import Visit

DEEPEST = 2
"""A case may have parts, and these parts again; nothing is divided further."""
LONGEST_CHAIN = 100
"""No chain of mergers that people make is as long; a damaged one ends here."""


def goes_on(visit: Visit, case: Case) -> Case:
    """Return the case that goes on instead of a merged one, wherever it lies; the case itself where it was not."""
    if State(case.state) is not State.MERGED or case.merged_into is None:
        return case
    return end_of_chain(visit, case.merged_into)


def end_of_chain(visit: Visit, case_id: int) -> Case:
    """Return the case at the end of a chain of mergers that begins with this one, wherever it lies."""
    with everywhere(visit.session):
        case = visit.session.scalars(select(Case).where(Case.id == case_id)).one()
        for _ in range(LONGEST_CHAIN):
            if State(case.state) is not State.MERGED or case.merged_into is None:
                break
            case = visit.session.scalars(select(Case).where(Case.id == case.merged_into)).one()
    return case


def wholes_of(visit: Visit, case: Case) -> Iterator[int]:
    """Yield the ids of the case a case is a part of, of the one that is a part of, and so on."""
    parent = case.parent_id
    for _ in range(LONGEST_CHAIN):
        if parent is None:
            return
        yield parent
        with everywhere(visit.session):
            parent = visit.session.execute(select(Case.parent_id).where(Case.id == parent)).scalar_one()


def depth_of(visit: Visit, case: Case) -> int:
    """Return 0 for a whole case, 1 for its part, 2 for a part of that."""
    return sum(1 for _ in wholes_of(visit, case))


def height_of(visit: Visit, case: Case) -> int:
    """Return how many levels of parts hang on a case."""
    ids, height = [case.id], 0
    with everywhere(visit.session):
        while height < LONGEST_CHAIN:
            ids = list(visit.session.scalars(select(Case.id).where(Case.parent_id.in_(ids))))
            if not ids:
                break
            height += 1
    return height


def hold(visit: Visit, case: Case) -> None:
    """Keep another case than the one that moves from changing until the commit, and read it anew.

    Raises Conflict("case_changed") at once where somebody else is changing it: two who wait for each other's
    case would wait for ever.
    """
    case_no, version = case.case_no, case.version
    try:
        visit.session.refresh(case, with_for_update={"nowait": True})
    except OperationalError:
        raise Conflict("case_changed", case_no=case_no, version=version) from None


def note_on(visit: Visit, case: Case, verb: Verb, details: dict[str, Any], note: str = "") -> None:
    """Write an event on a case that is held and does not move; it keeps its state and gets the next version."""
    visit.session.flush()
    visit.session.execute(update(Case).where(Case.id == case.id).values(version=Case.version + 1)
                          .execution_options(synchronize_session=False))
    visit.session.refresh(case)
    if not case.is_open:
        reading.bring_back(visit, case)
    visit.session.execute(insert(CaseEvent), [{
        "case_id": case.id, "version": case.version, "verb": verb.value, "before": case.state, "after": case.state,
        "at": visit.now, "person": visit.scope.person, "by_name": visit.scope.name, "note": note, "details": details,
    }])


def tell_whole(visit: Visit, part: Case, step: Step) -> tuple[Case, ...]:
    """Note on the whole that a part of it has ended, and return the whole; nothing for what is no part."""
    if part.parent_id is None:
        return ()
    with everywhere(visit.session):
        whole = visit.session.scalars(select(Case).where(Case.id == part.parent_id)).one()
        hold(visit, whole)
        note_on(visit, whole, Verb.REMARK, {"part": part.case_no, "part_state": step.after.value})
    return (whole,)
