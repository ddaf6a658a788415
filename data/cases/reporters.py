"""The reporters of a case: the first and all who said the same, masked; and whether they know what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import undefer

from data.cases import workflow
from data.cases.states import State
from data.cases.voice import OF_A_PART, WAITS
from data.errors import NotAllowed
from data.models.case import Case
from data.models.report import Reply, Supporter
from data.people import trail
from data.people.masking import masked, plain
from data.visit import Visit

OUTCOME_IS_KNOWN = (State.TO_EVALUATE, State.EVALUATED, State.CLOSED, State.DECLINED)
"""States in which each reporter is owed an answer: called back, and what follows; closed; declined."""
VIEW = "reporters.view"
OfACase = TypeVar("OfACase", Supporter, Reply)


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """One reporter; `supporter` None is the first. Name and phone are masked. `answered_at` None: still owed."""

    supporter: int | None
    name: str
    phone: str
    channel: str
    at: datetime
    text: str
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """One reporter as they are."""

    supporter: int | None
    name: str
    phone: str


def owed_since(case: Case) -> datetime | None:
    """Return since when the reporters of a case are owed an answer, None while its outcome is open."""
    return (case.followed_up_at or case.closed_at) if State(case.state) in OUTCOME_IS_KNOWN else None


def answered_since(visit: Visit, case: Case, since: datetime) -> dict[int | None, datetime]:
    """Return {supporter (None: the first reporter): when they were told} of what was told at `since` or later."""
    return {one.supporter_id: one.at for one in _replies(visit, [case]) if one.at >= since}


def reporters_of(visit: Visit, case: Case) -> list[Reporter]:
    """Return those of a case who wait for an answer, the first reporter first, masked.

    A sensor, a file and a patrol wait for none, unless they named somebody.
    """
    return reporters_of_each(visit, [case])[case.id]


def reporters_of_each(visit: Visit, cases: Sequence[Case]) -> dict[int, list[Reporter]]:
    """Return {case id: those who wait for an answer}, asked of the database at once."""
    firsts = _first_reporters(visit, cases)
    supporters = _grouped(_supporters(visit, cases))
    replies = _grouped(_replies(visit, cases))
    return {case.id: _waiting(case, firsts.get(case.id), supporters[case.id], replies[case.id]) for case in cases}


def _waiting(case: Case, first: dict[str, Any] | None, supporters: list[Supporter],
             replies: list[Reply]) -> list[Reporter]:
    since = owed_since(case)
    told = {one.supporter_id: one.at for one in replies if since and one.at >= since}
    if since and case.followed_up_at and case.contacted:
        told.setdefault(None, case.followed_up_at)  # whoever was reached when called back was told then
    found = []
    if case.source != OF_A_PART and (case.channel in WAITS or first):
        found.append(Reporter(supporter=None, **masked(first), channel=case.channel, at=case.received_at,
                              text=case.text, answered_at=told.get(None)))
    return found + [Reporter(supporter=one.id, **masked(one.reporter), channel=one.channel, at=one.at, text=one.text,
                             answered_at=told.get(one.id))
                    for one in supporters if one.channel in WAITS or one.reporter]


def _first_reporters(visit: Visit, cases: Sequence[Case]) -> dict[int, dict[str, Any] | None]:
    return {case_id: reporter for case_id, reporter in visit.session.execute(
        select(Case.id, Case.reporter).where(Case.id.in_([case.id for case in cases])))}


def _supporters(visit: Visit, cases: Sequence[Case]) -> list[Supporter]:
    return list(visit.session.scalars(
        select(Supporter).where(Supporter.case_id.in_([case.id for case in cases])).order_by(Supporter.id)
        .options(undefer(Supporter.reporter))))


def _replies(visit: Visit, cases: Sequence[Case]) -> list[Reply]:
    return list(visit.session.scalars(
        select(Reply).where(Reply.case_id.in_([case.id for case in cases])).order_by(Reply.at)))


def _grouped(rows: Iterable[OfACase]) -> dict[int, list[OfACase]]:
    found: dict[int, list[OfACase]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def reveal(visit: Visit, case_no: str) -> list[Revealed]:
    """Return who reported a case, and put on the trail that they were looked at, also where nobody is known.

    The visit must write. Raises NotFound, NotAllowed.
    """
    case = workflow.find(visit, case_no)
    if not visit.scope.allows(VIEW, case.area_code, case.department):
        raise NotAllowed(permission=VIEW)
    found = [Revealed(supporter=None, **plain(case.reporter))]
    found += [Revealed(supporter=one.id, **plain(one.reporter)) for one in _supporters(visit, [case])]
    trail.note(visit.session, at=visit.now, who=visit.scope.person or visit.scope.name, what="reporter_view",
               outcome="done", person=visit.scope.person, area=case.area_code, subject=case.case_no)
    return [one for one in found if one.name or one.phone]
