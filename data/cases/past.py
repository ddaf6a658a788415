"""How many cases were open, overdue or waiting at a past moment, from what each case remembers of itself.

A case that was closed and opened again since is counted by its last closing.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from data.cases.figures import ALARM_STANDS
from data.figures.definition import Figure
from data.figures.dictionary import figure
from data.models.case import Case
from data.storage.prefix import begins_with
from data.visit import Visit

URGENT = 2


def figures_at(visit: Visit, prefix: str) -> dict[str, Figure]:
    """Return {name: figure} as of `visit.now` for those figures that are otherwise counted from the present state.

    How many units were on duty is not remembered: its value is None.
    """
    open_then = _not_before(visit, Case.closed_at)
    unanswered = and_(
        open_then, Case.priority <= URGENT, Case.received_at > visit.now - ALARM_STANDS,
        _not_before(visit, Case.acknowledged_at), _not_before(visit, Case.first_response_at),
    )
    found = [
        figure("open_now", as_of=visit.now, value=_count(visit, prefix, open_then)),
        figure("overdue_now", as_of=visit.now,
               value=_count(visit, prefix, and_(open_then, Case.due_at < visit.now))),
        figure("urgent_unacknowledged", as_of=visit.now, value=_count(visit, prefix, unanswered)),
        figure("units_on_duty", as_of=visit.now, value=None),
    ]
    return {one.name: one for one in found}


def _not_before(visit: Visit, moment: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    return or_(moment.is_(None), moment > visit.now)


def _count(visit: Visit, prefix: str, condition: ColumnElement[bool]) -> int:
    inside = begins_with(Case.area_code, prefix)
    return visit.session.execute(
        select(func.count()).select_from(Case).where(inside, Case.received_at <= visit.now, condition)
    ).scalar_one()
