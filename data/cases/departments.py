"""The departments that answer for cases."""

from sqlalchemy import select

from data.models.case import Department
from data.visit import Visit


def by_code(visit: Visit) -> dict[str, Department]:
    """Return {code: department} of every department, by code."""
    found = visit.session.scalars(select(Department).order_by(Department.code))
    return {one.code: one for one in found}
