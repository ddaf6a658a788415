"""What stands in a grid besides cases: block grids of departments, objects, organisations, people as counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, InArea, Moment


class Overlay(Base):
    """A department's own division of the city, laid over the base grids: each block is a union of them."""

    __tablename__ = "overlays"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str | None] = mapped_column(String(32))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)


class Block(Base):
    """One block grid of an overlay."""

    __tablename__ = "blocks"

    overlay: Mapped[str] = mapped_column(ForeignKey("overlays.code"), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    geometry: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """WKB, the union of its base grids, WGS84."""


class BlockGrid(InArea, Base):
    """A base grid that belongs to a block; to one of each overlay at most."""

    __tablename__ = "block_grids"

    overlay: Mapped[str] = mapped_column(ForeignKey("overlays.code"), primary_key=True)
    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    block: Mapped[str] = mapped_column(String(32))


class Element(InArea, Base):
    """An object (a component with a code) or an organisation of a grid's ledger; places have a table of their own."""

    __tablename__ = "elements"
    __table_args__ = (UniqueConstraint("kind", "code"), Index("ix_elements_area_kind", "area_code", "kind"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """object, organisation"""
    code: Mapped[str] = mapped_column(String(64))
    class_code: Mapped[str] = mapped_column(String(64), default="")
    name: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    department: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default="sound")
    """sound, damaged, lost, removed; for organisations open or closed"""
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    as_of: Mapped[datetime] = mapped_column(Moment)


class ElementLink(Base):
    """How two elements belong together: an organisation runs a place, an object belongs to an organisation."""

    __tablename__ = "element_links"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    from_kind: Mapped[str] = mapped_column(String(16))
    """object, organisation, place, case"""
    from_key: Mapped[str] = mapped_column(String(64), index=True)
    relation: Mapped[str] = mapped_column(String(24))
    """belongs_to, runs, stands_at, about"""
    to_kind: Mapped[str] = mapped_column(String(16))
    to_key: Mapped[str] = mapped_column(String(64), index=True)


class PeopleCount(InArea, Base):
    """How many people of a grid have a need; nobody's name stands anywhere."""

    __tablename__ = "people_counts"

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    need: Mapped[str] = mapped_column(String(32), primary_key=True)
    """living_alone, aged_80, disabled, minor_alone, low_income, moved_in"""
    count: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[datetime] = mapped_column(Moment)
    source: Mapped[str] = mapped_column(String(64), default="")
