"""Case classes of one named scheme: code, names, priority, limit in the standard's units, department, kind of unit.

Several schemes stand side by side, each a profile of its own name; bare codes are never joined across them.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from data.calendar import limits
from data.errors import Conflict, Invalid
from data.models.case import Case, CaseClass, Department
from data.profiles.kind import Body, Kind, listed, require_fields
from data.units.status import KINDS
from data.visit import Visit

MOST = 3_000
FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "code": str, "major": str, "name": str, "name_en": str, "priority": int, "limit": str, "limit_hours": (int, float),
    "department": str, "unit_kind": str,
}


def check(visit: Visit, name: str, body: Body) -> None:
    """Raise Invalid: a code twice, an unknown major class, department or unit kind, a limit that cannot be read,
    a class that no department answers for. Raises Conflict("class_in_use") for one that cases have and the body lacks.
    """
    rows = listed(body, "classes", MOST)
    departments = set(visit.session.scalars(select(Department.code)))
    codes = [row.get("code") for row in rows]
    majors = {row["major"] for row in rows if row.get("major")}
    for number, row in enumerate(rows, start=1):
        at = f"classes {number} {row.get('code', '')}"
        require_fields(row, FIELDS, at, ("code", "name", "name_en", "priority"))
        if codes.count(row["code"]) > 1:
            raise Invalid("class_twice", at=at, class_code=row["code"])
        _check_row(row, at, set(codes), departments, is_major=row["code"] in majors)
    _require_none_lost(visit, name, set(codes))


def _check_row(row: Mapping[str, Any], at: str, codes: set[Any], departments: set[str], *, is_major: bool) -> None:
    if row.get("major") and row["major"] not in codes:
        raise Invalid("class_unknown_major", at=at, major=row["major"])
    if row["priority"] not in (1, 2, 3, 4):
        raise Invalid("profile_bad_field", at=at, field="priority", value=row["priority"])
    if row.get("limit"):
        limits.read(row["limit"])
    if row.get("unit_kind") and row["unit_kind"] not in KINDS:
        raise Invalid("class_unknown_unit_kind", at=at, unit_kind=row["unit_kind"], known=", ".join(KINDS))
    if not row.get("department") and not is_major:
        raise Invalid("class_without_department", at=at, class_code=row["code"])
    if row.get("department") and row["department"] not in departments:
        raise Invalid("class_unknown_department", at=at, department=row["department"])


def _require_none_lost(visit: Visit, scheme: str, codes: set[Any]) -> None:
    lost = list(visit.session.scalars(
        select(CaseClass.code).where(CaseClass.scheme == scheme, CaseClass.code.not_in(codes))))
    used = visit.session.scalars(
        select(Case.class_code).where(Case.class_scheme == scheme, Case.class_code.in_(lost)).limit(1)).first()
    if used is not None:
        raise Conflict("class_in_use", class_code=used)


def default(visit: Visit, name: str) -> Body:
    """Return the classes as they are stored: a city's first are those that were built or imported."""
    found = visit.session.scalars(select(CaseClass).where(CaseClass.scheme == name).order_by(CaseClass.code))
    return {"classes": [{key: value for key in FIELDS if (value := getattr(one, key)) not in (None, "")}
                        for one in found]}


def apply(visit: Visit, name: str, body: Body) -> None:
    """Make the stored classes of the scheme those of the body."""
    kept = {row["code"] for row in body["classes"]}
    visit.session.execute(delete(CaseClass).where(CaseClass.scheme == name, CaseClass.code.not_in(kept)))
    for row in body["classes"]:
        visit.session.merge(CaseClass(scheme=name, **{key: row.get(key, "" if key == "major" else None)
                                                      for key in FIELDS}))
    visit.session.flush()


def schemes(visit: Visit) -> list[str]:
    """Return the schemes the city has, its own first."""
    found = sorted(visit.session.scalars(select(CaseClass.scheme).distinct()))
    return [visit.city.class_scheme, *(one for one in found if one != visit.city.class_scheme)]


KIND = Kind(name="classes", check=check, default=default, apply=apply, names=schemes)
