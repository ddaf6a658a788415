"""How SQLite goes about what is asked: the lines of its plans that speak of the table of cases."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from data.visit import Visit

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"])
"""A plan is told in SQLite's words; PostgreSQL has the same indexes."""


def plans_of(visit: Visit, work: Callable[[], object]) -> list[str]:
    """Return the plan's lines of every question about cases that `work` asks, without their ranges."""
    plans: list[str] = []
    connection = visit.session.connection()

    def explain(_connection, _cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT") and "FROM cases" in statement:
            rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[-1].split(" (")[0] for row in rows if "cases" in row[-1])

    event.listen(connection, "before_cursor_execute", explain)
    work()
    event.remove(connection, "before_cursor_execute", explain)
    return plans
