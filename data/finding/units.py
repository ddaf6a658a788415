"""Units by name or id; those that are free first, those that are away last."""

from sqlalchemy import case, func, select

from data.finding.typed import closeness, holds
from data.models.unit import Unit
from data.units import status
from data.visit import Visit

NAMES = Unit.name, Unit.name_en, Unit.id
AWAY = status.OFF_DUTY, status.OFFLINE


def find(visit: Visit, text: str, limit: int) -> list[Unit]:
    """Return the units named so: the same name first, then those that begin so; of these the free ones first."""
    readiness = case((Unit.status == status.AVAILABLE, 0), (Unit.status.in_(AWAY), 2), else_=1)
    return list(visit.session.scalars(
        select(Unit).where(holds(NAMES, text))
        .order_by(closeness(NAMES, text), readiness, func.length(Unit.name), Unit.name, Unit.id).limit(limit)))
