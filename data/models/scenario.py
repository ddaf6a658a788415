"""Scenarios: what somebody tried out with units and facilities, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Scenario(InArea, Base):
    """One scenario of an area. Nothing of the city changes by it."""

    __tablename__ = "scenarios"
    __table_args__ = (Index("ix_scenarios_area_changed", "area_code", "changed_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """In their order: {"do": move, add, remove; "what": unit, place; "kind"; "id"; "grid"; "note"}."""
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """data.reach.whatif.Result as JSON."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what the result was reckoned from."""
    reckoned_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)
