"""Briefings: documents of one area and moment, frozen when they were made; how their sentences were revised, and by
which links they are fetched.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Briefing(InArea, Base):
    """One briefing as it was made. Its body is never changed; that its sentences were revised, that it was released
    or withdrawn is added.
    """

    __tablename__ = "briefings"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    conclusion: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """What it says first, by which it is found."""
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
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """The newest revision of its sentences; 0: as it was made."""
    revised_digest: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    """Of that revision, "" for none."""

    @property
    def said_digest(self) -> str:
        """Return the digest of what it says now: of its newest revision, else of what was made."""
        return self.revised_digest or self.digest


class BriefRevision(InArea, Base):
    """A briefing with other sentences, as somebody left it: added after the one before, never changed."""

    __tablename__ = "brief_revisions"

    briefing_id: Mapped[str] = mapped_column(String(40), ForeignKey("briefings.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    returned_to: Mapped[int | None]
    """The revision whose content this is once more; None for a new one."""
    sentences: Mapped[dict[str, str]] = mapped_column(JSON)
    """By their place, those that are not as they were made; "" is one that was taken out."""
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """All the briefing says now as JSON, packed by gzip."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of that JSON, hexadecimal."""


class BriefLink(InArea, Base):
    """What a signed link gives: one briefing to one reader, in some formats, until a moment; and when it was used."""

    __tablename__ = "brief_links"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    briefing_id: Mapped[str] = mapped_column(String(40), ForeignKey("briefings.id"), index=True)
    reader: Mapped[str] = mapped_column(String(80))
    formats: Mapped[list[str]] = mapped_column(JSON)
    is_wide: Mapped[bool]
    """Is it for the wider circle, from which small counts are kept?"""
    digest: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    """Of what was released and is given; "" for links made before digests were kept."""
    key_id: Mapped[str] = mapped_column(String(16))
    """Which key of the deployment signs it."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    """The first time."""
    fetched_at: Mapped[datetime | None] = mapped_column(Moment)
    """The last time."""
    fetched: Mapped[int] = mapped_column(default=0)


class BriefSending(InArea, Base):
    """A released briefing on its way to one reader: what was asked for, and what became of it.

    Who it is for and in which formats stands on its link, by which its receipts come.
    """

    __tablename__ = "brief_sendings"

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[str] = mapped_column(String(40), ForeignKey("briefings.id"), index=True)
    link_id: Mapped[str] = mapped_column(String(16), ForeignKey("brief_links.id"))
    digest: Mapped[str] = mapped_column(String(64))
    """Of what is sent."""
    way: Mapped[str] = mapped_column(String(8))
    """"mail" or "hook"."""
    address: Mapped[str] = mapped_column(String(200))
    """Of a mailbox, or the name of a hook."""
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(8), index=True)
    """"queued", "sent", "failed" or "dropped": a person has seen to it."""
    due_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(80), default="")
    """Why the last try failed: a key of the words, or what the other side said."""
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
