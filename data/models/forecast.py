"""Forecasts as they were made, and what the truth made of them."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, Float, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, InArea, Moment


class Forecast(InArea, Base):
    """How many cases one area receives on one city day, of one class or of all."""

    __tablename__ = "forecasts"
    __table_args__ = (UniqueConstraint("area_code", "class_code", "target", "ahead"),
                      Index("ix_forecasts_target", "target", "scored_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    class_code: Mapped[str] = mapped_column(String(16), default="")
    """A major class; empty: all classes."""
    level: Mapped[int] = mapped_column(Integer)
    target: Mapped[date] = mapped_column(Date)
    """The city day it speaks of."""
    ahead: Mapped[int] = mapped_column(Integer)
    """1: made as the day began, from the days before; 2: a day earlier."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    is_replayed: Mapped[bool] = mapped_column(Boolean, default=False)
    """Made afterwards, from nothing but the days before."""
    version: Mapped[str] = mapped_column(String(40))
    shown: Mapped[str] = mapped_column(String(16))
    """Which of the models screens show: profile, weekday, yesterday."""
    mean: Mapped[float] = mapped_column(Float)
    """Of the model profile; the parts of an area add up to the area's."""
    quantiles: Mapped[dict[str, list[float]]] = mapped_column(JSON)
    """{model: [10 %, 50 %, 90 %]}"""
    hours: Mapped[dict[str, list[float]] | None] = mapped_column(JSON)
    """{"mean", "low", "high"} by hour of the city day, of the model profile; those of classes add up to all."""
    truth: Mapped[int | None] = mapped_column(Integer)
    loss: Mapped[float | None] = mapped_column(Float)
    """Mean pinball loss of the profile's three quantiles; those of the other models beside it."""
    loss_weekday: Mapped[float | None] = mapped_column(Float)
    loss_yesterday: Mapped[float | None] = mapped_column(Float)
    is_within: Mapped[bool | None] = mapped_column(Boolean)
    """Did the truth lie in the profile's interval?"""
    hours_within: Mapped[float | None] = mapped_column(Float)
    """The share of the day's hours whose truth lay in theirs."""
    scored_at: Mapped[datetime | None] = mapped_column(Moment)


class GridForecast(InArea, Base):
    """How the cases of one area on one city day are foretold to lie over its grids, of one class or of all.

    One row for all grids of an area: a city has twenty thousand. Lists run along `grids`.
    """

    __tablename__ = "grid_forecasts"
    __table_args__ = (UniqueConstraint("area_code", "class_code", "target", "ahead"),
                      Index("ix_grid_forecasts_target", "target", "scored_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    class_code: Mapped[str] = mapped_column(String(16), default="")
    """A major class; empty: all classes."""
    target: Mapped[date] = mapped_column(Date)
    ahead: Mapped[int] = mapped_column(Integer)
    """As a forecast's."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    is_replayed: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[str] = mapped_column(String(40))
    shown: Mapped[str] = mapped_column(String(16))
    """Which of the models screens show: shares, days, weekday."""
    mean: Mapped[float] = mapped_column(Float)
    """The area's: of all classes, its forecast's mean."""
    n: Mapped[int] = mapped_column(Integer)
    """Of how many grids it speaks."""
    grids: Mapped[list[str]] = mapped_column(JSON)
    """What follows the area's code in a grid's; empty: the cases that lie in no grid."""
    means: Mapped[dict[str, list[float]]] = mapped_column(JSON)
    """{model: expected cases}; of the model shares, parts of the mean that add up to 1."""
    quantiles: Mapped[dict[str, list[list[int]]]] = mapped_column(JSON)
    """{model: [10 %, 50 %, 90 %]}, each a list."""
    truth: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    loss: Mapped[float | None] = mapped_column(Float)
    """Mean pinball loss of a grid by the model shares; those of the simpler models beside it."""
    loss_days: Mapped[float | None] = mapped_column(Float)
    loss_weekday: Mapped[float | None] = mapped_column(Float)
    within: Mapped[float | None] = mapped_column(Float)
    """The share of grids whose truth lay in the interval of the model shares."""
    scored_at: Mapped[datetime | None] = mapped_column(Moment)


class LedgerScore(Base):
    """How good anything else that was foretold turned out to be, against the plain way of telling it."""

    __tablename__ = "ledger_scores"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    """An area's code, or an algorithm."""
    target: Mapped[date] = mapped_column(Date, primary_key=True)
    score: Mapped[float] = mapped_column(Float)
    reference: Mapped[float | None] = mapped_column(Float)
    n: Mapped[int] = mapped_column(Integer)
    """Of how many cases or warnings it speaks."""
    noted_at: Mapped[datetime] = mapped_column(Moment)
