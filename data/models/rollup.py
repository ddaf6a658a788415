"""Counted cases: how many came in and how many were closed, by area, hour and outcome.

`data.storage.rollups` keeps them; no row here is anybody's to write by hand.
"""

from sqlalchemy import Column, Index, Integer, String, Table, text

from data.models.base import AreaCode, Base

ROLLUPS = Table(
    "rollups", Base.metadata,
    Column("area_code", AreaCode, primary_key=True),
    Column("hour_no", Integer, primary_key=True, autoincrement=False),
    Column("outcome", String(16), primary_key=True),
    Column("received", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    # Rows that came to nothing are found by it, to be taken away.
    Index("ix_rollups_empty", "received", sqlite_where=text("received = 0 AND closed = 0"),
          postgresql_where=text("received = 0 AND closed = 0")),
    sqlite_with_rowid=False,
)
"""Of the large areas (data.storage.rollups); `hour_no` is that of receipt for `received`, of closing for `closed`."""

ROLLUP_STEPS = Table(
    "rollup_steps", Base.metadata,
    Column("area_code", AreaCode, nullable=False),
    Column("hour_no", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("received", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
)
"""What the transaction at work has changed, written by triggers on cases; empty after every commit."""
