"""Cases, their append-only events, the classes they fall into and the departments that answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import AreaCode, Base, InArea, Moment


class Department(Base):
    """An office that answers for classes of cases."""

    __tablename__ = "departments"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))


class CaseClass(Base):
    """One class of one named scheme; bare codes are never joined across schemes."""

    __tablename__ = "case_classes"

    scheme: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    major: Mapped[str] = mapped_column(String(64), default="")
    """Code of the major class in the same scheme; empty for a major class itself."""
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    priority: Mapped[int] = mapped_column(Integer, default=4)
    limit_hours: Mapped[float | None] = mapped_column(Float)
    """Time allowed from acceptance to handled, in hours on the clock; None where no limit is known."""
    limit: Mapped[str | None] = mapped_column(String(16))
    """The same in the standard's own units, such as 4WH (data.calendar.limits); goes before `limit_hours`."""
    department: Mapped[str | None] = mapped_column(String(32))
    unit_kind: Mapped[str | None] = mapped_column(String(32))
    skills: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """One of these skills is needed; None: whatever units of the kind can do."""
    crew: Mapped[int | None] = mapped_column(Integer)
    """People that are needed at least; None: one."""


class Case(InArea, Base):
    """One matter, from report to closing. `priority` 1 (most urgent) to 4."""

    __tablename__ = "cases"
    __answered_for__ = True
    __table_args__ = (
        UniqueConstraint("source", "event_id"),
        # All that desks count and order of open cases: no row of a table with ten years in it is touched for it.
        Index("ix_cases_open", "area_code", "state", "stage_due_at", "due_at", "priority", "class_code", "department",
              "asked_due_at", "is_supervised", "paused_at", "is_open", sqlite_where=text("is_open IS 1"),
              postgresql_where=text("is_open IS TRUE")),
        Index("ix_cases_proposed", "area_code", "is_open", sqlite_where=text("is_open IS 1 AND proposal IS NOT NULL"),
              postgresql_where=text("is_open IS TRUE AND proposal IS NOT NULL")),
        # Its condition names the latitude, which every case has, so that only who asks by it is led here.
        Index("ix_cases_open_spot", "lat", "lon", "is_open", sqlite_where=text("is_open IS 1 AND lat IS NOT NULL"),
              postgresql_where=text("is_open IS TRUE AND lat IS NOT NULL")),
        # The newest of a small area are found in it, however many lie there: no row is touched but theirs.
        Index("ix_cases_area_received", "area_code", "received_at", postgresql_include=["id"]),
        Index("ix_cases_hour_area", "hour_no", "area_code"),
        Index("ix_cases_received", "received_at", "area_code"),
        Index("ix_cases_closed", "closed_at", "area_code", "due_at", sqlite_where=text("closed_at IS NOT NULL"),
              postgresql_where=text("closed_at IS NOT NULL")),
        Index("ix_cases_stage", "state", "stage_due_at", "area_code"),
        Index("ix_cases_department", "department", "is_open", "due_at"),
        # Few cases are parts of another, or merged: what comes in pays nothing for these indexes.
        Index("ix_cases_parent", "parent_id", sqlite_where=text("parent_id IS NOT NULL"),
              postgresql_where=text("parent_id IS NOT NULL")),
        Index("ix_cases_merged", "merged_into", sqlite_where=text("merged_into IS NOT NULL"),
              postgresql_where=text("merged_into IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    area_code: Mapped[str] = mapped_column(AreaCode)
    case_no: Mapped[str] = mapped_column(String(24), unique=True)
    source: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[str] = mapped_column(String(128))
    channel: Mapped[str] = mapped_column(String(24))
    """hotline, patrol, phone, sensor, video, import, replay, api, desk"""
    state: Mapped[str] = mapped_column(String(24))
    is_open: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer, default=1)
    class_scheme: Mapped[str] = mapped_column(String(32))
    class_code: Mapped[str] = mapped_column(String(64))
    major_code: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(240), default="")
    priority: Mapped[int] = mapped_column(Integer)
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    placed: Mapped[str] = mapped_column(String(8))
    """"point": the report's own coordinates; "area": only the area is known, the point is its label point."""
    occurred_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    hour_no: Mapped[int] = mapped_column(Integer)
    """clock.hour_number(received_at)"""
    first_response_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    handled_at: Mapped[datetime | None] = mapped_column(Moment)
    kept_time: Mapped[bool | None] = mapped_column(Boolean)
    """Was it handled in time, by the word of a source that gives no moments? None where moments tell."""
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    department: Mapped[str | None] = mapped_column(String(32), ForeignKey("departments.code"))
    reporter: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """Kept for the call-back, never sent to a screen."""
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by: Mapped[str | None] = mapped_column(String(80))
    shelved_until: Mapped[datetime | None] = mapped_column(Moment)
    """Until when its alarm is kept off the walls; who said so, and why, stands in the timeline."""

    # The loop's course. What a bulk insert leaves out has the value of a case that has just come in.
    level: Mapped[int | None] = mapped_column(Integer)
    """Who holds the case: 1 the city, 2 a district, 3 a street; None the community it lies in."""
    parent_id: Mapped[int | None] = mapped_column(Integer)
    """The case this one is a part of; it closes only when its parts have ended."""
    merged_into: Mapped[int | None] = mapped_column(Integer)
    """The id of the case that goes on instead of this one."""
    supporters: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How many further reporters said the same."""
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the classifier proposes until a person confirms: {"class", "confidence", "words", "runner_up", "model"}."""
    route: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The routing rule that matched: {"profile", "version", "rule"}."""
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    dispatched_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    followed_up_at: Mapped[datetime | None] = mapped_column(Moment)
    evaluated_at: Mapped[datetime | None] = mapped_column(Moment)
    stage_due_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the present stage should be over; `due_at` is the deadline of handling."""
    paused_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when the clock stands still."""
    asked_due_at: Mapped[datetime | None] = mapped_column(Moment)
    """The later deadline somebody asked for and nobody granted or refused yet."""
    returns: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often it was given back by those it was sent to."""
    reworks: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often verification found it not done."""
    reopenings: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    extensions: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    contacted: Mapped[bool | None] = mapped_column(Boolean)
    """What the reporter answered when called back; None: not asked, or said nothing."""
    solved: Mapped[bool | None] = mapped_column(Boolean)
    satisfied: Mapped[bool | None] = mapped_column(Boolean)
    grade: Mapped[int | None] = mapped_column(Integer)
    """The evaluation, 1 (poor) to 5 (very good)."""
    is_supervised: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Is a supervision of this case in force?"""
    suspicions: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Bits of data.cases.suspicions: why this closing is not believed."""
    campaign_id: Mapped[int | None] = mapped_column(Integer)


class StageClock(Base):
    """How long a case stood in one stage and how long it was allowed to: one row each time a stage begins."""

    __tablename__ = "stage_clocks"
    __table_args__ = (Index("ix_stage_clocks_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    stage: Mapped[str] = mapped_column(String(24))
    """register, dispatch, sign, handle, verify, follow_up, evaluate, close"""
    limit: Mapped[str | None] = mapped_column(String(16))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    paused_seconds: Mapped[int] = mapped_column(Integer, default=0)


class CaseEvent(Base):
    """What happened to a case; rows are added, never changed or removed."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("case_id", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    """The version the case has after this event."""
    verb: Mapped[str] = mapped_column(String(24))
    before: Mapped[str] = mapped_column(String(24))
    after: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[str | None] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


OPEN_DISPATCH = text("ended_at IS NULL")


class Dispatch(InArea, Base):
    """One unit sent to one case. A unit has at most one that has not ended."""

    __tablename__ = "dispatches"
    __table_args__ = (
        Index("uq_dispatches_open_unit", "unit_id", unique=True,
              sqlite_where=OPEN_DISPATCH, postgresql_where=OPEN_DISPATCH),
        Index("ix_dispatches_case", "case_id"),
        Index("ix_dispatches_unit_sent", "unit_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"))
    is_lead: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Does this unit answer for the case? The others help."""
    sent_at: Mapped[datetime] = mapped_column(Moment)
    sent_by: Mapped[str] = mapped_column(String(80))
    under_way_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(24))
    """finished, recalled, withdrawn, case_closed"""
    distance_m: Mapped[float | None] = mapped_column(Float)
