"""A stored moment as a whole number, as an expression that both databases understand."""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class microseconds_of(FunctionElement[int]):  # noqa: N801 - called like a function of SQL
    """Microseconds since 1970-01-01T00:00Z of a column of moments; NULL of NULL."""

    type = BigInteger()
    inherit_cache = True


@compiles(microseconds_of, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    (moment,) = (compiler.process(one, **kw) for one in element.clauses)  # kept as YYYY-MM-DD HH:MM:SS.ffffff
    return f"(unixepoch(substr({moment}, 1, 19)) * 1000000 + CAST(substr({moment}, 21, 6) AS INTEGER))"


@compiles(microseconds_of, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    (moment,) = (compiler.process(one, **kw) for one in element.clauses)
    return f"(EXTRACT(EPOCH FROM {moment}) * 1000000)::bigint"
