"""Walls: those that ask to be let in, and what they were told to show."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class Pairing(Base):
    """One asking. The wall holds a secret, the eye a code of six digits; only whoever sees both can pair them."""

    __tablename__ = "pairings"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[str | None] = mapped_column(String(64))
    """The wall it became, once somebody let it in; the row goes when the wall has fetched its session."""


class WallOrder(Base):
    """What a wall was told to show from a desk, for how long, and by whom."""

    __tablename__ = "wall_orders"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    target: Mapped[str] = mapped_column(String(80), index=True)
    """A paired wall's person, or `profile:NAME` for whatever shows that profile."""
    kind: Mapped[str] = mapped_column(String(16))
    """scene, area, case"""
    what: Mapped[str] = mapped_column(String(64))
    """The scene's name, the area's code, the case's number."""
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    by_name_en: Mapped[str] = mapped_column(String(80))
    by_title: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was taken back, or another took its place."""
