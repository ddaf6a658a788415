"""Sorting and passing on: which department answers for a case, by the city's routing rules, else by its class."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.calendar.working_time import Calendar
from data.cases import clocks, routing
from data.cases.routing import Matter, Rule
from data.profiles import store
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Router:
    """The rules of one moment, read once for however many cases."""

    version: int
    rules: tuple[Rule, ...]
    calendar: Calendar

    def route(self, class_code: str, area_code: str, priority: int, at: datetime) -> dict[str, Any] | None:
        """Return what is stored on the case: {"version", "rule", "department", "unit_kind"}, or None."""
        matter = Matter(class_code=class_code, area_code=area_code, priority=priority, at=at)
        rule = routing.first_fit(self.rules, matter, self.calendar) if self.rules else None
        if rule is None:
            return None
        return {"version": self.version, "rule": rule.id, "department": rule.department, "unit_kind": rule.unit_kind}


def router(visit: Visit) -> Router:
    """Return the router of the rules in force; without a profile it has none."""
    profile = store.in_force(visit, "routing")
    rules = tuple(routing.read_rule(table) for table in profile.body["rules"]) if profile else ()
    return Router(version=profile.version if profile else 0, rules=rules, calendar=clocks.calendar_of(visit))
