"""When briefings are made by themselves: of which area and kind, at what time of the city's clock, for whom."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class BriefSchedule(InArea, Base):
    """One time of day, of each day or of one weekday, at which a briefing is made in somebody's name."""

    __tablename__ = "brief_schedules"
    __table_args__ = (Index("ix_brief_schedules_next", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    minute: Mapped[int]
    """Of the day on the city's clock, 0 to 1439."""
    weekday: Mapped[int | None]
    """0 is Monday; None: each day."""
    made_by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime] = mapped_column(Moment)
    """When it is due, or tried again."""
    due_at: Mapped[datetime] = mapped_column(Moment)
    """When what is due next should be made, however often that was tried."""
    tries: Mapped[int] = mapped_column(default=0)
    last_id: Mapped[str] = mapped_column(String(40), default="")
    """The briefing that was made last, "" where none was."""
    last_at: Mapped[datetime | None] = mapped_column(Moment)
    fault: Mapped[str] = mapped_column(String(300), default="")
    """Why the last try failed, in the schedule's language; "" where it did not."""
    fault_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """It is made no more since; the row stays for the record."""
