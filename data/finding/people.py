"""People of the staff by name or account, for those who look after accounts or permissions."""

from sqlalchemy import select

from data.finding.typed import closeness, holds
from data.models.person import Person
from data.visit import Visit

PERMISSIONS = "people.manage", "grants.manage"
"""Any one of these is enough."""
NAMES = Person.name, Person.name_en, Person.id


def find(visit: Visit, text: str, limit: int) -> list[Person]:
    """Return the people named so; nobody where the visitor looks after neither accounts nor permissions."""
    if visit.scope.may.isdisjoint(PERMISSIONS):
        return []
    return list(visit.session.scalars(
        select(Person).where(holds(NAMES, text)).order_by(closeness(NAMES, text), Person.name, Person.id)
        .limit(limit)))
