"""What an import does to the map: the city that must be there, squares where they are wanted, a new version."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from data.ingest.city_row import find_or_make_city, renew_extent
from data.ingest.grid_store import city_around, store_squares
from data.ingest.mapping import Mapping
from data.ingest.place_again import place_again
from data.models.city import City
from data.scope import Scope
from data.storage import changes
from data.visit import CITY_ID, Visit

JOB = Scope.of_job("import")
Points = tuple[NDArray[np.float64], NDArray[np.float64]]


def prepare_map(session: Session, mapping: Mapping, everything: Callable[[], Points], notes: dict[str, Any], *,
                now: datetime, size_m: float | None) -> None:
    """Check that this is the mapping's city; with a grid size lay squares, in a new city where there is none.

    `everything` returns longitude and latitude of every row: a new city is the box around them.
    """
    city = session.get(City, CITY_ID)
    changed: list[tuple[str, bytes]] = []
    if city is None and size_m:
        city, changed = city_around(session, mapping.head.city, *everything())
    elif city is not None and mapping.head.city is not None:
        find_or_make_city(session, mapping.head.city)
    if city is not None and size_m:
        finish_map(session, city, notes, now=now, changed=changed, size_m=size_m)


def finish_map(session: Session, city: City, notes: dict[str, Any], *, now: datetime,
               changed: list[tuple[str, bytes]], size_m: float | None) -> None:
    """Lay squares where they are wanted, give the map its new version, move cases into finer areas, tell screens."""
    if size_m:
        cells = store_squares(session, city, size_m)
        notes["grid_cells"] = len(cells)
        changed = changed + cells
    if changed:
        renew_extent(session, city, changed)
        moved = place_again(session, city)
        if moved:
            notes["placed_again"] = moved
        changes.record(session, [changes.Note(kind="map", key=city.map_version, area_code=city.code)], now)


def tell_screens(visit: Visit, mapping: Mapping) -> None:
    """Let the screens begin anew: history came in."""
    note = changes.Note(kind="map", key=mapping.head.name[:64], area_code=visit.city.code)
    changes.record(visit.session, [note], visit.now)
