"""Lengths of time between two moments of a case, in seconds, as an expression that both databases understand.

Natural time: nights, weekends and holidays count. What working time allows stands in the deadlines.
"""

from typing import Any

from sqlalchemy import Double
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

from data.models.case import Case

Edge = InstrumentedAttribute[Any]

SPANS: dict[str, tuple[Edge, Edge]] = {
    "response": (Case.received_at, Case.first_response_at),
    "dispatch": (Case.received_at, Case.dispatched_at),
    "handling": (Case.dispatched_at, Case.handled_at),
    "closing": (Case.received_at, Case.closed_at),
}
"""Name -> from which moment to which; a case that lacks one has no such length."""


class seconds_between(FunctionElement[float]):  # noqa: N801 - called like a function of SQL
    """Seconds from the first moment to the second; NULL when either is. SQLite counts to the millisecond."""

    type = Double()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    begin, end = (compiler.process(one, **kw) for one in element.clauses)
    return f"ROUND((julianday({end}) - julianday({begin})) * 86400.0, 3)"


@compiles(seconds_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    begin, end = (compiler.process(one, **kw) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM ({end} - {begin}))::float8"
