"""Letting a wall in without a password: it shows six digits, somebody at a desk types them, and it may look.

The wall becomes an account of its own that can only look, in the areas it was given; taking it off signs it out at
once. The secret that fetches its session never leaves the wall.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.areas import queries as areas
from data.errors import Busy, Invalid, NotFound
from data.models.person import Person, SignedIn
from data.models.wall import Pairing
from data.people import sessions, trail
from data.scope import ROLES
from data.visit import Visit

LASTS = timedelta(minutes=10)
MOST = 200
"""Walls that may ask at the same time: beyond that somebody plays."""
ROLE, OF_A_WALL = "wall", "wall-"
LONGEST_NAME = 40


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a wall is told when it asks."""

    code: str
    secret: str
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Wall:
    """One wall that was let in."""

    person: Person
    began_at: datetime | None
    """When it signed in; None where it has not yet."""


def ask(session: Session, now: datetime) -> Asking:
    """Return a fresh code and the secret that belongs to it. Raises Busy("too_many_walls")."""
    session.execute(delete(Pairing).where(Pairing.ends_at <= now))
    taken = set(session.scalars(select(Pairing.code)))
    if len(taken) >= MOST:
        raise Busy("too_many_walls")
    code = next(one for one in iter(_six_digits, "") if one not in taken)
    asking = Asking(code=code, secret=secrets.token_urlsafe(32), ends_at=now + LASTS)
    session.add(Pairing(secret_hash=sessions.digest(asking.secret), code=code, asked_at=now, ends_at=asking.ends_at))
    return asking


def _six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def let_in(visit: Visit, code: str, name: str, area: str) -> Person:
    """Make the wall that shows the code an account that looks at an area, and return it.

    Raises NotAllowed, NotFound("pairing_not_found", "area_not_found"), Invalid("name_needed").
    """
    visit.scope.require("walls.pair")
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Invalid("name_needed")
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    found = visit.session.scalars(select(Pairing).where(
        Pairing.code == digits, Pairing.ends_at > visit.now, Pairing.person.is_(None)).with_for_update()).one_or_none()
    if found is None:
        raise NotFound("pairing_not_found", pairing=digits[:6])
    where = areas.find(visit, area or visit.scope.home(visit.city.code)).area_code
    wall = Person(id=f"{OF_A_WALL}{secrets.token_hex(4)}", name=name, name_en=name, title=ROLE, may=sorted(ROLES[ROLE]),
                  areas=["" if where == visit.city.code else where])
    visit.session.add(wall)
    found.person = wall.id
    _note(visit, "wall_let_in", wall)
    return wall


def waits(session: Session, secret: str, now: datetime) -> bool:
    """Return whether nobody has let the wall in yet. Raises NotFound("pairing_not_found")."""
    return _find(session, secret, now).person is None


def fetch(session: Session, secret: str, now: datetime) -> str | None:
    """Return the token of a wall that was let in, once; None while it waits. Raises NotFound("pairing_not_found")."""
    found = _find(session, secret, now, to_take=True)
    if found.person is None:
        return None
    person = session.get_one(Person, found.person)
    session.delete(found)
    return sessions.begin(session, person, now)


def _find(session: Session, secret: str, now: datetime, *, to_take: bool = False) -> Pairing:
    found = session.get(Pairing, sessions.digest(secret), with_for_update=to_take)
    if found is None or found.ends_at <= now:
        raise NotFound("pairing_not_found", pairing="")
    return found


def walls(visit: Visit) -> list[Wall]:
    """Return the walls that were let in and not taken off, by name. Raises NotAllowed."""
    visit.scope.require("walls.pair")
    return of_mine(visit)


def of_mine(visit: Visit) -> list[Wall]:
    """Return the walls that look at nothing but the visitor's own areas, by name; whoever asks had to be allowed."""
    rows = visit.session.execute(
        select(Person, func.max(SignedIn.began_at)).outerjoin(SignedIn, SignedIn.person == Person.id)
        .where(Person.id.startswith(OF_A_WALL), Person.title == ROLE, Person.active.is_(True))
        .group_by(Person.id).order_by(Person.name, Person.id))
    mine = [Wall(person=person, began_at=began_at) for person, began_at in rows]
    return [wall for wall in mine if _is_mine(visit, wall.person)]


def take_off(visit: Visit, person_id: str) -> Person:
    """Sign a wall out for good and return it. Raises NotAllowed, NotFound("wall_not_paired")."""
    visit.scope.require("walls.pair")
    person = visit.session.get(Person, person_id) if person_id.startswith(OF_A_WALL) else None
    if person is None or not person.active or not _is_mine(visit, person):
        raise NotFound("wall_not_paired")
    person.active = False
    visit.session.execute(delete(SignedIn).where(SignedIn.person == person_id))
    _note(visit, "wall_taken_off", person)
    return person


def _is_mine(visit: Visit, wall: Person) -> bool:
    """Does the wall look at nothing but the visitor's own areas?"""
    return all(visit.scope.covers(area) for area in wall.areas)


def _note(visit: Visit, what: str, wall: Person) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               subject=wall.id, name=wall.name)
