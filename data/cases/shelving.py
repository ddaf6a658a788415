"""Keeping an alarm off the walls for a while: with a reason, until a moment, by name; it comes back by itself.

ISA-18.2: shelving is limited in time, reasoned, always counted on the screen, and ends by itself.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from data.cases.figures import is_alarm
from data.models.case import Case
from data.visit import Visit

LONGEST, LONGEST_URGENT = timedelta(hours=8), timedelta(minutes=30)


def is_shown(now: datetime) -> ColumnElement[bool]:
    """Return the condition of an alarm that nobody keeps off the walls at a moment."""
    return or_(Case.shelved_until.is_(None), Case.shelved_until <= now)


def is_shelved(visit: Visit, case: Case) -> bool:
    """Is the case's alarm kept off the walls now?"""
    return case.shelved_until is not None and case.shelved_until > visit.now


def is_shelvable(visit: Visit, case: Case) -> bool:
    """Does the case alarm, and may this visitor keep it off the walls?"""
    may = case.priority > 1 or visit.scope.allows("alarms.shelve_urgent", case.area_code, case.department)
    return may and not is_shelved(visit, case) and visit.session.scalar(
        select(Case.id).where(Case.id == case.id, *is_alarm(visit.now))) is not None
