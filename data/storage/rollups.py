"""Rollups: the cases of large areas counted by hour and outcome, kept in the transaction that changes a case.

Triggers on the table of cases write down each change as a step, whichever statement made it; before the commit the
steps are folded into the counts, always in the same order, so that two writers never wait for each other in a circle.
Counts of small areas, of classes and of channels are not kept: they would be as many rows as there are cases
(docs/decisions/2026-11-26-what-is-rolled-up.md).
"""

from typing import Any

from sqlalchemy import ColumnClause, Connection, TextClause, literal_column, select, text

from data.models.base import CODE_LENGTH
from data.models.city import DISTRICT, City
from data.models.rollup import ROLLUP_STEPS, ROLLUPS

CLOSINGS = ("on_time", "late", "no_deadline", "doubted")
"""By their deadline, after it, without one; `doubted` has one but is suspicious."""
OUTCOMES = (*CLOSINGS, "open", "declined", "voided", "merged")
"""How a case stands."""

OUTCOME = """CASE state WHEN 'closed' THEN CASE
 WHEN due_at IS NULL AND kept_time IS NULL THEN 'no_deadline' WHEN suspicions <> 0 THEN 'doubted'
 WHEN kept_time IS TRUE OR (kept_time IS NULL AND closed_at <= due_at) THEN 'on_time' ELSE 'late' END
 WHEN 'declined' THEN 'declined' WHEN 'voided' THEN 'voided' WHEN 'merged' THEN 'merged' ELSE 'open' END"""
"""The same stands in the triggers (migration 0007); a test holds what they kept equal to what is counted anew."""
OUTCOME_OF_CASE: ColumnClause[str] = literal_column(OUTCOME)
CLOSING_HOUR = {"sqlite": "unixepoch(substr(closed_at, 1, 19)) / 3600",
                "postgresql": "floor(extract(epoch FROM closed_at) / 3600)::integer"}

FOLD = """INSERT INTO rollups (area_code, hour_no, outcome, received, closed)
SELECT substr(area_code, 1, width), hour_no, outcome, sum(received), sum(closed)
FROM {steps}, widths WHERE width <= length(area_code)
GROUP BY 1, 2, 3 HAVING sum(received) <> 0 OR sum(closed) <> 0 ORDER BY 1, 2, 3
ON CONFLICT (area_code, hour_no, outcome) DO UPDATE
SET received = rollups.received + excluded.received, closed = rollups.closed + excluded.closed"""


def fold(connection: Connection) -> None:
    """Bring the counts up to what this transaction did to cases. Call it last before the commit."""
    if connection.execute(select(ROLLUP_STEPS.c.hour_no).limit(1)).first() is None:
        return
    levels = levels_of(connection)
    if levels:
        widths = ", ".join(f"({int(level['width'])})" for level in levels)
        connection.execute(_folding(connection.dialect.name, widths))
        connection.execute(ROLLUPS.delete().where(ROLLUPS.c.received == 0, ROLLUPS.c.closed == 0))
    connection.execute(ROLLUP_STEPS.delete())


def rebuild(connection: Connection) -> None:
    """Count everything anew: after the levels changed, or where somebody doubts the counts. Before the commit."""
    connection.execute(ROLLUPS.delete())
    connection.execute(ROLLUP_STEPS.delete())
    closing_hour = CLOSING_HOUR[connection.dialect.name]
    width = max((int(level["width"]) for level in levels_of(connection)), default=CODE_LENGTH)
    for hour, counted, where in (("hour_no", "count(*), 0", "1 = 1"),
                                 (closing_hour, "0, count(*)", "state = 'closed' AND closed_at IS NOT NULL")):
        connection.execute(text(
            f"INSERT INTO rollup_steps SELECT substr(area_code, 1, {width}), {hour}, {OUTCOME}, "  # noqa: S608 - our own words
            f"{counted} FROM cases WHERE {where} GROUP BY 1, 2, 3"))
    fold(connection)


def levels_of(connection: Connection) -> list[dict[str, Any]]:
    """Return the levels whose areas' cases are counted, none before there is a city."""
    levels = connection.execute(select(City.levels)).scalar() or []
    return levels[:DISTRICT]


def recount(connection: Connection) -> int:
    """Count everything anew and return how many counts were not as they should have been."""
    before = _counts(connection)
    rebuild(connection)
    return len({key for key, _ in before.items() ^ _counts(connection).items()})


def _counts(connection: Connection) -> dict[tuple[object, ...], tuple[object, ...]]:
    return {tuple(row[:3]): tuple(row[3:]) for row in connection.execute(select(ROLLUPS))}


def _folding(dialect: str, widths: str) -> TextClause:
    """Return the statement that adds the steps to the counts.

    PostgreSQL takes the steps away in the same statement: of steps that somebody left behind by hand only one of two
    transactions gets hold. SQLite has one writer.
    """
    if dialect == "postgresql":
        taken, steps = "taken AS (DELETE FROM rollup_steps RETURNING *), ", "taken"
    else:
        taken, steps = "", "rollup_steps"
    return text(f"WITH {taken}widths (width) AS (VALUES {widths}) {FOLD.format(steps=steps)}")
