"""Units by name or id; those that are free first, those that are away last."""

from sqlalchemy import case, func, select

from data.finding.spelling import MOST_READ, among, is_spelling
from data.finding.typed import closeness, holds
from data.models.unit import Unit
from data.units import status
from data.visit import Visit

NAMES = Unit.name, Unit.name_en, Unit.id
AWAY = status.OFF_DUTY, status.OFFLINE


def find(visit: Visit, text: str, limit: int) -> list[Unit]:
    """Return the units named so: the same name first, then those that begin so; of these the free ones first."""
    readiness = case((Unit.status == status.AVAILABLE, 0), (Unit.status.in_(AWAY), 2), else_=1)
    found = list(visit.session.scalars(
        select(Unit).where(holds(NAMES, text))
        .order_by(closeness(NAMES, text), readiness, func.length(Unit.name), Unit.name, Unit.id).limit(limit)))
    return found + _spelled(visit, text, limit - len(found), {one.id for one in found})


def _spelled(visit: Visit, text: str, limit: int, known: set[str]) -> list[Unit]:
    """Return more units, by how their names are spelled."""
    if limit <= 0 or not is_spelling(text):
        return []
    named = visit.session.execute(select(Unit.id, Unit.name).order_by(Unit.id).limit(MOST_READ))
    ids = among(((key, name) for key, name in named if key not in known), text, limit)
    if not ids:
        return []
    found = visit.session.scalars(select(Unit).where(Unit.id.in_(ids)))
    return sorted(found, key=lambda one: ids.index(one.id))
