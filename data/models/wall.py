"""Walls that ask to be let in: each shows a code until somebody at a desk knows it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class Pairing(Base):
    """One asking. The wall holds a secret, the eye a code of six digits; only whoever sees both can pair them."""

    __tablename__ = "pairings"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[str | None] = mapped_column(String(64))
    """The wall it became, once somebody let it in; the row goes when the wall has fetched its session."""
