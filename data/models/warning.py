"""Warnings with their append-only history and their checklist; sensors; where each rule stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class CityWarning(InArea, Base):
    """One warning as it stands; `area_code` is the smallest area that holds all it is for."""

    __tablename__ = "warnings"
    __table_args__ = (Index("ix_warnings_state_issued_at", "state", "issued_at"),)

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    """W, the city's day and a serial of that day."""
    kind: Mapped[str] = mapped_column(String(24))
    """data.warnings.levels.KINDS"""
    level: Mapped[str] = mapped_column(String(8))
    """blue, yellow, orange, red"""
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    """What to do or to know, by whoever issued it."""
    basis: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Why: the rule or surge, and its values in that moment."""
    shape: Mapped[str] = mapped_column(Text, default="")
    """As it was drawn (data.within.shape); empty where areas were chosen."""
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Codes of the areas it is for, the drawn shape's included."""
    outline: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """WKB, WGS84."""
    audience: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Titles of those it is for; [] means everybody there."""
    state: Mapped[str] = mapped_column(String(12))
    """draft, issued, updated, lifted, expired, refused"""
    version: Mapped[int] = mapped_column(Integer, default=1)
    origin: Mapped[str] = mapped_column(String(64))
    """hand, surge, or rule:NAME"""
    subject: Mapped[str] = mapped_column(String(160), default="")
    """What of a rule or surge it is about: while it is in force there is no second of the same."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    """When it was issued; of a draft, when it was made."""
    valid_until: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    verdict: Mapped[str] = mapped_column(String(12), default="")
    """hit, false_alarm, untold; empty: not yet"""
    verdict_by: Mapped[str] = mapped_column(String(80), default="")
    verdict_why: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy wants it


class WarningEvent(InArea, Base):
    """What happened to a warning; rows are added, never changed or removed."""

    __tablename__ = "warning_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    warning_id: Mapped[str] = mapped_column(String(20), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(String(16))
    """drafted, issued, updated, lifted, expired, refused, ticked, opened, judged"""
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class WarningTask(InArea, Base):
    """One item of a warning's checklist, as its plan had it when the warning was issued."""

    __tablename__ = "warning_tasks"

    warning_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(Integer)
    """In the order of the list."""
    text: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(240), default="")
    cases: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Numbers of the cases it opened."""
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[str | None] = mapped_column(String(64))
    done_name: Mapped[str] = mapped_column(String(80), default="")


class RuleWatch(InArea, Base):
    """Where a rule stands in one area or at one sensor: what it holds, since when what was reached."""

    __tablename__ = "rule_watches"

    rule: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(128), primary_key=True)
    level: Mapped[int] = mapped_column(Integer, default=0)
    """0 none, 1 blue to 4 red"""
    reached: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Since when each level's threshold has been reached without a break, as ISO 8601; "" where it is not."""
    below_since: Mapped[datetime | None] = mapped_column(Moment)
    value: Mapped[float | None] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(Moment)


class Sensor(InArea, Base):
    """One sensor of one source, with what it read last."""

    __tablename__ = "sensors"

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    sensor_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    value: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)

    # A row is written over only as it was read: of two who tell at once the older cannot come last.
    __mapper_args__ = {"version_id_col": at, "version_id_generator": False}  # noqa: RUF012


class SensorReading(InArea, Base):
    """What a sensor read; kept for a week."""

    __tablename__ = "sensor_readings"
    __table_args__ = (Index("ix_sensor_readings_at", "at"),)

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    sensor_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    value: Mapped[float] = mapped_column(Float)
