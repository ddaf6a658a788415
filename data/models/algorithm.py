"""Runs of algorithms as they happened, and which are switched off."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, Float, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class AlgorithmRun(Base):
    """One run."""

    __tablename__ = "algorithm_runs"
    __table_args__ = (Index("ix_algorithm_runs_name_began_at", "name", "began_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seconds: Mapped[float] = mapped_column(Float)
    cpu_seconds: Mapped[float] = mapped_column(Float)
    """Of its process: what it cost."""
    rows: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(8))
    """done, failed"""
    score: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    unknown: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What it could not know: keys of words."""
    notes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=list)
    """What came of it, where that is more than a score: keys of words. None in runs of before there were notes."""
    fault: Mapped[str] = mapped_column(String(200), default="")
    """The kind of error of one that failed."""


class AlgorithmSwitch(Base):
    """One algorithm that somebody switched, or asked to be run; none for one nobody touched."""

    __tablename__ = "algorithm_switches"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_on: Mapped[bool] = mapped_column(Boolean, default=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(80), default="")
    at: Mapped[datetime | None] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    """When somebody asked for a run out of turn."""
