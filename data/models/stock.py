"""Stock: what was moved, as a ledger that is only added to, and what each holder has of it by now."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, InArea, Moment


class StockMove(Base):
    """One movement by its key, so that sending it twice moves nothing twice; its entries say what it moved."""

    __tablename__ = "stock_moves"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    """Of what was asked: the same key with something else is refused."""
    at: Mapped[datetime] = mapped_column(Moment)


class StockEntry(InArea, Base):
    """One end of a movement: how much more or less a holder has. `area_code` is the holder's."""

    __tablename__ = "stock_entries"
    __table_args__ = (
        UniqueConstraint("area_code", "move_key", "holder_kind", "holder", "kind", "expires_on"),
        Index("ix_stock_entries_holder", "holder_kind", "holder", "id"),
        Index("ix_stock_entries_area_at", "area_code", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    move_key: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(8))
    """received, issued, returned, used, moved, counted"""
    holder_kind: Mapped[str] = mapped_column(String(8))
    """depot, case, unit"""
    holder: Mapped[str] = mapped_column(String(40))
    """A place's id, a case's number, a unit's id."""
    kind: Mapped[str] = mapped_column(String(32))
    expires_on: Mapped[str] = mapped_column(String(10), default="")
    """ISO day after which it counts as expired; empty for what does not expire."""
    change: Mapped[int] = mapped_column(Integer)
    after: Mapped[int] = mapped_column(Integer)
    """What the holder had of this kind and day once it was moved."""
    counted: Mapped[int | None] = mapped_column(Integer)
    """What somebody counted; `change` is then the difference to what the ledger said."""
    other_kind: Mapped[str] = mapped_column(String(8), default="")
    other: Mapped[str] = mapped_column(String(40), default="")
    """The other end; empty where it came from outside or is no more."""
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)


class StockBalance(InArea, Base):
    """What a holder has of a kind: the sum of its entries, changed in their transaction, never below nothing."""

    __tablename__ = "stock_balances"
    __table_args__ = (CheckConstraint("quantity >= 0", name="ck_stock_balances_never_negative"),
                      Index("ix_stock_balances_holder", "holder_kind", "holder"))

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    holder_kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    expires_on: Mapped[str] = mapped_column(String(10), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[datetime] = mapped_column(Moment)


class StockLimit(InArea, Base):
    """Below how much of a kind a depot is low, where somebody set it; elsewhere the kind's own limit holds."""

    __tablename__ = "stock_limits"

    area_code: Mapped[str] = mapped_column(AreaCode, primary_key=True)
    depot: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    low: Mapped[int] = mapped_column(Integer)
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)
