"""What stands in a box now: the figures that the map's extent drives.

Each is defined as the strip's figure of the same name (data.figures.groups), counted by where a case stands instead of
by its area; cases that are known by their area alone stand at its middle.
"""

from sqlalchemy import ColumnElement, case, func, select

from data import clock
from data.cases.figures import DAY, is_alarm
from data.cases.only import ALL, Only
from data.figures.conditions import condition
from data.models.case import Case
from data.models.unit import Unit
from data.storage.box import Box, stands_in
from data.storage.prefix import begins_with, lies_in
from data.units import status
from data.visit import Visit


def standing_in(visit: Visit, prefix: str, box: Box, only: Only = ALL) -> dict[str, int]:
    """Return {name of a figure: how many} of what belongs to an area, passes a filter and stands in a box (WGS84)."""
    opened = visit.session.execute(
        select(
            func.count(),
            _how_many(Case.due_at < visit.now),
            _how_many(*is_alarm(visit.now)),
            _how_many(condition("unassigned", visit.now)),
        )
        .select_from(Case).where(lies_in(Case.area_code, prefix), Case.is_open.is_(True), stands_in(Case, box),
                                *only.conditions(visit.now))
    ).one()
    since = clock.start_of_day(visit.now, visit.zone)
    came_in = only.received() or (Case.received_at >= since, Case.received_at < since + 2 * DAY)
    received = visit.session.execute(
        select(func.count()).select_from(Case).where(
            lies_in(Case.area_code, prefix), stands_in(Case, box), *came_in, *only.marks(visit.now))
    ).scalar_one()
    units = visit.session.execute(
        select(func.count()).select_from(Unit).where(
            begins_with(Unit.area_code, prefix), Unit.status.not_in((status.OFF_DUTY, status.OFFLINE)),
            stands_in(Unit, box))
    ).scalar_one()
    names = ("open_now", "overdue_now", "urgent_unacknowledged", "unassigned")
    return {**{name: int(count) for name, count in zip(names, opened, strict=True)},
            "received_today": received, "units_on_duty": units}


def _how_many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    wanted = conditions[0]
    for one in conditions[1:]:
        wanted = wanted & one
    return func.coalesce(func.sum(case((wanted, 1), else_=0)), 0)
