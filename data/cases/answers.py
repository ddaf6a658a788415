"""Each reporter is answered: who is still owed a word about what came of what they reported, and giving it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from data.cases import workflow
from data.cases.given import Given
from data.cases.holding import CITY
from data.cases.reporters import OUTCOME_IS_KNOWN, Reporter, owed_since, reporters_of_each
from data.cases.states import Verb, is_open
from data.cases.voice import OF_A_PART, WAITS
from data.figures.conditions import TABLE
from data.models.case import Case
from data.models.report import Reply, Supporter
from data.storage.prefix import begins_with
from data.visit import Visit

LISTED_FOR = timedelta(days=30)
"""Whoever was not answered for so long is a matter for the evaluation, not for today's list."""
MOST_LISTED = 200
SINCE = func.coalesce(Case.followed_up_at, Case.closed_at)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A case with reporters who are owed an answer, since when, and how many of them have it."""

    case: Case
    since: datetime
    reporters: tuple[Reporter, ...]

    @property
    def answered(self) -> int:
        """How many were answered."""
        return sum(1 for one in self.reporters if one.answered_at)


def owed(visit: Visit, prefix: str, limit: int = MOST_LISTED) -> list[Owed]:
    """Return the cases of an area in which somebody is still owed an answer, those who wait longest first."""
    visit.scope.require("cases.follow_up")
    found = [case for waits, order in _waits(visit, prefix) for case in visit.session.scalars(
        select(Case).where(waits, _is_somebody_owed()).order_by(order).limit(limit))]
    mine = [case for case in found if visit.scope.allows("cases.follow_up", case.area_code, case.department)]
    mine.sort(key=lambda case: (owed_since(case) or case.received_at, case.id))
    return of_cases(visit, mine[:limit])


def _waits(visit: Visit, prefix: str) -> list[tuple[ColumnElement[bool], InstrumentedAttribute[Any]]]:
    """Return the two kinds of cases of an area whose outcome is known, each with the moment to walk them by.

    Each condition names what an index of its own begins with, so that no database sorts a city's cases.
    """
    ended = [state.value for state in OUTCOME_IS_KNOWN if not is_open(state)]
    still_open = [state.value for state in OUTCOME_IS_KNOWN if is_open(state)]
    lately: ColumnElement[bool] = and_(Case.closed_at.between(visit.now - LISTED_FOR, visit.now),
                                       TABLE.state.in_(ended))
    called_back: ColumnElement[bool] = Case.state.in_(still_open)
    if visit.city.level_of(prefix) != CITY:
        inside = begins_with(Case.area_code, prefix)
        lately, called_back = and_(lately, inside), and_(called_back, Case.is_open.is_(True), inside)
    return [(lately, Case.closed_at), (called_back, Case.followed_up_at)]


def of_case(visit: Visit, case: Case) -> Owed:
    """Return who of a case is owed an answer; before its outcome is known, since it came in."""
    return of_cases(visit, [case])[0]


def of_cases(visit: Visit, cases: Sequence[Case]) -> list[Owed]:
    """Return the same of several cases, in their order."""
    reporters = reporters_of_each(visit, cases)
    return [Owed(case=case, since=owed_since(case) or case.received_at, reporters=tuple(reporters[case.id]))
            for case in cases]


def progress(visit: Visit, case: Case) -> tuple[int, int]:
    """Return (answered, how many there are to answer) for "answered 2 of 3"."""
    found = of_case(visit, case)
    return found.answered, len(found.reporters)


def answer(visit: Visit, case_no: str, supporter: int | None, text: str, via: str) -> Case:
    """Keep what a reporter was told; `supporter` None is the first. Return the case.

    Raises NotFound, NotAllowed, Invalid("note_needed"), Conflict("answered_already").
    """
    case = workflow.find(visit, case_no)
    return workflow.move(visit, case_no, Verb.ANSWER, version=case.version,
                         given=Given(note=text, supporter=supporter, via=via))


def _is_somebody_owed() -> ColumnElement[bool]:
    return or_(_is_first_owed(), _is_a_supporter_owed())


def _is_first_owed() -> ColumnElement[bool]:
    was_reached = and_(Case.followed_up_at.is_not(None), Case.contacted.is_(True))
    was_told = exists().where(Reply.case_id == Case.id, Reply.supporter_id.is_(None), Reply.at >= SINCE)
    return and_(or_(Case.channel.in_(WAITS), Case.reporter.is_not(None)), Case.source != OF_A_PART,
                ~func.coalesce(was_reached, False), ~was_told)


def _is_a_supporter_owed() -> ColumnElement[bool]:
    was_told = exists().where(Reply.case_id == Case.id, Reply.supporter_id == Supporter.id,
                              Reply.at >= SINCE).correlate(Supporter, Case)
    waits = or_(Supporter.channel.in_(WAITS), Supporter.reporter.is_not(None))
    return and_(Case.supporters > 0, exists().where(Supporter.case_id == Case.id, waits, ~was_told).correlate(Case))


