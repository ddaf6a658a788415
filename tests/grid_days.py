"""Days of cases in the toy city: rows put straight into the table, as many as a test needs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from data import clock
from data.models.case import Case
from data.storage.bulk import insert_rows
from data.visit import Visit
from tests import cast

MORNING = cast.NOW.replace(hour=1)
"""Nine on the toy city's clock on the day of cast.NOW: an hour before it."""


def put(visit: Visit, counts: Mapping[tuple[int, int], Mapping[int, int]], *, class_code: str = "0101",
        priority: int = 3, at: tuple[float, float] | None = None) -> None:
    """Store {square: {days back: how many}}; closed cases in the middle of their square, or all `at` one spot."""
    rows = []
    for (column, row), days in counts.items():
        lon, lat = cast.at(*(at or (column + 0.5, row + 0.5)))
        for back, count in days.items():
            moment = MORNING - timedelta(days=back)
            rows += [_case(f"{class_code}-{column}{row}-{back}-{n}", cast.GRIDS[column, row], class_code=class_code,
                           priority=priority, lon=lon, lat=lat, received_at=moment + timedelta(seconds=n))
                     for n in range(count)]
    insert_rows(visit.session, Case, rows)


def _case(name: str, grid: str, **more: Any) -> dict[str, Any]:
    moment = more["received_at"]
    return dict(area_code=grid, case_no=name, source="test", event_id=name, channel="phone", state="closed", version=1,
                address="", is_open=False, class_scheme=cast.SCHEME, text="路口有垃圾",
                major_code=more["class_code"][:2],
                placed="point", occurred_at=moment, hour_no=clock.hour_number(moment),
                closed_at=moment + timedelta(hours=3), **more)


def steady(days: int, *, first: int = 1, each: int = 1) -> dict[int, int]:
    """Return so many a day on each of so many days, up to `first` days back."""
    return dict.fromkeys(range(first, first + days), each)
