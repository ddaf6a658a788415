"""The city stage, from peace to all-out emergency, as it was announced; rows are added, never changed or removed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class Announcement(Base):
    """One announcement; the one of the highest number is in force."""

    __tablename__ = "city_stages"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """1, 2, 3 …: two who announce at once want the same number, and one of them learns of the other."""
    stage: Mapped[int] = mapped_column(Integer)
    """1 (at peace) to 5."""
    reason: Mapped[str] = mapped_column(Text)
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    """When somebody must look again; nothing changes by itself then."""
    basis: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """What the criteria said in that moment: [{"stage", "measure", "at_least", "minutes", "value"}]."""
