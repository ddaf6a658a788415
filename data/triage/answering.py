"""Which department handled such cases here before: a proposal by history, with its numbers."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from data.cases.classes import UNCLASSIFIED
from data.models.case import Case
from data.storage.prefix import lies_in
from data.visit import Visit

BACK = timedelta(days=90)
STREET = 3
FEWEST, SHARE = 5, 0.6
"""So many cases, and so large a share of them by one department, else history says nothing."""


class Answering(NamedTuple):
    """A department, and how many of all such cases it handled."""

    department: str
    handled: int
    total: int


def by_history(visit: Visit, case: Case, class_code: str = "") -> Answering | None:
    """Return who handled most cases of the class in the case's street in the last 90 days; None where that is unclear.

    `class_code` is used where the case has no class of its own.
    """
    code = class_code if case.class_code == UNCLASSIFIED else case.class_code
    if not code:
        return None
    here = case.area_code[:visit.city.width_of(min(STREET, visit.city.leaf_level()))]
    found = visit.session.execute(
        select(Case.department, func.count())
        .where(Case.class_code == code, Case.handled_at.is_not(None), Case.department.is_not(None),
               Case.received_at >= visit.now - BACK, lies_in(Case.area_code, here))
        .group_by(Case.department).order_by(func.count().desc(), Case.department)).all()
    total = sum(count for _, count in found)
    if total < FEWEST or found[0][1] < SHARE * total:
        return None
    return Answering(str(found[0][0]), found[0][1], total)
