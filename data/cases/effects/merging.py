"""Merging a case into another that goes on for both, and taking them apart again; each keeps its own course."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from data.cases import duplicates, kinship, remembered, supervision, workflow
from data.cases.effect import Done, Effect, Step
from data.cases.states import Move, State, Verb, is_open
from data.errors import Conflict
from data.models.case import Case, CaseEvent
from data.models.report import Reply, Supporter
from data.storage.database import everywhere
from data.units import assignment
from data.visit import Visit

TAKES_IN = Move(to=None, permissions=("cases.merge",), holds=True)
"""The right that is needed on the case that goes on as well."""


def merge(visit: Visit, case: Case, step: Step) -> Done:
    """Let another case go on for this one: its reporters become supporters there, its parts hang there.

    Raises NotFound and NotAllowed for the other case, Conflict("merge_circle"), Conflict("merge_into_ended"),
    Conflict("split_too_deep") where its parts would lie too deep, Conflict("supervision_open").
    """
    supervision.require_none(visit, case)
    target = workflow.find(visit, step.given.into)
    workflow.require_right(visit, target, TAKES_IN)
    _require_no_circle(visit, case, target)
    kinship.hold(visit, target)
    if not is_open(State(target.state)):
        raise Conflict("merge_into_ended", case_no=target.case_no)
    voices = _hand_over(visit, case, target)
    parts = _hang(visit, case.id, target, None)
    wholes = kinship.tell_whole(visit, case, step) if case.parent_id != target.id else ()
    facts = remembered.facts_of(target)
    target.supporters += len(voices)
    urgent = _take_urgency(visit, case, target)
    case.merged_into, case.supporters = target.id, 0
    kinship.note_on(visit, target, Verb.SUPPORT, {"merged": case.case_no, "supporters": target.supporters, **urgent,
                                                  **remembered.changed_since(facts, target)}, step.given.note.strip())
    freed = assignment.release(visit, case, outcome="merged")
    details: dict[str, Any] = {"into": target.case_no, "voices": voices}
    return Done(details=details | ({"parts": parts} if parts else {}), units=tuple(freed), cases=(*wholes, target))


def unmerge(visit: Visit, case: Case, step: Step) -> Done:
    """Take the case out of the other again, with all that came with it and is still there.

    Raises NotFound where the other case lies outside what the visitor may see, NotAllowed.
    """
    case.closed_at = None
    if case.merged_into is None:  # it came in as merged, from a system that tells no more
        return Done()
    target = kinship.end_of_chain(visit, case.merged_into)
    target = workflow.find(visit, target.case_no)
    workflow.require_right(visit, target, TAKES_IN)
    kinship.hold(visit, target)
    came = _came_with(visit, case)
    given_back = _give_back(visit, case, target, came.get("voices", []))
    parts = _hang(visit, target.id, case, came.get("parts", []))
    facts = remembered.facts_of(target)
    target.supporters -= given_back
    case.merged_into, case.supporters = None, max(0, given_back - 1)
    kinship.note_on(visit, target, Verb.REMARK, {"unmerged": case.case_no, "supporters": target.supporters,
                                                 **remembered.changed_since(facts, target)}, step.given.note.strip())
    details: dict[str, Any] = {"from": target.case_no, "supporters": case.supporters}
    return Done(details=details | ({"parts": parts} if parts else {}), cases=(target,))


def _require_no_circle(visit: Visit, case: Case, target: Case) -> None:
    if target.id == case.id or kinship.goes_on(visit, target).id == case.id or case.id in kinship.wholes_of(
            visit, target):
        raise Conflict("merge_circle", case_no=target.case_no)
    height = kinship.height_of(visit, case)
    if height and kinship.depth_of(visit, target) + height > kinship.DEEPEST:
        raise Conflict("split_too_deep", limit=kinship.DEEPEST)


def _hand_over(visit: Visit, case: Case, target: Case) -> list[int]:
    """Make the reporter and the supporters of a case the target's supporters; return their ids."""
    first = Supporter(case_id=target.id, area_code=target.area_code, source=case.source, event_id=case.event_id,
                      channel=case.channel, at=case.received_at, text=case.text, reporter=case.reporter)
    visit.session.add(first)
    try:
        visit.session.flush()
    except IntegrityError:
        raise Conflict("report_id_used", report_id=case.event_id) from None
    with everywhere(visit.session):
        ids = list(visit.session.scalars(select(Supporter.id).where(Supporter.case_id == case.id).order_by(
            Supporter.id)))
    _carry(visit, ids, target)
    _change_replies(visit, target, [Reply.case_id == case.id, Reply.supporter_id.is_(None)], supporter_id=first.id)
    return [first.id, *ids]


def _give_back(visit: Visit, case: Case, target: Case, voices: Sequence[int]) -> int:
    """Give a case its reporters back, as far as they are the target's; return how many these are."""
    with everywhere(visit.session):
        rows = list(visit.session.scalars(
            select(Supporter).where(Supporter.id.in_(voices), Supporter.case_id == target.id)))
        first = [row for row in rows if (row.source, row.event_id) == (case.source, case.event_id)]
        _carry(visit, [row.id for row in rows if row not in first], case)
        for row in first:
            _change_replies(visit, case, [Reply.supporter_id == row.id], supporter_id=None)
            visit.session.delete(row)
        visit.session.flush()
    return len(rows)


def _carry(visit: Visit, supporters: Sequence[int], to: Case) -> None:
    """Make supporters, and what they were answered, another case's."""
    visit.session.execute(update(Supporter).where(Supporter.id.in_(supporters))
                          .values(case_id=to.id, area_code=to.area_code))
    _change_replies(visit, to, [Reply.supporter_id.in_(supporters)])


def _change_replies(visit: Visit, to: Case, conditions: list[Any], **more: int | None) -> None:
    visit.session.execute(update(Reply).where(*conditions)
                          .values(case_id=to.id, area_code=to.area_code, **more))


def _hang(visit: Visit, whole: int, to: Case, only: list[str] | None) -> list[str]:
    """Hang the parts of a case (`only` those of these numbers) on another; return their numbers."""
    wanted = [Case.parent_id == whole, Case.id != to.id]
    if only is not None:
        wanted.append(Case.case_no.in_(only))
    with everywhere(visit.session):
        numbers = list(visit.session.scalars(select(Case.case_no).where(*wanted).order_by(Case.id)))
    if numbers:
        visit.session.execute(update(Case).where(*wanted).values(parent_id=to.id))
    return numbers


def _take_urgency(visit: Visit, case: Case, target: Case) -> dict[str, int]:
    """Make the target as urgent as what was merged into it, and as its supporters demand."""
    before = target.priority
    target.priority = min(before, case.priority)
    duplicates.raise_priority(target, duplicates.rules_in_force(visit))
    return {} if target.priority == before else {"priority_before": before, "priority": target.priority}


def _came_with(visit: Visit, case: Case) -> dict[str, Any]:
    """Return what the event of the last merging says went along."""
    found = visit.session.scalars(
        select(CaseEvent.details).where(CaseEvent.case_id == case.id, CaseEvent.verb == Verb.MERGE.value,
                                        CaseEvent.after == State.MERGED.value)
        .order_by(CaseEvent.version.desc()).limit(1)).first()
    return found or {}


EFFECTS = (
    Effect(verbs=(Verb.MERGE,), carry_out=merge),
    Effect(verbs=(Verb.UNMERGE,), carry_out=unmerge),
)
