"""Routing: which department and kind of unit a case is for. Rules are read in order and the first that fits wins.

A rule is class x area x time x urgency -> department and kind of unit; what it leaves out fits everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.calendar.working_time import Calendar

ANY_DAY, WORKING, FREE = "", "working", "free"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. `classes` are codes, or beginnings of codes ending in *; `hours` minutes of the city's day."""

    id: str
    department: str
    unit_kind: str = ""
    classes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    hours: tuple[int, int] | None = None
    """[from, until); a window that begins after it ends spans midnight."""
    days: str = ANY_DAY
    most_urgent: int = 1
    least_urgent: int = 4
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a rule looks at."""

    class_code: str
    area_code: str
    priority: int
    at: datetime


def fits(rule: Rule, matter: Matter, calendar: Calendar) -> bool:
    """Does the rule hold for the matter?"""
    return (
        rule.most_urgent <= matter.priority <= rule.least_urgent
        and (not rule.classes or any(_is_of(matter.class_code, one) for one in rule.classes))
        and (not rule.areas or any(matter.area_code.startswith(one) for one in rule.areas))
        and _is_at(rule, matter.at.astimezone(calendar.zone), calendar)
    )


def first_fit(rules: Iterable[Rule], matter: Matter, calendar: Calendar) -> Rule | None:
    """Return the first rule that holds, None where none does."""
    return next((rule for rule in rules if fits(rule, matter, calendar)), None)


def _is_of(code: str, wanted: str) -> bool:
    return code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted


def _is_at(rule: Rule, local: datetime, calendar: Calendar) -> bool:
    if rule.days and calendar.is_working_day(local.date()) is not (rule.days == WORKING):
        return False
    return rule.hours is None or _is_within(rule.hours, local.hour * 60 + local.minute)


def _is_within(hours: tuple[int, int], minute: int) -> bool:
    begin, end = hours
    return begin <= minute < end if begin < end else minute >= begin or minute < end


def hides(earlier: Rule, later: Rule) -> bool:
    """Does `earlier` hold wherever `later` does, so that `later` can never match?"""
    return (
        earlier.most_urgent <= later.most_urgent and later.least_urgent <= earlier.least_urgent
        and _are_within(later.classes, earlier.classes, _class_is_within)
        and _are_within(later.areas, earlier.areas, lambda inner, outer: inner.startswith(outer))
        and earlier.days in (ANY_DAY, later.days)
        and (earlier.hours is None or (later.hours is not None and _hours_are_within(later.hours, earlier.hours)))
    )


def _are_within(inner: tuple[str, ...], outer: tuple[str, ...], is_within: Any) -> bool:
    return not outer or (bool(inner) and all(any(is_within(one, other) for other in outer) for one in inner))


def _class_is_within(inner: str, outer: str) -> bool:
    return inner.removesuffix("*").startswith(outer[:-1]) if outer.endswith("*") else inner == outer


def _hours_are_within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return all(_is_within(outer, minute) for minute in _minutes(inner))


def _minutes(hours: tuple[int, int]) -> Iterable[int]:
    begin, end = hours
    return range(begin, end) if begin < end else (*range(begin, 1440), *range(end))


def read_rule(table: Mapping[str, Any]) -> Rule:
    """Return the rule of a table that was checked."""
    hours = table.get("hours")
    return Rule(
        id=table["id"], department=table["department"], unit_kind=table.get("unit_kind", ""),
        classes=tuple(table.get("classes", ())), areas=tuple(table.get("areas", ())), days=table.get("days", ANY_DAY),
        hours=None if hours is None else (minute_of(hours[0]), minute_of(hours[1])),
        most_urgent=table.get("most_urgent", 1), least_urgent=table.get("least_urgent", 4), note=table.get("note", ""),
    )


def minute_of(text: str) -> int:
    """Return the minute of the day of "HH:MM"; "24:00" is the day's end. Raises ValueError."""
    hour, minute = text.split(":")
    if len(hour) != 2 or len(minute) != 2 or not (hour + minute).isdigit() or int(minute) > 59 or int(hour) > 24:
        raise ValueError(text)
    found = int(hour) * 60 + int(minute)
    if found > 1440:
        raise ValueError(text)
    return found

