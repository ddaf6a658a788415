"""The change log: what screens must hear of, in one gap-free sequence."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, Moment


class Serial(Base):
    """Named counters drawn inside the transaction that uses the number, so none is ever skipped."""

    __tablename__ = "serials"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(Integer, default=0)


class Change(Base):
    """One thing that changed, written in the transaction that changed it."""

    __tablename__ = "changes"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """case, unit, place, city_stage, mute, warning (these concern every screen), map (geometry or bulk history: screens
    start anew)"""
    key: Mapped[str] = mapped_column(String(64))
    area_code: Mapped[str] = mapped_column(AreaCode)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What a screen needs to draw it; nothing about reporters."""
