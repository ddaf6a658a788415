"""The city itself: one row that says what it is called, how it is divided, whether it is a demo."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, Moment

DISTRICT = 2
"""The level below the city: what is counted ahead, and asked otherwise, down to here is large."""


class City(Base):
    """There is one row, id 1. `levels` lists, outermost first, {"key", "zh", "en", "width"}: the
    level's names and the length of its codes."""

    __tablename__ = "city"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(AreaCode)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    marker: Mapped[str] = mapped_column(String(16), default="")
    """"demo" for a synthetic city, "replay" while history is played back, else empty."""
    code_scheme: Mapped[str] = mapped_column(String(32))
    class_scheme: Mapped[str] = mapped_column(String(32))
    """The case classes that reports without a scheme are read in."""
    levels: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    epoch: Mapped[str] = mapped_column(String(32))
    """Names this database's change log; a screen that resumes with another epoch starts anew."""
    map_version: Mapped[str] = mapped_column(String(32))
    """Changes whenever an area or a backdrop feature changes; part of the geometry URLs."""
    population_as_of: Mapped[datetime | None] = mapped_column(Moment)
    breaks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """data.cases.breaks.choose: fixed once, so that a colour means the same every day."""
    west: Mapped[float] = mapped_column(Float)
    south: Mapped[float] = mapped_column(Float)
    east: Mapped[float] = mapped_column(Float)
    north: Mapped[float] = mapped_column(Float)

    def level_of(self, code: str) -> int:
        """Return the level (1 = city) whose codes have this length; 0 where none has."""
        for number, level in enumerate(self.levels, start=1):
            if level["width"] == len(code):
                return number
        return 0

    def width_of(self, level: int) -> int:
        """Return the length of codes at a level (1 = city)."""
        return int(self.levels[level - 1]["width"])

    def level_name(self, level: int, language: str) -> str:
        """Return what areas of a level (1 = city) are called in a language; in Chinese where it has no other name."""
        named = self.levels[level - 1]
        return str((language == "en" and named["en"]) or named["zh"])

    def leaf_level(self) -> int:
        """Return the number of the finest level, the grids."""
        return len(self.levels)
