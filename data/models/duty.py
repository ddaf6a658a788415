"""The ledger of units' duty: each change of a unit's status, as it happened."""

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class DutyEntry(InArea, Base):
    """One change; rows are added, never changed. `area_code` is that of the unit."""

    __tablename__ = "duty_entries"
    __table_args__ = (Index("ix_duty_entries_unit", "unit_id", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(String(80))
    """Who said so; a job's name where the program did."""
