"""The checklist of a warning: begun from its plan when it is issued, ticked by name and time; some items open cases.

A case comes in through the door that every report takes, under (source "warning", warning + item + area), which names
one case for ever: however often the plan is begun, nothing is opened twice.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from sqlalchemy import select

from data.areas.at_point import area_at
from data.areas.locate import GridIndex
from data.cases import intake
from data.cases.intake import Report
from data.errors import Invalid, NotAllowed, NotFound
from data.models.area import Area
from data.models.warning import CityWarning, WarningEvent, WarningTask
from data.scope import Scope
from data.storage.database import lifted
from data.visit import Visit
from data.warnings import places
from data.warnings.levels import IN_FORCE
from data.warnings.plans import Item, Opens, plan_of

TICK = "warnings.tick"
SOURCE = "warning"
MOST_CASES = 30
JOB = "warnings"

Spot = tuple[str, tuple[float, float] | None]
"""An area's code, and where in it: its label where no point is given."""
Placed = tuple[int, Item]
"""An item and its place in the plan."""


def missing(visit: Visit, one: CityWarning) -> list[Placed]:
    """Return what the plan wants at the warning's level and is not on its list yet.

    A plan that cannot be read wants nothing: its file's fault stands on the page and in `app.py check`.
    """
    try:
        plan = plan_of(one.kind, visit.folder)
    except Invalid:
        return []
    have = {task.key for task in tasks(visit, one)}
    return [(place, item) for place, item in enumerate(plan.items if plan else ())
            if plan is not None and item in plan.items_at(one.level) and item.key not in have]


def add(visit: Visit, one: CityWarning, items: Sequence[Placed]) -> None:
    """Add items to a warning's list and open their cases."""
    for place, item in items:
        _add(visit, one, place, item)
    visit.session.flush()


def _add(visit: Visit, one: CityWarning, place: int, item: Item) -> None:
    visit.session.add(WarningTask(
        warning_id=one.id, key=item.key, place=place, text=item.text, text_en=item.text_en, area_code=one.area_code,
        cases=open_cases(visit, one, item) if item.opens else [], done_name=""))


def tasks(visit: Visit, one: CityWarning) -> list[WarningTask]:
    """Return the checklist in the plan's order."""
    with lifted(visit.session):
        return list(visit.session.scalars(select(WarningTask).where(
            WarningTask.warning_id == one.id, WarningTask.area_code == one.area_code)
            .order_by(WarningTask.place, WarningTask.key)))


def tick(visit: Visit, one: CityWarning, key: str) -> WarningTask:
    """Note who did an item and when; who comes second changes nothing. Raises NotAllowed, NotFound, Invalid."""
    visit.scope.require(TICK)
    if not any(visit.scope.allows(TICK, code) or any(area.startswith(code) for area in visit.scope.areas)
               for code in one.areas):
        raise NotAllowed("area_not_allowed", area=one.area_code)
    if one.state not in IN_FORCE:
        raise Invalid("warning_over")
    task = next((each for each in tasks(visit, one) if each.key == key), None)
    if task is None:
        raise NotFound("task_not_found", task=key[:32])
    if task.done_at is None:
        task.done_at, task.done_by, task.done_name = visit.now, visit.scope.person, visit.scope.name
        visit.session.add(WarningEvent(warning_id=one.id, area_code=one.area_code, at=visit.now, what="ticked",
                                       person=visit.scope.person, by_name=visit.scope.name, note="",
                                       details={"task": key}))
    return task


def open_cases(visit: Visit, one: CityWarning, item: Item) -> list[str]:
    """Open what an item opens, or find what it opened before; return the cases' numbers."""
    assert item.opens is not None
    job = replace(visit, scope=Scope.of_job(JOB))
    with lifted(visit.session):
        index, spots = _spots(job, one, item.opens)
        reports = [Report(source=SOURCE, event_id=f"{one.id}:{item.key}:{code}", occurred_at=visit.now,
                          category=item.opens.category, text=f"{one.title}:{item.opens.text}", area_code=code,
                          lon=at[0] if at else None, lat=at[1] if at else None,
                          channel="sensor" if one.basis.get("sensor") else "desk") for code, at in spots]
        outcome = intake.receive(job, reports, index, live=True)
        found = sorted(number for _, number in (*outcome.stored, *outcome.duplicate))
        visit.session.add(WarningEvent(
            warning_id=one.id, area_code=one.area_code, at=visit.now, what="opened", person=None, by_name=JOB, note="",
            details={"task": item.key, "cases": found, "rejected": [why for _, why in outcome.rejected]}))
    return found


def _spots(visit: Visit, one: CityWarning, opens: Opens) -> tuple[GridIndex, list[Spot]]:
    """Return where cases are opened: in each area at its label, or in the middle of the warning's ground."""
    nothing = GridIndex(np.array([], dtype=object), shapely.STRtree([]))
    if opens.in_each_area:
        return nothing, [(code, None) for code in one.areas[:MOST_CASES]]
    at = places.middle_of(shapely.from_wkb(one.outline))
    here = area_at(visit, *at) if at else None
    if at is None or here is None:
        return nothing, [(one.areas[0], None)]
    ground = visit.session.scalars(select(Area.geometry).where(Area.area_code == here.area_code)).one()
    return (GridIndex(np.array([here.area_code], dtype=object), shapely.STRtree([shapely.from_wkb(ground)])),
            [(here.area_code, at)])
