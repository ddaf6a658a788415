"""Who is late and who will be: the open cases of an area by the department that answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from data.cases.windows import Where
from data.figures.conditions import condition
from data.models.case import Case
from data.storage.prefix import begins_with
from data.visit import Visit

SOON = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Late:
    """One department's open cases; "" where none answers yet."""

    department: str
    open: int
    overdue: int
    due_soon: int
    """Not late yet, and due within 24 hours."""


def by_department(visit: Visit, prefix: str, where: Where = ()) -> list[Late]:
    """Return every department with open cases in an area, the most overdue first, then those with most due soon."""
    department = func.coalesce(Case.department, "")  # one object: PostgreSQL takes two for two different things
    overdue, soon = Case.due_at < visit.now, Case.due_at.between(visit.now, visit.now + SOON)
    rows = visit.session.execute(
        select(department, func.count(), func.sum(case((overdue, 1), else_=0)),
               func.sum(case((soon, 1), else_=0)))
        .where(begins_with(Case.area_code, prefix), Case.is_open.is_(True), *where)
        .group_by(department)
    )
    found = [Late(department=name, open=count, overdue=int(late), due_soon=int(near))
             for name, count, late, near in rows]
    return sorted(found, key=lambda one: (-one.overdue, -one.due_soon, -one.open, one.department))


def count_unassigned(visit: Visit, prefix: str, where: Where = ()) -> int:
    """Return how many open cases of an area nobody was sent to yet."""
    return visit.session.execute(select(func.count()).select_from(Case).where(
        begins_with(Case.area_code, prefix), Case.is_open.is_(True), condition("unassigned", visit.now),
        *where)).scalar_one()


def overdue_longer(visit: Visit, prefix: str, days: Sequence[int]) -> list[int]:
    """Return how many open cases of an area are past their deadline by more than so many days, for each of `days`."""
    over = [func.coalesce(func.sum(case((Case.due_at < visit.now - timedelta(days=one), 1), else_=0)), 0)
            for one in days]
    row = visit.session.execute(
        select(*over).select_from(Case).where(begins_with(Case.area_code, prefix), Case.is_open.is_(True))).one()
    return [int(one) for one in row]
