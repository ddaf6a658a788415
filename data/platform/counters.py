"""人在干、数在转、云在算: people at work, data in motion, algorithms at work, since the city's midnight."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data import clock
from data.cases import windows
from data.cases.figures import received_today, units_on_duty
from data.models.change import Change
from data.platform import registry
from data.storage.prefix import lies_in
from data.visit import Visit

PEOPLE, DATA, CLOUD = "people", "data", "cloud"
PARTS = {PEOPLE: ("units_on_duty", "closed_today"), DATA: ("received_today", "changes_today"),
         CLOUD: ("runs_today", "cpu_today")}
"""What each counter says; the first is said large."""


@dataclass(frozen=True, kw_only=True)
class Counter:
    """One of the three, with its values by name; None for what nobody can know."""

    name: str
    values: dict[str, float | None]
    as_of: datetime


def counters(visit: Visit, prefix: str) -> list[Counter]:
    """Return the three counters; people and data of an area, algorithms of the whole city."""
    midnight = clock.start_of_day(visit.now, visit.zone)
    today = registry.of_today(visit).values()
    figures: dict[str, float | None] = {
        "units_on_duty": units_on_duty(visit, prefix).value, "received_today": received_today(visit, prefix).value,
        "closed_today": windows.closed(visit, prefix, midnight, visit.now).total(),
        "changes_today": visit.session.execute(select(func.count()).select_from(Change).where(
            Change.at >= midnight, Change.at <= visit.now, lies_in(Change.area_code, prefix))).scalar_one(),
        "runs_today": sum(one.runs for one in today), "cpu_today": sum(one.cpu_seconds for one in today)}
    return [Counter(name=name, values={part: figures.get(part) for part in parts}, as_of=visit.now)
            for name, parts in PARTS.items()]
