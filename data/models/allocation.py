"""Dispatch proposals as they were made, what became of them, and what nobody could be sent for."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class AllocationPlan(InArea, Base):
    """One plan. `area_code` is the area it was made for."""

    __tablename__ = "allocation_plans"
    __table_args__ = (Index("ix_allocation_plans_area_made", "area_code", "made_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    cases: Mapped[int] = mapped_column(Integer)
    """Cases that waited."""
    units: Mapped[int] = mapped_column(Integer)
    """Units that could be sent somewhere."""
    seconds: Mapped[float] = mapped_column(Float)
    gap: Mapped[float] = mapped_column(Float)
    delay_min: Mapped[float] = mapped_column(Float)
    """Weighted minutes."""
    nearest_first_min: Mapped[float] = mapped_column(Float)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """{"solver", "travel", "coverage", "fairness", "unknown", "rules"}"""


class AllocationPick(InArea, Base):
    """One unit proposed for one case. `area_code` is the case's."""

    __tablename__ = "allocation_picks"
    __table_args__ = (Index("ix_allocation_picks_plan", "plan_id"),
                      Index("ix_allocation_picks_case", "case_id"),
                      Index("ix_allocation_picks_decided", "decided_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("allocation_plans.id"))
    case_id: Mapped[int] = mapped_column(Integer)
    case_no: Mapped[str] = mapped_column(String(24))
    case_version: Mapped[int] = mapped_column(Integer)
    unit_id: Mapped[str] = mapped_column(String(32))
    minutes: Mapped[float] = mapped_column(Float)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """{"metres", "on_roads", "from": [lon, lat], "reasons", "alternatives"}"""
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    """proposed, accepted, refused"""
    code: Mapped[str] = mapped_column(String(40), default="")
    """Why it was refused."""
    sent_unit: Mapped[str | None] = mapped_column(String(32))
    """The unit that was sent: the proposed one, or the one it was changed to."""
    promised_min: Mapped[float | None] = mapped_column(Float)
    """Minutes that the unit which was sent was to take."""
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    dispatch_id: Mapped[int | None] = mapped_column(Integer)


class AllocationDecision(InArea, Base):
    """One decision on one pick; rows are added, never changed. `area_code` is the case's."""

    __tablename__ = "allocation_decisions"
    __table_args__ = (Index("ix_allocation_decisions_pick", "pick_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    pick_id: Mapped[int] = mapped_column(ForeignKey("allocation_picks.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(12))
    """accepted, refused"""
    code: Mapped[str] = mapped_column(String(40), default="")
    """Why it was refused."""
    unit_id: Mapped[str | None] = mapped_column(String(32))
    """The unit that was sent."""
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))


class AllocationShortfall(InArea, Base):
    """One case that a plan could send nobody to, and why. `area_code` is the case's."""

    __tablename__ = "allocation_shortfalls"
    __table_args__ = (Index("ix_allocation_shortfalls_plan", "plan_id"),
                      Index("ix_allocation_shortfalls_case", "case_id"),
                      Index("ix_allocation_shortfalls_hour", "hour_no", "area_code"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("allocation_plans.id"))
    case_id: Mapped[int] = mapped_column(Integer)
    case_no: Mapped[str] = mapped_column(String(24))
    case_version: Mapped[int] = mapped_column(Integer)
    hour_no: Mapped[int] = mapped_column(Integer)
    """clock.hour_number of the moment the plan was made."""
    unit_kind: Mapped[str] = mapped_column(String(32), default="")
    priority: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(24))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
