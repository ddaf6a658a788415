"""The declarative base, the column types that protect us, and the mark of scoped rows."""

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from data.audit import chain

CODE_LENGTH = 32


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can find it on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment. Naive values are refused: a time without a zone is a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value in UTC, without its zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a zone: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SealedJson(TypeDecorator[dict[str, Any]]):
    """An object of JSON, stored in the very text that the audit trail seals: a blank more and the seal is broken."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text."""
        return None if value is None else chain.write(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002
        """Return the object."""
        found: dict[str, Any] | None = None if value is None else json.loads(value)
        return found


AreaCode = String(CODE_LENGTH).with_variant(String(CODE_LENGTH, collation="C"), "postgresql")
"""Byte order on both databases, so that a range over codes is a prefix test."""


class InArea:
    """Rows that lie in an area; the session's guard shows only those inside the scope."""

    __answered_for__: ClassVar[bool] = False
    """Does each row name the `department` that answers for it? Then a grant may be for that department's rows only."""

    area_code: Mapped[str] = mapped_column(AreaCode, index=True)
