"""Profiles of grids: patrol rankings and how good they were, risk, blind spots, clusters, places that come back.

Each run of an algorithm replaces its rows; rankings and their scores are kept as they were made.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Float, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, InArea, Moment

DAY_LENGTH = 10
"""YYYY-MM-DD on the city's clock."""


class PatrolRank(InArea, Base):
    """One grid of a day's ranking, as it was made before anything of that day was counted."""

    __tablename__ = "patrol_ranks"
    __table_args__ = (Index("ix_patrol_ranks_day_method_rank", "day", "method", "rank"),)

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    day: Mapped[str] = mapped_column(String(DAY_LENGTH), primary_key=True)
    method: Mapped[str] = mapped_column(String(16), primary_key=True)
    """learned, last_28"""
    rank: Mapped[int] = mapped_column(Integer)
    expected: Mapped[float] = mapped_column(Float)
    """Relative to the other grids of the same ranking."""
    reasons: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    """What it rests on -> share, 0 to 1."""


class PatrolDay(Base):
    """One day of one method: when its ranking was made, and what came of it."""

    __tablename__ = "patrol_days"

    day: Mapped[str] = mapped_column(String(DAY_LENGTH), primary_key=True)
    method: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Moment)
    is_backtest: Mapped[bool] = mapped_column(Boolean)
    """Was it reckoned afterwards, from what was known before that day?"""
    grids: Mapped[int] = mapped_column(Integer)
    top: Mapped[int] = mapped_column(Integer)
    """How many grids stand in the ranking."""
    scored_at: Mapped[datetime | None] = mapped_column(Moment)
    cases: Mapped[int | None] = mapped_column(Integer)
    hits: Mapped[float | None] = mapped_column(Float)
    """Cases of the day in the ranking's grids; a fraction where equals at the edge share a place."""


class GridProfile(InArea, Base):
    """The risk score of one grid with its factors."""

    __tablename__ = "grid_profiles"

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    risk: Mapped[float] = mapped_column(Float, index=True)
    """0 to 100."""
    rank: Mapped[int] = mapped_column(Integer)
    factors: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """[{"key", "value", "place", "weight", "points"}]; the points add up to the risk."""


class BlindSpot(InArea, Base):
    """A grid where nothing was reported or sensed and nobody stood, though something was to be expected."""

    __tablename__ = "blind_spots"

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    days: Mapped[int] = mapped_column(Integer)
    expected: Mapped[float] = mapped_column(Float)
    zero_chance: Mapped[float] = mapped_column(Float)
    """How likely nothing at all would be."""
    mix: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """[{"scheme", "code", "expected"}]: what kinds would be expected, most first."""
    last_day: Mapped[str] = mapped_column(String(DAY_LENGTH), default="")
    """Of the last case there; empty where none is known."""


class HotGrid(InArea, Base):
    """A grid that lies among more cases than chance would put there: Getis-Ord Gi*."""

    __tablename__ = "hot_grids"

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    z: Mapped[float] = mapped_column(Float)
    p: Mapped[float] = mapped_column(Float)
    cases: Mapped[int] = mapped_column(Integer)
    days: Mapped[int] = mapped_column(Integer)


class Cluster(InArea, Base):
    """Cases near each other in space and time that chance would hardly put there; `area_code` is its middle."""

    __tablename__ = "clusters"

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    class_scheme: Mapped[str] = mapped_column(String(32), default="")
    class_code: Mapped[str] = mapped_column(String(64), default="")
    """A major class; empty for all classes together."""
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    radius_m: Mapped[float] = mapped_column(Float)
    begins: Mapped[str] = mapped_column(String(DAY_LENGTH))
    ends: Mapped[str] = mapped_column(String(DAY_LENGTH))
    observed: Mapped[int] = mapped_column(Integer)
    expected: Mapped[float] = mapped_column(Float)
    p: Mapped[float] = mapped_column(Float)
    grids: Mapped[list[str]] = mapped_column(JSON, default=list)


class RepeatPlace(InArea, Base):
    """A place where the same class of case came back again and again."""

    __tablename__ = "repeat_places"

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    class_scheme: Mapped[str] = mapped_column(String(32))
    class_code: Mapped[str] = mapped_column(String(64))
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    cases: Mapped[int] = mapped_column(Integer)
    open: Mapped[int] = mapped_column(Integer)
    closed: Mapped[int] = mapped_column(Integer)
    doubted: Mapped[int] = mapped_column(Integer)
    """Closings that are not believed (data.cases.suspicions)."""
    first_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    latest_id: Mapped[int] = mapped_column(Integer)
    """The id of the latest case there."""


class RiskState(Base):
    """How one of these stands: when it was made, from what, and what it could not know."""

    __tablename__ = "risk_states"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    """patrol, profiles, blind, hot, clusters, near, repeats"""
    made_at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    unknown: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of words."""
