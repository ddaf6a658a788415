"""Further reporters of a case, what reporters were answered, and pictures."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Supporter(InArea, Base):
    """Somebody who reported what was reported already; kept apart, so that each of them is answered."""

    __tablename__ = "supporters"
    __table_args__ = (UniqueConstraint("source", "event_id"), Index("ix_supporters_case", "case_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    source: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[str] = mapped_column(String(128))
    channel: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text, default="")
    reporter: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """Kept for the call-back, never sent to a screen."""


class Reply(InArea, Base):
    """What a reporter was told, by whom and by which way. `supporter_id` None: the first reporter."""

    __tablename__ = "replies"
    __table_args__ = (Index("ix_replies_case", "case_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporters.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(String(80))
    via: Mapped[str] = mapped_column(String(24))
    """phone, message, visit, page"""
    text: Mapped[str] = mapped_column(Text)


class Picture(Base):
    """A picture as it is kept: turned upright, made small, without what the camera wrote into it."""

    __tablename__ = "pictures"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of `body`."""
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    look: Mapped[str] = mapped_column(String(16))
    """64-bit difference hash, hexadecimal: pictures of one scene are few bits apart."""
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """JPEG"""
    at: Mapped[datetime] = mapped_column(Moment)


class CasePicture(InArea, Base):
    """A picture of a case, and at which stage it was taken."""

    __tablename__ = "case_pictures"
    __table_args__ = (UniqueConstraint("case_id", "stage", "sha256"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("pictures.sha256"))
    stage: Mapped[str] = mapped_column(String(8))
    """before, after, check"""
    at: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
