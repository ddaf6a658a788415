"""Profiles: what a city has decided, as numbered versions that are added and never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class Profile(Base):
    """One version of one profile; the highest version is in force."""

    __tablename__ = "profiles"
    __table_args__ = (UniqueConstraint("kind", "name", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    """routing, classes, duties, handling, stages, figures, duplicates, city_stages"""
    name: Mapped[str] = mapped_column(String(32))
    """Which of its kind, such as the scheme of classes."""
    version: Mapped[int] = mapped_column(Integer)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(240), default="")
    """What changed, or where it comes from."""
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)
