"""Cases put straight into the toy city, with the times and states a test needs; `intake` would give them its own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from data import clock
from data.cases.states import State, is_open
from data.models.case import Case
from data.visit import Visit
from tests import cast

_numbers = count(1)

HERE = cast.GRIDS[0, 0]
"""The south-western square, in Chen's community."""
THERE = cast.GRIDS[3, 3]
"""The north-eastern square, in the other district."""


def case(area_code: str, now: datetime, /, **changes: Any) -> Case:
    """Return a case of garbage that came in ten minutes ago; `changes` replace its fields."""
    number = next(_numbers)
    received = changes.get("received_at", now - timedelta(minutes=10))
    state = State(changes.get("state", State.CLOSED if changes.get("closed_at") else State.REPORTED))
    lon, lat = _middle(area_code)
    fields = {
        "case_no": f"T{number:07d}", "source": "pile", "event_id": str(number), "channel": "phone", "version": 1,
        "class_scheme": cast.SCHEME, "class_code": "0101", "major_code": "01", "text": f"案件{number}", "address": "",
        "priority": 3, "lon": lon, "lat": lat, "placed": "point" if len(area_code) == 15 else "area",
        "area_code": area_code, "occurred_at": received, "received_at": received,
        "hour_no": clock.hour_number(received), "state": state.value, "is_open": is_open(state),
    }
    return Case(**{**fields, **changes})


def put(visit: Visit, area_code: str = HERE, /, **changes: Any) -> Case:
    """Store one case and return it."""
    return put_all(visit, [case(area_code, visit.now, **changes)])[0]


def put_all(visit: Visit, cases: Iterable[Case]) -> list[Case]:
    """Store the cases and return them."""
    stored = list(cases)
    visit.session.add_all(stored)
    visit.session.flush()
    return stored


def _middle(area_code: str) -> tuple[float, float]:
    squares = [square for square, grid in cast.GRIDS.items() if grid.startswith(area_code)]
    return cast.at(sum(c + 0.5 for c, _ in squares) / len(squares), sum(r + 0.5 for _, r in squares) / len(squares))
