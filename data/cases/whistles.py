"""Whistles that wait for an answer, and how departments answered those there were."""

from datetime import datetime
from statistics import median
from typing import NamedTuple

from sqlalchemy import select

from data.cases import called
from data.models.case import Case
from data.models.together import Whistle
from data.storage.database import lifted
from data.storage.prefix import lies_in
from data.visit import Visit

MOST_LISTED = 300


class Answered(NamedTuple):
    """How one department answered: how often it was called, how often it came, how often in time."""

    called: int
    answered: int
    in_time: int
    median_minutes: float | None
    """Half of its answers took at most this long; None without any."""


def unanswered(visit: Visit, case: Case) -> list[Whistle]:
    """Return the whistles of a case the visitor sees that wait for an answer, oldest first."""
    return list(visit.session.scalars(
        select(Whistle).where(Whistle.case_id == case.id, Whistle.answered_at.is_(None)).order_by(Whistle.id)))


def waiting(visit: Visit, prefix: str, limit: int = MOST_LISTED) -> list[tuple[Whistle, Case]]:
    """Return the whistles of open cases in an area that wait for an answer, the next to breach first.

    Those of the visitor's department are among them, also where another department answers for the case.
    """
    with lifted(visit.session):
        rows = visit.session.execute(
            select(Whistle, Case).join(Case, Case.id == Whistle.case_id)
            .where(Whistle.answered_at.is_(None), Case.is_open.is_(True),
                   lies_in(Case.area_code, prefix), called.is_shown(visit, Whistle))
            .order_by(Whistle.due_at, Whistle.id).limit(limit)
        ).all()
    return [(one, case) for one, case in rows]


def answered_in_time(visit: Visit, prefix: str, since: datetime) -> dict[str, Answered]:
    """Return {department: how it answered the whistles of an area since a moment}, by code.

    Who has not come yet counts as called, also while there is still time.
    """
    with lifted(visit.session):
        rows = visit.session.execute(
            select(Whistle.department, Whistle.at, Whistle.due_at, Whistle.answered_at)
            .join(Case, Case.id == Whistle.case_id)
            .where(Whistle.at >= since, lies_in(Case.area_code, prefix),
                   called.is_shown(visit, Whistle)).order_by(Whistle.department)
        ).all()
    by_department: dict[str, list[tuple[datetime, datetime, datetime | None]]] = {}
    for department, at, due, came in rows:
        by_department.setdefault(department, []).append((at, due, came))
    return {department: _counted(ones) for department, ones in by_department.items()}


def _counted(ones: list[tuple[datetime, datetime, datetime | None]]) -> Answered:
    minutes = [(came - at).total_seconds() / 60 for at, _, came in ones if came is not None]
    in_time = sum(1 for _, due, came in ones if came is not None and came <= due)
    return Answered(len(ones), len(minutes), in_time, median(minutes) if minutes else None)
