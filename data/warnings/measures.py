"""What indicators of rules say now, for every area of a level at once; an area without any such case says 0."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from data.areas import queries
from data.cases.classes import ClassBook
from data.models.case import Case
from data.storage.prefix import begins_with, lies_in
from data.visit import Visit
from data.warnings.rules import Rule


def classes_of(book: ClassBook, named: tuple[str, ...]) -> set[str]:
    """Return the codes of the city's classes that are named by code or name; a major one holds its minor ones."""
    found = {one.code for name in named if (one := book.find(name)) is not None}
    return {code for code, one in book.by_code.items() if code in found or one.major in found}


def values(visit: Visit, rule: Rule, book: ClassBook) -> dict[str, float] | None:
    """Return {area: value} of a rule's indicator; None where the city knows none of the classes that the rule names,
    or has no areas of its level."""
    conditions = list(_conditions(visit, rule))
    if rule.classes:
        codes = classes_of(book, rule.classes)
        if not codes:
            return None
        conditions.append(Case.class_code.in_(sorted(codes)))
    if rule.area_level > visit.city.leaf_level():
        return None
    width = visit.city.width_of(rule.area_level)
    code = func.substr(Case.area_code, 1, width)
    counted = {area: float(n) for area, n in visit.session.execute(
        select(code, func.count()).where(*conditions, func.length(Case.area_code) >= width).group_by(code))}
    areas = [one.area_code for one in queries.inside(visit, visit.city.code, rule.area_level)]
    return {area: counted.get(area, 0.0) for area in areas} or None


def _conditions(visit: Visit, rule: Rule) -> tuple[ColumnElement[bool], ...]:
    if rule.indicator == "received":
        return (lies_in(Case.area_code, visit.city.code), Case.received_at <= visit.now,
                Case.received_at > visit.now - timedelta(minutes=rule.minutes))
    standing = (begins_with(Case.area_code, visit.city.code), Case.is_open.is_(True))
    if rule.indicator == "overdue":
        return (*standing, Case.due_at < visit.now)
    if rule.indicator == "urgent_waiting":
        return (*standing, Case.priority == 1, Case.acknowledged_at.is_(None), Case.first_response_at.is_(None),
                Case.received_at <= visit.now - timedelta(minutes=rule.minutes))
    return standing
