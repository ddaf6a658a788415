"""Working together on cases: supervision, instructions, whistles, campaigns, shifts handed over."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Supervision(InArea, Base):
    """A case that somebody above watches until it is done: issued, received, reported on, lifted."""

    __tablename__ = "supervisions"
    __table_args__ = (Index("ix_supervisions_case", "case_id"), Index("ix_supervisions_lifted", "lifted_at", "due_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    department: Mapped[str | None] = mapped_column(String(32))
    """Who must answer."""
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)
    demand: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by: Mapped[str | None] = mapped_column(String(80))
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    reported_by: Mapped[str | None] = mapped_column(String(80))
    report: Mapped[str] = mapped_column(Text, default="")
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    lifted_by: Mapped[str | None] = mapped_column(String(80))


class Instruction(InArea, Base):
    """A leader's instruction on a case, word by word. It is never changed, but may be called back."""

    __tablename__ = "instructions"
    __table_args__ = (Index("ix_instructions_case", "case_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    version: Mapped[int] = mapped_column(Integer)
    """The case's version after the event that carried it: where it stands in the timeline."""
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(32), default="")
    """The writer's post, as a key of words."""
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(16))
    """Who may read it: all (whoever sees the case), desk (who dispatches), leaders (who instruct or supervise)."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when nobody but its writer reads it."""


class Whistle(InArea, Base):
    """A street calls departments to a place; each must report there in time, and its answer counts."""

    __tablename__ = "whistles"
    __table_args__ = (UniqueConstraint("case_id", "round", "department"),
                      Index("ix_whistles_department", "department", "answered_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    round: Mapped[int] = mapped_column(Integer)
    """The case's version after the whistle: one whistle calls several departments."""
    department: Mapped[str] = mapped_column(String(32))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)
    demand: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(String(80))
    answer: Mapped[str] = mapped_column(Text, default="")


class Campaign(InArea, Base):
    """A special action: a batch of places or cases, a deadline, and how far it has come."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    aim: Mapped[str] = mapped_column(Text, default="")
    department: Mapped[str | None] = mapped_column(String(32))
    begins_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class CampaignItem(InArea, Base):
    """One thing a campaign has to see to: a case, a place or a point."""

    __tablename__ = "campaign_items"
    __table_args__ = (UniqueConstraint("campaign_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[str] = mapped_column(String(8))
    """case, place, point"""
    key: Mapped[str] = mapped_column(String(128))
    """Case number, place id, or the point's own name."""
    name: Mapped[str] = mapped_column(String(160), default="")
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(Text, default="")


class HandOver(InArea, Base):
    """A shift handed over: what was open then, what the one who went says, and who took it."""

    __tablename__ = "hand_overs"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was open at that moment: counts and case numbers by kind."""
    taken_by: Mapped[str | None] = mapped_column(String(80))
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
