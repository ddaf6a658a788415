"""Capacity of facilities from other systems: a list in, and for every row whether it was stored, known, or why not.

`POST /api/v1/facilities`. Answered after the commit. A bad row is rejected by itself; the others are stored.
"""

from typing import Any

from fastapi import Request

from dashboard import told_rows
from dashboard.center import Center
from dashboard.door import Door, Path
from data.facilities import taking


async def post_facilities(center: Center, request: Request) -> dict[str, Any]:
    """Take the rows in and answer what became of each."""
    rows, outcome = await told_rows.take(
        center, request.state.caller, await request.body(), taking.read_row, taking.store)
    return told_rows.answer(rows, outcome, "facility_id", taking.REASONS)


DOOR = Door(name="facilities", paths=(Path(template="/api/v1/facilities", method="POST", answer=post_facilities),))
