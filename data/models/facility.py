"""Facilities that say how many places they have and how many are free."""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Facility(InArea, Base):
    """One facility of one source, with the capacity that was told last."""

    __tablename__ = "facilities"
    __table_args__ = (Index("ix_facilities_kind_area", "kind", "area_code"),)

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    facility_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """beds, shelter, parking, toilet"""
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    total: Mapped[int] = mapped_column(Integer)
    free: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[datetime] = mapped_column(Moment)
    """The moment the source counted."""
    received_at: Mapped[datetime] = mapped_column(Moment)

    # A row is written over only as it was read: of two who tell at once the older cannot come last.
    __mapper_args__ = {"version_id_col": as_of, "version_id_generator": False}  # noqa: RUF012
