"""Free units that were told to stand elsewhere, so that what others left uncovered is reached again."""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Relief(InArea, Base):
    """One unit told to stand by at another place. `area_code` is the unit's, longitude and latitude are WGS84."""

    __tablename__ = "reliefs"
    __table_args__ = (Index("ix_reliefs_unit", "unit_id", "ended_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    """Where it is to stand."""
    grid: Mapped[str] = mapped_column(String(32))
    """The area this place lies in."""
    home_lon: Mapped[float] = mapped_column(Float)
    home_lat: Mapped[float] = mapped_column(Float)
    """Where it stood by before."""
    ordered_at: Mapped[datetime] = mapped_column(Moment)
    ordered_by: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was called back; None: it stands by there."""
