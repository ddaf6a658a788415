"""One import, from a path and a mapping to a report: read everything, then write it in one transaction.

Areas, cases, units and places go the same way. A file that cannot be read as a whole, or a city
that does not fit, raises before anything is stored; a bad row is rejected and the rest goes on.
"""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from data.areas.squares import read_size
from data.errors import Invalid
from data.ingest.area_rows import read_areas
from data.ingest.batch import STORED, Batch, gather
from data.ingest.city_row import find_or_make_city, renew_extent
from data.ingest.columns import points
from data.ingest.grid_store import city_around, store_squares
from data.ingest.into_areas import store_areas
from data.ingest.into_cases import store_cases
from data.ingest.into_places import store_places
from data.ingest.into_units import store_units
from data.ingest.mapping import KIND_OF, AreasMapping, CasesMapping, Mapping, PlacesMapping, UnitsMapping
from data.ingest.mapping_file import load
from data.ingest.place_again import place_again
from data.ingest.report import ImportReport, write_report
from data.models.city import City
from data.scope import Scope
from data.settings import Settings
from data.storage import changes
from data.storage.database import Database
from data.visit import CITY_ID, Visit, begin

Progress = Callable[[str, int], None]
"""Called with a stage (read, judged, stored) and how many rows reached it."""
REPORTS = "reports"


def run_import(database: Database, settings: Settings, path: Path, mapping_name: str, *, now: datetime,
               make_grid: str | None = None, progress: Progress | None = None) -> ImportReport:
    """Import a file, a folder or a pattern of files under a mapping and return the report.

    Everything is stored in one transaction or nothing is. `make_grid` ("500m") lays squares where
    no finer areas are. Raises Invalid with one reason and where it lies.
    """
    began, tell = time.perf_counter(), progress or (lambda _stage, _rows: None)
    mapping = load(mapping_name)
    size_m = read_size(make_grid) if make_grid else None
    # Absurd coordinates overflow; what comes of them is checked row by row.
    with _collector_paused(), np.errstate(all="ignore"):
        batch = gather(path, mapping.head)
        tell("read", len(batch.frame))
        poorly_nested = _store(database, settings, mapping, batch, now=now, size_m=size_m)
    tell("stored", int((batch.verdicts == STORED).sum()))
    return write_report(batch, kind=KIND_OF[type(mapping)], mapping=mapping.head.name, at=now,
                        folder=settings.data_dir / REPORTS, seconds=time.perf_counter() - began,
                        poorly_nested=poorly_nested)


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """A large import makes millions of objects and no cycles: searching them for cycles costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _store(database: Database, settings: Settings, mapping: Mapping, batch: Batch, *, now: datetime,
           size_m: float | None) -> list[dict[str, Any]]:
    rows = read_areas(mapping, batch) if isinstance(mapping, AreasMapping) else None
    with database.write(Scope.of_job("import")) as session:
        if isinstance(mapping, AreasMapping) and rows is not None:
            done = store_areas(session, mapping, rows, batch)
            if not done.city.map_version and not done.changed:
                raise Invalid("no_area_stored", file=batch.files[0].name, reasons=_said(batch))
            _finish_map(session, done.city, batch, now=now, changed=done.changed, size_m=size_m)
            return done.poorly_nested
        _prepare_map(session, mapping, batch, now, size_m)
        visit = begin(session, Scope.of_job("import"), settings, now=now)
        _store_rows(visit, mapping, batch)
        if (batch.verdicts == STORED).any():
            note = changes.Note(kind="map", key=mapping.head.name[:64], area_code=visit.city.code)
            changes.record(session, [note], now)
    return []


def _store_rows(visit: Visit, mapping: Mapping, batch: Batch) -> None:
    if isinstance(mapping, CasesMapping):
        store_cases(visit, mapping, batch)
    elif isinstance(mapping, UnitsMapping):
        store_units(visit, mapping, batch)
    elif isinstance(mapping, PlacesMapping):
        store_places(visit, mapping, batch)


def _prepare_map(session: Session, mapping: Mapping, batch: Batch, now: datetime, size_m: float | None) -> None:
    """Check that this is the mapping's city; with a grid size lay squares, in a new city where there is none."""
    city = session.get(City, CITY_ID)
    changed: list[tuple[str, bytes]] = []
    if city is None and size_m and not isinstance(mapping, AreasMapping):
        lon, lat, _bad = points(batch.reader(mapping.head), mapping.position, mapping.head.options.crs)
        city, changed = city_around(session, mapping.head.city, lon, lat)
    elif city is not None and mapping.head.city is not None:
        find_or_make_city(session, mapping.head.city)
    if city is not None and size_m:
        _finish_map(session, city, batch, now=now, changed=changed, size_m=size_m)


def _finish_map(session: Session, city: City, batch: Batch, *, now: datetime, changed: list[tuple[str, bytes]],
                size_m: float | None) -> None:
    """Lay squares where they are wanted, give the map its new version, move cases into finer areas, tell screens."""
    if size_m:
        cells = store_squares(session, city, size_m)
        batch.notes["grid_cells"] = len(cells)
        changed = changed + cells
    if changed:
        renew_extent(session, city, changed)
        moved = place_again(session, city)
        if moved:
            batch.notes["placed_again"] = moved
        changes.record(session, [changes.Note(kind="map", key=city.map_version, area_code=city.code)], now)


def _said(batch: Batch) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in batch.reasons().items())
