"""Readings of sensors from other systems: a list in, and for every row whether it was stored, known, or why not.

`POST /api/v1/readings`. Answered after the commit. A bad row is rejected by itself; the others are stored.
"""

import functools
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import read_json
from dashboard.refusals import Refusal
from data import clock
from data.areas.locate import GridIndex
from data.visit import Visit
from data.warnings import readings
from data.warnings.readings import MOST_ROWS, REASONS, Outcome, Told


async def post_readings(center: Center, request: Request) -> dict[str, Any]:
    """Take the rows in and answer what became of each."""
    rows = read_json(await request.body())
    if not isinstance(rows, list):
        raise Refusal(422, "not_a_list")
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Refusal(422, "batch_size", limit=MOST_ROWS)
    told = [readings.read_row(row, clock.now()) for row in rows]
    index = await center.run(center.index)
    work = functools.partial(_store, index=index, told=told)
    outcome = await center.write_together(request.state.caller, work, len(told))
    return answer(rows, outcome)


def _store(visit: Visit, *, index: GridIndex, told: list[Told]) -> Outcome:
    return readings.store(visit, told, index)


def answer(rows: list[Any], outcome: Outcome) -> dict[str, Any]:
    """Return what is answered: every row stands in exactly one of the three lists."""
    return {
        "received": len(rows),
        "stored": [{"sensor_id": _id_of(rows[i])} for i in outcome.stored],
        "duplicate": [{"sensor_id": _id_of(rows[i])} for i in outcome.duplicate],
        "rejected": [{"index": i, "sensor_id": _id_of(rows[i]), "code": reason, "message": REASONS[reason]}
                     for i, reason in outcome.rejected],
    }


def _id_of(row: Any) -> str | None:
    found = row.get("sensor_id") if isinstance(row, dict) else None
    return found if isinstance(found, str) else None


DOOR = Door(name="readings", paths=(Path(template="/api/v1/readings", method="POST", answer=post_readings),))
