"""Areas are prefixes of codes: the one condition by which a query stays inside an area."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func

from data.scope import AFTER_ANY_CODE


def begins_with(code: Any, prefix: str) -> ColumnElement[bool]:
    """Return the condition that a code column begins with a prefix; an index on the column serves it."""
    return and_(code >= prefix, code < prefix + AFTER_ANY_CODE)


def lies_in(code: Any, prefix: str) -> ColumnElement[bool]:
    """Return the same condition where something else of the query narrows far more: no index is walked for it.

    That is another table, or a short time. SQLite, which keeps no statistics here, would walk an area's every case.
    """
    return begins_with(func.coalesce(code, ""), prefix)
