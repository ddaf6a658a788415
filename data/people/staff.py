"""Adding people and switching them off, as the system administrator does it: what they may is for others to grant."""

import re
import secrets
from dataclasses import dataclass

from sqlalchemy import delete

from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.person import Person, SignedIn
from data.models.unit import Unit
from data.people import trail
from data.people.passwords import hash_password
from data.scope import ROLES
from data.visit import Visit

ID = re.compile(r"[a-z][a-z0-9._-]{1,63}")


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Who is added; `title` is the post as a key of words."""

    id: str
    name: str
    name_en: str = ""
    title: str = "officer"
    department: str = ""
    unit: str = ""


def add(visit: Visit, new: NewPerson) -> str:
    """Add somebody who may nothing yet, and return their first password, which is kept nowhere.

    Raises NotAllowed, Invalid("bad_person_id", "name_needed", "unknown_role"), Conflict("name_in_use"), NotFound.
    """
    visit.scope.require("people.manage")
    if ID.fullmatch(new.id) is None:
        raise Invalid("bad_person_id", name=new.id[:64])
    if not new.name.strip():
        raise Invalid("name_needed")
    if new.title not in ROLES:
        raise Invalid("unknown_role", role=new.title, known=", ".join(ROLES))
    if visit.session.get(Person, new.id) is not None:
        raise Conflict("name_in_use", name=new.id)
    if new.unit and visit.session.get(Unit, new.unit) is None:
        raise NotFound("unit_not_found", unit=new.unit)
    password = secrets.token_urlsafe(12)
    visit.session.add(Person(id=new.id, name=new.name.strip()[:80], name_en=(new.name_en.strip() or new.name)[:80],
                             title=new.title, password=hash_password(password), may=[], areas=[],
                             department=new.department or None, unit=new.unit or None))
    visit.session.flush()
    _note(visit, "person_add", new.id)
    return password


def switch(visit: Visit, person_id: str, *, on: bool) -> Person:
    """Switch somebody on or off; whoever is off is signed out at once.

    Raises NotAllowed, also for oneself ("own_account"), and NotFound.
    """
    visit.scope.require("people.manage")
    if person_id == visit.scope.person:
        raise NotAllowed("own_account")
    person = _find(visit, person_id)
    person.active = on
    if not on:
        visit.session.execute(delete(SignedIn).where(SignedIn.person == person_id))
    _note(visit, "person_on" if on else "person_off", person_id)
    return person


def new_password(visit: Visit, person_id: str) -> str:
    """Return a fresh password for somebody who lost theirs; they are signed out everywhere.

    Raises NotAllowed, NotFound.
    """
    visit.scope.require("people.manage")
    person, password = _find(visit, person_id), secrets.token_urlsafe(12)
    person.password, person.failures, person.locked_until = hash_password(password), 0, None
    visit.session.execute(delete(SignedIn).where(SignedIn.person == person_id))
    _note(visit, "person_password", person_id)
    return password


def _find(visit: Visit, person_id: str) -> Person:
    found = visit.session.get(Person, person_id)
    if found is None:
        raise NotFound("person_not_found", name=person_id)
    return found


def _note(visit: Visit, what: str, person_id: str) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               subject=person_id)
