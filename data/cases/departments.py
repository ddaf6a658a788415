"""The departments by code, with their names."""

from sqlalchemy import select

from data.models.case import Department
from data.visit import Visit


def names(visit: Visit) -> dict[str, tuple[str, str]]:
    """Return {code: (Chinese name, English name)}, by code."""
    rows = visit.session.execute(select(Department.code, Department.name, Department.name_en).order_by(Department.code))
    return {code: (name, name_en) for code, name, name_en in rows}
