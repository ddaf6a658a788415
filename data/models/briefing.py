"""Briefings: documents of one area and moment, frozen when they were made."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Briefing(InArea, Base):
    """One briefing as it was made. Its body is never changed; that it was released or withdrawn is added."""

    __tablename__ = "briefings"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    moment: Mapped[datetime] = mapped_column(Moment)
    """What it is of."""
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    made_by: Mapped[str | None] = mapped_column(String(64))
    """None: a command."""
    by_name: Mapped[str] = mapped_column(String(80))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """All it says as JSON, packed by gzip."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of that JSON, hexadecimal."""
    is_draft: Mapped[bool]
    """Something it needs was missing or too old: it is never released."""
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_by: Mapped[str | None] = mapped_column(String(64))
    released_by_name: Mapped[str | None] = mapped_column(String(80))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
