"""When the program itself was away: nothing could be received then, and charts say so."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class Heartbeat(Base):
    """The last sign of life, of whichever process."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Outage(Base):
    """One time without a sign of life; rows are added, never changed."""

    __tablename__ = "outages"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime] = mapped_column(Moment, index=True)
