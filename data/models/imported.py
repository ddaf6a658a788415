"""Imports that are under way: how far each has come, written in the transaction that stored its rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class Import(Base):
    """One import that was begun and has not told its end; whoever runs it again goes on from here."""

    __tablename__ = "imports"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A hash of its files and its mapping: other contents are another import."""
    at: Mapped[datetime] = mapped_column(Moment)
    """When it was last at work."""
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What `data.ingest.journal` writes: pieces done and what became of their rows."""
