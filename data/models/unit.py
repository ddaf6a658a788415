"""Units (people and vehicles that can be sent) and places (facilities that stand still)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Float, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Unit(InArea, Base):
    """A crew, a person or a vehicle. `area_code` is the area it serves, not where it stands."""

    __tablename__ = "units"
    __table_args__ = (Index("ix_units_kind_status", "kind", "status"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(32))
    """grid_officer, police, fire, sanitation, repair, medical, enforcement"""
    is_vehicle: Mapped[bool] = mapped_column(Boolean, default=False)
    crew: Mapped[int] = mapped_column(Integer, default=1)
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    department: Mapped[str | None] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    """available, dispatched, under_way, on_scene, off_duty, offline"""
    status_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it is so; None where nobody noted it."""
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    position_at: Mapped[datetime] = mapped_column(Moment)
    home_lon: Mapped[float] = mapped_column(Float)
    home_lat: Mapped[float] = mapped_column(Float)
    shift_start_hour: Mapped[int] = mapped_column(Integer, default=0)
    shift_hours: Mapped[int] = mapped_column(Integer, default=24)
    """City wall-clock hour the shift begins and its length; 24 means always on duty."""
    done_today: Mapped[int] = mapped_column(Integer, default=0)
    max_load: Mapped[int | None] = mapped_column(Integer)
    """Cases it takes in a day; None: as many as the rules of allocation say."""
    worked_min: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    """Minutes it was out since it last rested, see data.units.rest."""
    rests_until: Mapped[datetime | None] = mapped_column(Moment)
    """Until when it rests after long work; None or past: it does not."""
    version: Mapped[int] = mapped_column(Integer, default=1)


class Place(InArea, Base):
    """A facility: hospital, school, shelter, fire station, park, toilet, camera, hydrant."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("source", "source_id"), Index("ix_places_kind_area", "kind", "area_code"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    source: Mapped[str] = mapped_column(String(64))
    source_id: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(240), default="")
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
