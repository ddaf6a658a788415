"""What a 快报 is about: one case, warning or city stage; chosen by somebody, else the most urgent by a stated order.

The order: an open critical case, a red or orange warning, an open urgent case, another warning, a city stage above
peace. Where there is none of these, the flash says so.
"""

import contextlib
from dataclasses import dataclass

from dashboard.briefing.blocks import warned
from data.areas import queries as areas
from data.cases import queues, workflow
from data.city_stage import announcing
from data.city_stage.stages import PEACE
from data.errors import Invalid, NotFound
from data.models.case import Case
from data.models.city_stage import Announcement
from data.visit import Visit
from data.warnings.stood import Stood

CRITICAL, URGENT = 1, 2
GRAVE = ("red", "orange")
STAGE = "stage"
"""The topic that means the city stage in force."""


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """One of the three, or none."""

    case: Case | None = None
    warning: Stood | None = None
    stage: Announcement | None = None


def find(visit: Visit, area: str, topic: str, *, is_past: bool) -> Emergency:
    """Return the case or warning of a number, the stage, or what is most urgent.

    Raises Invalid("brief_topic_unknown") for a number that is none of the area's.
    """
    warnings = warned.standing(visit, area, is_past=is_past)
    if topic:
        return _named(visit, area, topic, warnings)
    grave = [one for one in warnings if one.warning.level in GRAVE]
    if case := _most_urgent(visit, area, CRITICAL):
        return Emergency(case=case)
    if grave:
        return Emergency(warning=grave[0])
    if case := _most_urgent(visit, area, URGENT):
        return Emergency(case=case)
    return Emergency(warning=warnings[0]) if warnings else Emergency(stage=_stage(visit))


def _named(visit: Visit, area: str, topic: str, warnings: list[Stood]) -> Emergency:
    if topic == STAGE:
        return Emergency(stage=_stage(visit))
    for one in warnings:
        if one.warning.id == topic:
            return Emergency(warning=one)
    with contextlib.suppress(NotFound):
        case = workflow.find(visit, topic)
        if case.area_code.startswith(area):
            return Emergency(case=case)
    name = areas.name_of(areas.find(visit, area), visit.language)
    raise Invalid("brief_topic_unknown", topic=topic[:20], area=name)


def _most_urgent(visit: Visit, area: str, priority: int) -> Case | None:
    found, _ = queues.key_cases(visit, area, 1, Case.priority == priority)
    return found[0] if found else None


def _stage(visit: Visit) -> Announcement | None:
    """Return the stage in force at the visit's moment, None at peace."""
    newest = next((one for one in announcing.history(visit) if one.at <= visit.now), None)
    return newest if newest is not None and newest.stage > PEACE else None
