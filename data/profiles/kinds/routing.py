"""Routing rules, in order: the first that fits decides (data.cases.routing)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from data.cases import routing
from data.cases.routing import FREE, WORKING, Rule, hides, read_rule
from data.errors import Invalid
from data.models.area import Area
from data.models.case import CaseClass, Department
from data.profiles.kind import Body, Kind, listed, require_fields
from data.units.status import KINDS
from data.visit import Visit

MOST = 500
FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "id": str, "department": str, "unit_kind": str, "classes": list, "areas": list, "hours": list, "days": str,
    "most_urgent": int, "least_urgent": int, "note": str,
}


def check(visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for what is unknown, and "rule_never_matches" for a rule that an earlier one hides."""
    tables = listed(body, "rules", MOST)
    classes = set(visit.session.scalars(select(CaseClass.code)))
    departments = set(visit.session.scalars(select(Department.code)))
    read: list[Rule] = []
    for number, table in enumerate(tables, start=1):
        at = f"rules {number} {table.get('id', '')}"
        require_fields(table, FIELDS, at, ("id", "department"))
        _check_names(visit, table, at, classes, departments)
        _check_time(table, at)
        rule = read_rule(table)
        if any(rule.id == one.id for one in read):
            raise Invalid("rule_twice", at=at, rule=rule.id)
        hidden_by = next((one for one in read if hides(one, rule)), None)
        if hidden_by is not None or rule.most_urgent > rule.least_urgent:
            raise Invalid("rule_never_matches", at=at, rule=rule.id, by=hidden_by.id if hidden_by else "")
        read.append(rule)


def _check_names(visit: Visit, table: Mapping[str, Any], at: str, classes: set[str], departments: set[str]) -> None:
    if table["department"] not in departments:
        raise Invalid("class_unknown_department", at=at, department=table["department"])
    if table.get("unit_kind") and table["unit_kind"] not in KINDS:
        raise Invalid("class_unknown_unit_kind", at=at, unit_kind=table["unit_kind"], known=", ".join(KINDS))
    for code in table.get("classes", ()):
        if not isinstance(code, str) or not any(
                known.startswith(code[:-1]) if code.endswith("*") else known == code for known in classes):
            raise Invalid("rule_unknown_class", at=at, class_code=str(code)[:60])
    for code in table.get("areas", ()):
        if not isinstance(code, str) or visit.session.get(Area, code) is None:
            raise Invalid("rule_unknown_area", at=at, area=str(code)[:40])


def _check_time(table: Mapping[str, Any], at: str) -> None:
    if table.get("days", "") not in ("", WORKING, FREE):
        raise Invalid("profile_bad_field", at=at, field="days", value=table["days"])
    for name in ("most_urgent", "least_urgent"):
        if table.get(name, 1) not in (1, 2, 3, 4):
            raise Invalid("profile_bad_field", at=at, field=name, value=table[name])
    hours = table.get("hours")
    if hours is None:
        return
    try:
        begin, end = (routing.minute_of(text) for text in hours)
    except (ValueError, AttributeError):
        raise Invalid("profile_bad_field", at=at, field="hours", value=str(hours)[:60]) from None
    if begin == end:
        raise Invalid("rule_never_matches", at=at, rule=table["id"], by="")


def default(_visit: Visit, _name: str) -> Body:
    """Return no rule: then the class's own department answers."""
    return {"rules": []}


KIND = Kind(name="routing", check=check, default=default)
