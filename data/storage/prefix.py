"""Areas are prefixes of codes: the one condition by which a query stays inside an area."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from data.scope import AFTER_ANY_CODE


def begins_with(code: Any, prefix: str) -> ColumnElement[bool]:
    """Return the condition that a code column begins with a prefix; an index on the column serves it."""
    return and_(code >= prefix, code < prefix + AFTER_ANY_CODE)


def lies_in(code: Any, prefix: str) -> ColumnElement[bool]:
    """Return the same condition where something else of the query narrows far more: no index is walked for it.

    That is another table, or a short time. SQLite, which keeps no statistics here, would walk an area's every case.
    PostgreSQL knows better, and reads the codes in the index of the time that it walks, without touching the rows.
    """
    return begins_with(_BesidesTheWay(code), prefix)


class _BesidesTheWay(FunctionElement[str]):
    """A column by which SQLite is not to choose an index."""

    name = "besides_the_way"
    inherit_cache = True
    type = String()


@compiles(_BesidesTheWay)
def _hide(element: _BesidesTheWay, compiler: SQLCompiler, **how: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **how)}, '')"


@compiles(_BesidesTheWay, "postgresql")
def _show(element: _BesidesTheWay, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)
