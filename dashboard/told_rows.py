"""What programs tell row by row, at the door: a list in, and every row stands in exactly one of three lists."""

import functools
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dashboard.center import Center
from dashboard.parsing import read_rows
from data import clock
from data.areas.locate import GridIndex
from data.people.sessions import Caller
from data.told import MOST_ROWS, Outcome
from data.visit import Visit


async def take(center: Center, caller: Caller, body: bytes, read_row: Callable[[Any, datetime], Any],
               store: Callable[[Visit, list[Any], GridIndex], Outcome]) -> tuple[list[Any], Outcome]:
    """Return the rows of a body and what became of each, after the commit."""
    rows = read_rows(body, MOST_ROWS)
    told = [read_row(row, clock.now()) for row in rows]
    index = await center.run(center.index)
    work = functools.partial(_store, store=store, told=told, index=index)
    return rows, await center.write_together(caller, work, len(told))


def _store(visit: Visit, *, store: Callable[[Visit, list[Any], GridIndex], Outcome], told: list[Any],
           index: GridIndex) -> Outcome:
    return store(visit, told, index)


def answer(rows: list[Any], outcome: Outcome, id_field: str, reasons: Mapping[str, str]) -> dict[str, Any]:
    """Return what is answered, each row by its own id."""
    return {
        "received": len(rows),
        "stored": [{id_field: id_of(rows[i], id_field)} for i in outcome.stored],
        "duplicate": [{id_field: id_of(rows[i], id_field)} for i in outcome.duplicate],
        "rejected": [{"index": i, id_field: id_of(rows[i], id_field), "code": reason, "message": reasons[reason]}
                     for i, reason in outcome.rejected],
    }


def id_of(row: Any, id_field: str) -> str | None:
    """Return the id a row came with, None where it has none."""
    found = row.get(id_field) if isinstance(row, dict) else None
    return found if isinstance(found, str) else None
