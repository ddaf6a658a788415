"""Readings of sensors from other systems: a list in, and for every row whether it was stored, known, or why not.

`POST /api/v1/readings`. Answered after the commit. A bad row is rejected by itself; the others are stored.
"""

from typing import Any

from fastapi import Request

from dashboard import told_rows
from dashboard.center import Center
from dashboard.door import Door, Path
from data.warnings import readings


async def post_readings(center: Center, request: Request) -> dict[str, Any]:
    """Take the rows in and answer what became of each."""
    rows, outcome = await told_rows.take(
        center, request.state.caller, await request.body(), readings.read_row, readings.store)
    return told_rows.answer(rows, outcome, "sensor_id", readings.REASONS)


DOOR = Door(name="readings", paths=(Path(template="/api/v1/readings", method="POST", answer=post_readings),))
