"""Giving and ending grants: person x permission x area x department, with a beginning and an end.

The security administrator gives them, never to themselves; the three administrators stay three people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data.areas import queries as areas
from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Department
from data.models.person import GrantRow, Person
from data.people import sessions, trail
from data.scope import APART, PERMISSIONS, ROLES, WHOLE_CITY
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody is to be granted."""

    person: str
    permissions: tuple[str, ...]
    area: str = WHOLE_CITY
    department: str = ""
    until: datetime | None = None
    reason: str = ""

    @classmethod
    def of_role(cls, role: str, **more: object) -> "Wish":
        """Return the wish for all that a role may. Raises Invalid("unknown_role")."""
        if role not in ROLES:
            raise Invalid("unknown_role", role=role, known=", ".join(ROLES))
        return cls(permissions=tuple(sorted(ROLES[role])), **more)  # type: ignore[arg-type]


def give(visit: Visit, wish: Wish) -> list[GrantRow]:
    """Grant what is wished for and return the grants, those that were in force already left as they are.

    Raises NotAllowed (no right, or to oneself), NotFound, Invalid, Conflict("administrators_apart").
    """
    visit.scope.require("grants.manage")
    person = _person(visit, wish.person)
    if person.id == visit.scope.person:
        raise NotAllowed("own_grant")
    _require_sound(visit, wish)
    _require_apart(visit, person, wish.permissions)
    there = {(one.permission, one.area_code, one.department, one.valid_to)
             for one in sessions.grants_in_force(visit.session, person.id, visit.now)}
    made = [GrantRow(person=person.id, permission=permission, area_code=wish.area, department=wish.department,
                     valid_from=visit.now, valid_to=wish.until, given_by=visit.scope.name, given_at=visit.now,
                     reason=wish.reason[:240])
            for permission in wish.permissions
            if (permission, wish.area, wish.department, wish.until) not in there]
    visit.session.add_all(made)
    visit.session.flush()
    trail.note(visit.session, at=visit.now, who=visit.scope.name, what="grant_give", outcome="done",
               subject=person.id, person=visit.scope.person, area=wish.area, permissions=list(wish.permissions),
               department=wish.department)
    return made


def end(visit: Visit, grant_id: int) -> GrantRow:
    """End a grant now; the next request of its holder is refused. Raises NotAllowed, NotFound, Conflict."""
    visit.scope.require("grants.manage")
    found = visit.session.get(GrantRow, grant_id)
    if found is None:
        raise NotFound("grant_not_found")
    if found.valid_to is not None and found.valid_to <= visit.now:
        raise Conflict("grant_over")
    found.valid_to = visit.now
    visit.session.flush()
    trail.note(visit.session, at=visit.now, who=visit.scope.name, what="grant_end", outcome="done",
               subject=found.person, person=visit.scope.person, area=found.area_code, permission=found.permission)
    return found


def held(visit: Visit, person_id: str) -> list[GrantRow]:
    """Return every grant a person has or had, the newest first. Raises NotAllowed, NotFound."""
    visit.scope.require("grants.manage")
    _person(visit, person_id)
    return list(visit.session.scalars(
        select(GrantRow).where(GrantRow.person == person_id).order_by(GrantRow.id.desc())))


def people(visit: Visit) -> Sequence[Person]:
    """Return everybody there is, by id. Raises NotAllowed."""
    if not visit.scope.may & {"grants.manage", "people.manage"}:
        visit.scope.require("people.manage")
    return list(visit.session.scalars(select(Person).order_by(Person.id)))


def _person(visit: Visit, person_id: str) -> Person:
    found = visit.session.get(Person, person_id)
    if found is None:
        raise NotFound("person_not_found", name=person_id)
    return found


def _require_sound(visit: Visit, wish: Wish) -> None:
    if not wish.permissions:
        raise Invalid("permission_needed")
    for permission in wish.permissions:
        if permission not in PERMISSIONS:
            raise Invalid("unknown_permission", permission=permission)
    if wish.area:
        areas.find(visit, wish.area)
    if wish.department and visit.session.get(Department, wish.department) is None:
        raise NotFound("department_not_found", department=wish.department)
    if wish.until is not None and wish.until <= visit.now:
        raise Invalid("until_needed")


def _require_apart(visit: Visit, person: Person, permissions: Iterable[str]) -> None:
    """Raise Conflict where somebody would be two of the three administrators."""
    now = {*person.may, *(one.permission for one in sessions.grants_in_force(visit.session, person.id, visit.now))}
    if len({*APART} & {*now, *permissions}) > 1:
        raise Conflict("administrators_apart", name=person.id)
