"""Versions of the model that sorts texts, each as it was learned."""

from datetime import datetime

from sqlalchemy import JSON, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class TriageModel(Base):
    """One version. Rows stay for ever; the weights only of versions that one may still go back to."""

    __tablename__ = "triage_models"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(80))
    cases: Mapped[int] = mapped_column(Integer)
    """How many confirmed cases it learned from, beside the names of the classes."""
    up_to: Mapped[datetime | None] = mapped_column(Moment)
    """When the newest of them came in; None where there was none."""
    classes: Mapped[list[str]] = mapped_column(JSON)
    """Codes, rising."""
    pieces: Mapped[int] = mapped_column(Integer)
    """How large its vocabulary is."""
    format: Mapped[int] = mapped_column(Integer)
    """data.cases.classification.FORMAT of the code that learned it."""
    score: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    """What data.triage.retraining found: judged, right, calibration_error; fresh, right_fresh, right_before. And what
    data.triage.confirming finds while it is in use: answered, confirmed."""
    compared_with: Mapped[int | None] = mapped_column(Integer)
    """The version that was in force then, where the two were compared."""
    verdict: Mapped[str] = mapped_column(String(16))
    """first, not_worse, worse, waits, classes_changed"""
    size_bytes: Mapped[int] = mapped_column(Integer)
    """Of the weights; 0 where they are not kept."""
    weights: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """What data.cases.classification.from_bytes reads."""
    lessons: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """What it learned from, as hashes of 64 bits of text and class, rising."""
    in_force_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it came into force last; the newest of all is the one in force."""
    put_by: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why a person put it in force; empty where the program did."""
