"""People, their grants, their sessions, programs' keys, and the trail of who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, Moment, SealedJson


class Person(Base):
    """Somebody, or a wall, that may sign in. Grants are data: permissions and area prefixes."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(32), default="")
    """Key of the words for their post: dispatcher, leader, officer, wall, admin."""
    password: Mapped[str | None] = mapped_column(String(200))
    """argon2id; None cannot sign in by password."""
    demo_button: Mapped[str | None] = mapped_column(String(16))
    """The demo profile's sign-in page offers this person by one click."""
    may: Mapped[list[str]] = mapped_column(JSON)
    areas: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(8), default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    unit: Mapped[str | None] = mapped_column(String(32))
    """The unit this person goes out with; its tasks stand on their phone."""
    department: Mapped[str | None] = mapped_column(String(32))


class GrantRow(Base):
    """One thing one person may do somewhere, for some time: person x permission x area x department.

    Besides what `Person.may` gives in all of `Person.areas`. Rows are ended, never removed.
    """

    __tablename__ = "grants"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person: Mapped[str] = mapped_column(String(64), index=True)
    permission: Mapped[str] = mapped_column(String(32))
    area_code: Mapped[str] = mapped_column(AreaCode, default="")
    """A prefix; empty means the whole city."""
    department: Mapped[str] = mapped_column(String(32), default="")
    """Only cases this department answers for; empty means every department's."""
    valid_from: Mapped[datetime] = mapped_column(Moment)
    valid_to: Mapped[datetime | None] = mapped_column(Moment)
    given_by: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(240), default="")


class SignedIn(Base):
    """A server-side session; the browser holds a random token, we hold its hash."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(String(64), index=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)


class Presence(Base):
    """When somebody was last at their desk, and when the time before: what is new is new since then."""

    __tablename__ = "presences"

    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    since_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the visit before this one ended; None at the first."""


class ApiKey(Base):
    """A program's key; printed once, stored hashed."""

    __tablename__ = "api_keys"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    may: Mapped[list[str]] = mapped_column(JSON)
    areas: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class AnsweredOnce(Base):
    """An answer kept under its Idempotency-Key, so that sending twice is harmless."""

    __tablename__ = "answered_once"

    holder: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class AuditRow(Base):
    """Who did or was refused what; rows are added, never changed or removed: the database itself refuses it."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    who: Mapped[str] = mapped_column(String(80), index=True)
    """The name shown at the time."""
    person: Mapped[str | None] = mapped_column(String(96), index=True)
    """The id behind the name; None for a job of the program itself, and for somebody who has proven nothing."""
    what: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    """done, refused"""
    area_code: Mapped[str | None] = mapped_column(AreaCode)
    """Where it was done; None for what concerns no area."""
    subject: Mapped[str | None] = mapped_column(String(120), index=True)
    """What it was done to: a case number, a name."""
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    key_id: Mapped[str] = mapped_column(String(16))
    prev_mac: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
    """data.audit.chain.seal of everything above."""
