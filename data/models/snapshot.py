"""Snapshots: screens that were kept as they stood."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, Moment


class Snapshot(Base):
    """One screen as it stood, for whoever holds its address and may see its area; it is never changed."""

    __tablename__ = "snapshots"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    """Cannot be guessed; it gives nobody a right that they do not have anyway."""
    area: Mapped[str] = mapped_column(AreaCode)
    """What the screen was narrowed to."""
    moment: Mapped[datetime] = mapped_column(Moment)
    """What the screen is of."""
    address: Mapped[str] = mapped_column(String(4_000))
    """The part of the screen's own address after the path, `?` included."""
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The screen's answer as JSON, packed by gzip."""
    layout: Mapped[str] = mapped_column(String(32))
    """The edition of the program that drew it."""
    audience: Mapped[str] = mapped_column(String(8))
    """"area": whoever may see the cases of its area; "own": who took it."""
    made_by: Mapped[str] = mapped_column(String(64), index=True)
    by_name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
