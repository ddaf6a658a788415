"""Server-side sessions and programs' keys: who is behind a request, asked anew each time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from data.errors import Invalid, NotAllowed
from data.models.person import ApiKey, GrantRow, Person, SignedIn
from data.people import trail
from data.people.passwords import is_right
from data.scope import PERMISSIONS, Grant, Scope

LASTS = timedelta(hours=12)
WALL_LASTS = timedelta(days=400)
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who is behind a request: the only source of identity downstream."""

    scope: Scope
    language: str
    title: str
    token_hash: str
    by_cookie: bool


def digest(token: str) -> str:
    """Return the SHA-256 of a random token; tokens have 256 bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, person: str | None) -> Person | None:
    """Return the person behind an id; None for a program or a job."""
    return session.get(Person, person) if person else None


def scope_of(session: Session, person: Person, now: datetime) -> Scope:
    """Return what the person may see and do at this moment: what they always may, and every grant in force."""
    granted = [Grant(permission=row.permission, area=row.area_code, department=row.department)
               for row in grants_in_force(session, person.id, now)]
    if not granted:
        return Scope(person=person.id, name=person.name, areas=frozenset(person.areas), may=frozenset(person.may))
    own = [Grant(permission=permission, area=area) for permission in person.may for area in person.areas]
    return Scope.of_grants(person.id, person.name, [*own, *granted])


def grants_in_force(session: Session, person_id: str, now: datetime) -> list[GrantRow]:
    """Return the person's grants that have begun and not ended, oldest first."""
    return list(session.scalars(
        select(GrantRow).where(GrantRow.person == person_id, GrantRow.valid_from <= now,
                               or_(GrantRow.valid_to.is_(None), GrantRow.valid_to > now)).order_by(GrantRow.id)
    ))


def scope_now(session: Session, caller: "Caller", now: datetime) -> Scope:
    """Return what a caller may do at this moment, asked anew inside the transaction that does it.

    Raises NotAllowed("grant_ended") where they may do nothing any more.
    """
    if caller.scope.person is None:
        return caller.scope
    if caller.by_cookie:
        found = who_has_session_hash(session, caller.token_hash, now)
    else:
        found = who_has_key_hash(session, caller.token_hash)
    if found is None:
        raise NotAllowed("grant_ended")
    return found.scope


def check_password(session: Session, login: str, password: str, now: datetime) -> Person:
    """Return the person. Raises NotAllowed("wrong_password") or NotAllowed("locked").

    Hashing takes a while: call it in a session that reads, so that no writer waits for it.
    """
    person = session.get(Person, login)
    if person is not None and person.locked_until is not None and person.locked_until > now:
        raise NotAllowed("locked", until=person.locked_until)
    if not is_right(person.password if person else None, password) or person is None or not person.active:
        raise NotAllowed("wrong_password")
    return person


def sign_in(session: Session, login: str, password: str, now: datetime) -> str:
    """Return a fresh token. Raises NotAllowed("wrong_password") or NotAllowed("locked")."""
    return admit(session, check_password(session, login, password, now).id, now)


def admit(session: Session, person_id: str, now: datetime) -> str:
    """Return a fresh token for somebody who has proven who they are; earlier wrong passwords are forgotten."""
    person = session.get_one(Person, person_id)
    person.failures, person.locked_until = 0, None
    return begin(session, person, now)


def count_failure(session: Session, login: str, now: datetime) -> bool:
    """Remember a wrong password; the fifth in a row locks the account for fifteen minutes.

    Return whether there is such a person.
    """
    person = session.get(Person, login, with_for_update=True)  # of many tries at once each is counted
    if person is None:
        return False
    person.failures += 1
    if person.failures >= TRIES:
        person.failures, person.locked_until = 0, now + LOCKED_FOR
    return True


def begin(session: Session, person: Person, now: datetime) -> str:
    """Open a session for the person and return its token, which is stored only hashed."""
    token = secrets.token_urlsafe(32)
    lasts = WALL_LASTS if person.title == "wall" else LASTS
    session.execute(delete(SignedIn).where(SignedIn.ends_at < now))
    session.add(SignedIn(token_hash=digest(token), person=person.id, began_at=now, seen_at=now, ends_at=now + lasts))
    trail.note(session, at=now, who=person.name, person=person.id, what="sign_in", outcome="done")
    return token


def end(session: Session, token_hash: str) -> None:
    """Sign out: the token is worth nothing from now on."""
    session.execute(delete(SignedIn).where(SignedIn.token_hash == token_hash))


def who_has_session(session: Session, token: str, now: datetime) -> Caller | None:
    """Return the caller behind a browser's token, None when it is unknown, over or its person inactive."""
    return who_has_session_hash(session, digest(token), now)


def who_has_session_hash(session: Session, token_hash: str, now: datetime) -> Caller | None:
    """Return the caller of a stored session."""
    row = session.execute(
        select(SignedIn, Person).join(Person, Person.id == SignedIn.person).where(SignedIn.token_hash == token_hash)
    ).first()
    if row is None or row[0].ends_at <= now or not row[1].active:
        return None
    person = row[1]
    return Caller(
        scope=scope_of(session, person, now), language=person.language, title=person.title, token_hash=token_hash,
        by_cookie=True,
    )


def who_has_key(session: Session, key: str) -> Caller | None:
    """Return the caller behind a program's key, None when it is unknown or revoked."""
    return who_has_key_hash(session, digest(key))


def who_has_key_hash(session: Session, key_hash: str) -> Caller | None:
    """Return the caller of a stored key."""
    return _caller_of(session.get(ApiKey, key_hash))


def who_has_key_named(session: Session, name: str) -> Caller | None:
    """Return the caller of the key of this name, None when there is none or it is revoked."""
    return _caller_of(session.scalars(select(ApiKey).where(ApiKey.name == name)).first())


def _caller_of(found: ApiKey | None) -> Caller | None:
    if found is None or found.revoked_at is not None:
        return None
    scope = Scope(person=f"key:{found.name}", name=found.name, areas=frozenset(found.areas), may=frozenset(found.may))
    return Caller(scope=scope, language="", title="program", token_hash=found.key_hash, by_cookie=False)


def make_key(session: Session, name: str, may: list[str], areas: list[str], now: datetime) -> str:
    """Return a new key, to be shown once. Raises Invalid for an unknown permission or a name in use."""
    for permission in may:
        if permission not in PERMISSIONS:
            raise Invalid("unknown_permission", permission=permission, known=", ".join(sorted(PERMISSIONS)))
    if session.scalars(select(ApiKey).where(ApiKey.name == name)).first() is not None:
        raise Invalid("name_in_use", name=name)
    key = f"yp_{secrets.token_urlsafe(32)}"
    session.add(ApiKey(key_hash=digest(key), name=name, may=sorted(may), areas=areas, made_at=now))
    return key


def revoke_key(session: Session, name: str, now: datetime) -> bool:
    """Revoke a key; return whether there was one to revoke."""
    done = session.execute(
        update(ApiKey).where(ApiKey.name == name, ApiKey.revoked_at.is_(None)).values(revoked_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def choose_language(session: Session, person: str, language: str) -> None:
    """Remember the language a person reads. Raises Invalid for one we do not speak."""
    if language not in ("zh-CN", "en"):
        raise Invalid("unknown_language", language=language)
    session.execute(update(Person).where(Person.id == person).values(language=language))
