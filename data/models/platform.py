"""Signs of the program's processes: what each takes and how soon it answers, as it said last."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class ProcessSign(Base):
    """One server process of one host."""

    __tablename__ = "process_signs"

    host: Mapped[str] = mapped_column(String(80), primary_key=True)
    pid: Mapped[int] = mapped_column(Integer, primary_key=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """memory_mb, cpu_seconds, threads, lag_ms, lag_worst_ms, wait_ms, waiting_rows; absent where unknown"""
