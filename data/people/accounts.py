"""People and keys as the command line keeps them."""

import sys
from datetime import datetime

from sqlalchemy import delete, select

from data.errors import Invalid, NotFound
from data.models.person import Person, SignedIn
from data.people import sessions, trail
from data.people.passwords import SHORTEST, hash_password
from data.scope import ROLES, WHOLE_CITY, Scope
from data.storage.database import Database

JOB = Scope.of_job("accounts")


def carry_out(
    database: Database,
    what: str,
    name: str,
    *,
    role: str,
    areas: list[str] | None,
    password: str | None,
    shown_name: str,
    now: datetime,
) -> str:
    """Add, enable, disable, list people or set a password; return the line to print.

    Raises Invalid for a short password or a name in use, NotFound for an unknown person.
    """
    if what == "list":
        return list_people(database)
    if not name:
        raise Invalid("name_needed")
    if what == "add":
        return add(
            database,
            name,
            role=role,
            areas=areas or [WHOLE_CITY],
            password=asked(password),
            shown_name=shown_name or name,
            now=now,
        )
    # Typed and hashed before the transaction: nobody's writing waits for somebody who thinks.
    hashed = hash_password(strong(asked(password))) if what == "password" else None
    with database.write(JOB) as session:
        person = session.get(Person, name)
        if person is None:
            raise NotFound("person_not_found", name=name)
        person.password = hashed or person.password
        person.failures, person.locked_until = 0, None
        person.active = what != "disable" and (person.active or what == "enable")
        session.execute(delete(SignedIn).where(SignedIn.person == name))
        trail.note(session, at=now, who=JOB.name, what=f"user_{what}", outcome="done", subject=name)
    return f"{what}: {name}"


def add(
    database: Database, name: str, *, role: str, areas: list[str], password: str, shown_name: str, now: datetime
) -> str:
    """Add a person with a role's permissions inside areas; return the line to print."""
    hashed = hash_password(strong(password))
    with database.write(JOB) as session:
        if session.get(Person, name) is not None:
            raise Invalid("name_in_use", name=name)
        session.add(
            Person(
                id=name,
                name=shown_name,
                name_en=shown_name,
                title=role,
                password=hashed,
                may=sorted(ROLES[role]),
                areas=areas,
            )
        )
        trail.note(session, at=now, who=JOB.name, what="user_add", outcome="done", subject=name, role=role,
                   areas=areas)
    return f"add: {name} ({role})"


def list_people(database: Database) -> str:
    """Return one line per person: name, role, areas, whether active."""
    with database.read(JOB) as session:
        people = session.scalars(select(Person).order_by(Person.id)).all()
        return "\n".join(
            f"{p.id:24} {p.title:12} {_places(p.areas):20} {'active' if p.active else 'disabled'}"
            for p in people
        )


def _places(areas: list[str]) -> str:
    return "whole city" if WHOLE_CITY in areas else ",".join(areas) or "nowhere"


def asked(password: str | None) -> str:
    """Return the password given, else the first line of standard input."""
    return sys.stdin.readline().rstrip("\n") if password is None else password


def strong(password: str) -> str:
    """Return the password, or raise Invalid when it is too short."""
    if len(password) < SHORTEST:
        raise Invalid("password_too_short", shortest=SHORTEST)
    return password


def make_key(database: Database, name: str, may: list[str], areas: list[str], *, now: datetime) -> str:
    """Return a new key for a program, to be shown once."""
    with database.write(JOB) as session:
        trail.note(session, at=now, who=JOB.name, what="key_add", outcome="done", subject=name, may=may, areas=areas)
        return sessions.make_key(session, name, may, areas, now)


def revoke(database: Database, name: str, *, now: datetime) -> bool:
    """Revoke a program's key; return whether there was one in force."""
    with database.write(JOB) as session:
        trail.note(session, at=now, who=JOB.name, what="key_revoke", outcome="done", subject=name)
        return sessions.revoke_key(session, name, now)
