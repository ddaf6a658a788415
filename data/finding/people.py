"""People of the staff by name or account, for those who look after accounts or permissions."""

from sqlalchemy import select

from data.finding.spelling import MOST_READ, among, is_spelling
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
    found = list(visit.session.scalars(
        select(Person).where(holds(NAMES, text)).order_by(closeness(NAMES, text), Person.name, Person.id)
        .limit(limit)))
    return found + _spelled(visit, text, limit - len(found), {one.id for one in found})


def _spelled(visit: Visit, text: str, limit: int, known: set[str]) -> list[Person]:
    """Return more people, by how their names are spelled."""
    if limit <= 0 or not is_spelling(text):
        return []
    named = visit.session.execute(select(Person.id, Person.name).order_by(Person.id).limit(MOST_READ))
    ids = among(((key, name) for key, name in named if key not in known), text, limit)
    if not ids:
        return []
    found = visit.session.scalars(select(Person).where(Person.id.in_(ids)))
    return sorted(found, key=lambda one: ids.index(one.id))
