"""Which rows of a case leave the tables, and how they stand in a file."""

import json
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import JSON, ColumnElement, Integer, Table, Text, and_, cast, false, inspect, or_, select
from sqlalchemy.orm import Session

from data.models.base import Base, Moment
from data.models.case import CaseEvent, StageClock

MOMENT = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One table whose rows of an old case lie in the archive."""

    model: type[Base]
    order: str
    """The column that orders the rows of one case."""
    counted: ColumnElement[bool]
    """Which of the archived rows stay in the table too, because figures count them. Nobody shows those."""

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def table(self) -> Table:
        """The table."""
        return typing.cast(Table, inspect(self.model).local_table)

    @property
    def schema(self) -> pa.Schema:
        """What a file of it holds: the table's own columns; moments in UTC, microseconds; JSON as text."""
        return pa.schema([(column.name, _kind(column.type)) for column in self.table.c])


EVENTS = Detail(model=CaseEvent, order="version", counted=false())
CLOCKS = Detail(model=StageClock, order="id", counted=and_(
    StageClock.stage == "sign", StageClock.due_at.is_not(None),
    or_(StageClock.ended_at.is_(None), StageClock.ended_at > StageClock.due_at)))
"""Signatures that came late are a figure of their own (data.figures)."""
DETAILS = (EVENTS, CLOCKS)


def hot_rows(session: Session, detail: Detail, case_ids: Sequence[int]) -> pa.Table:
    """Return what the table holds of these cases, by case and in the order of each."""
    table = detail.table
    wanted = [cast(column, Text) if isinstance(column.type, JSON) else column for column in table.c]
    rows = session.execute(select(*wanted).where(table.c.case_id.in_(case_ids)).order_by(
        table.c.case_id, table.c[detail.order])).all()
    columns = list(zip(*rows, strict=True)) or [()] * len(table.c)
    return pa.table([pa.array(values, field.type) for field, values in zip(detail.schema, columns, strict=True)],
                    schema=detail.schema)


def as_stored(detail: Detail, found: pa.Table) -> list[dict[str, Any]]:
    """Return rows of a file as {column: value} of the mapper. Raises ValueError, KeyError or TypeError for others."""
    columns = {column.name: _values(column.type, found[column.name].to_pylist()) for column in detail.table.c}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(kind: Any, values: list[Any]) -> list[Any]:
    if isinstance(kind, JSON):
        return [json.loads(value) for value in values]
    if isinstance(kind, Moment):
        return [value.astimezone(UTC) if isinstance(value, datetime) else None for value in values]
    return values


def _kind(of: Any) -> pa.DataType:
    if isinstance(of, Moment):
        return MOMENT
    return pa.int64() if isinstance(of, Integer) else pa.string()
