"""Hot topics as they were found last."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class HotTopic(InArea, Base):
    """One topic of an area; the next look replaces all of them."""

    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    rank: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8))
    """new, rising, steady"""
    phrases: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(String(80))
    """What filters cases by it."""
    count: Mapped[int] = mapped_column(Integer)
    """Cases of the last seven days."""
    weekly_before: Mapped[float | None] = mapped_column(Float)
    """Cases a week in the weeks before; None where there were none to compare with."""
    score: Mapped[float] = mapped_column(Float)
    weeks: Mapped[list[int]] = mapped_column(JSON)
    """Cases in each week, this one last."""
    places: Mapped[list[tuple[str, int]]] = mapped_column(JSON)
    """(area code, cases) where most are; areas with few are left out."""
    cases: Mapped[list[str]] = mapped_column(JSON)
    """Numbers of the newest cases."""
    troubles: Mapped[dict[str, dict[str, Any]] | None] = mapped_column(JSON)
    """{"stuck" or "sore": {"cases", "of_all": share of all of the area's cases, "stands_out"}}; None of before it was
    kept, a trouble of few cases is left out."""
