"""Capacity of facilities from other systems: a list in, and for every row whether it was stored, known, or why not.

`POST /api/v1/facilities`. Answered after the commit. A bad row is rejected by itself; the others are stored.
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
from data.facilities import taking
from data.facilities.taking import MOST_ROWS, REASONS, Outcome, Told
from data.visit import Visit


async def post_facilities(center: Center, request: Request) -> dict[str, Any]:
    """Take the rows in and answer what became of each."""
    rows = read_json(await request.body())
    if not isinstance(rows, list):
        raise Refusal(422, "not_a_list")
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Refusal(422, "batch_size", limit=MOST_ROWS)
    told = [taking.read_row(row, clock.now()) for row in rows]
    index = await center.run(center.index)
    work = functools.partial(_store, index=index, told=told)
    outcome = await center.write_together(request.state.caller, work, len(told))
    return answer(rows, outcome)


def _store(visit: Visit, *, index: GridIndex, told: list[Told]) -> Outcome:
    return taking.store(visit, told, index)


def answer(rows: list[Any], outcome: Outcome) -> dict[str, Any]:
    """Return what is answered: every row stands in exactly one of the three lists."""
    return {
        "received": len(rows),
        "stored": [{"facility_id": _id_of(rows[i])} for i in outcome.stored],
        "duplicate": [{"facility_id": _id_of(rows[i])} for i in outcome.duplicate],
        "rejected": [{"index": i, "facility_id": _id_of(rows[i]), "code": reason, "message": REASONS[reason]}
                     for i, reason in outcome.rejected],
    }


def _id_of(row: Any) -> str | None:
    found = row.get("facility_id") if isinstance(row, dict) else None
    return found if isinstance(found, str) else None


DOOR = Door(name="facilities", paths=(Path(template="/api/v1/facilities", method="POST", answer=post_facilities),))
