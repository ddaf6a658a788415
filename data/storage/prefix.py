"""Areas are prefixes of codes: the one condition by which a query stays inside an area."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from data.scope import AFTER_ANY_CODE


def begins_with(code: Any, prefix: str) -> ColumnElement[bool]:
    """Return the condition that a code column begins with a prefix; an index on the column serves it."""
    return and_(code >= prefix, code < prefix + AFTER_ANY_CODE)
