"""What people set up for themselves on the working list: views by name, and which of them opens first."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class SavedView(Base):
    """One person's view: the keys of an address. It shows each reader what that reader may see, and no more."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("person", "name"), Index("ix_saved_views_shared", "shared", "shared_with"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    shared: Mapped[str] = mapped_column(String(16), default="")
    """Who else sees it: nobody (""), the department, or all of the post."""
    shared_with: Mapped[str] = mapped_column(String(32), default="")
    """The department's code, or the post."""
    at: Mapped[datetime] = mapped_column(Moment)


class FirstView(Base):
    """Which view opens when somebody comes to the list: a built-in one by its name, or a saved one by its number."""

    __tablename__ = "first_views"

    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    view: Mapped[str] = mapped_column(String(24))
