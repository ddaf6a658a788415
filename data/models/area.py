"""Areas: five nested levels, city to grid. A child's code begins with its parent's."""

from datetime import datetime

from sqlalchemy import JSON, Float, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, InArea, Moment


class Area(InArea, Base):
    """One polygon of one level. `area_code` is the area's own code."""

    __tablename__ = "areas"
    # How many areas of which level lie in one, and can be drawn: told without a look at a polygon.
    __table_args__ = (Index("ix_areas_sizes", "area_code", "level", "area_m2"),)

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    parent_code: Mapped[str] = mapped_column(AreaCode, index=True, default="")
    level: Mapped[int] = mapped_column(Integer, index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    population: Mapped[int | None] = mapped_column(Integer)
    households: Mapped[int | None] = mapped_column(Integer)
    area_m2: Mapped[float] = mapped_column(Float)
    """Square metres, geodesic, WGS84."""
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    """A point inside the polygon, where its label stands."""
    west: Mapped[float] = mapped_column(Float)
    south: Mapped[float] = mapped_column(Float)
    east: Mapped[float] = mapped_column(Float)
    north: Mapped[float] = mapped_column(Float)
    geometry: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """WKB, Polygon or MultiPolygon, WGS84 longitude and latitude."""
    share_in_parent: Mapped[float] = mapped_column(Float, default=1.0)
    """How much of the area lies inside its parent, 0 to 1."""
    valid_from: Mapped[datetime | None] = mapped_column(Moment)
    valid_to: Mapped[datetime | None] = mapped_column(Moment)


class AreaAlias(Base):
    """A source's own id of an area; search and import know it."""

    __tablename__ = "area_aliases"

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    alias: Mapped[str] = mapped_column(String(120), primary_key=True)
    code: Mapped[str] = mapped_column(AreaCode, index=True)


class Backdrop(Base):
    """A river, road or park that the map draws by itself, so that no tile server is asked."""

    __tablename__ = "backdrop"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """river, road, rail, park, water, coast"""
    rank: Mapped[int] = mapped_column(Integer, default=1)
    """1 is drawn widest."""
    name: Mapped[str] = mapped_column(String(80), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    geometry: Mapped[bytes] = mapped_column(LargeBinary)
    """WKB, any type, WGS84."""
    attributes: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


