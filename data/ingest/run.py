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

from sqlalchemy.orm import Session

from data.areas.squares import read_size
from data.errors import Invalid
from data.ingest.area_rows import read_areas
from data.ingest.batch import STORED, Batch, gather
from data.ingest.city_row import renew_extent
from data.ingest.grid_store import store_squares
from data.ingest.into_areas import AreasDone, store_areas
from data.ingest.into_cases import store_cases
from data.ingest.mapping import KIND_OF, AreasMapping, CasesMapping, Mapping
from data.ingest.mapping_file import load
from data.ingest.report import ImportReport, write_report
from data.scope import Scope
from data.settings import Settings
from data.storage import changes
from data.storage.database import Database
from data.visit import writing

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
    with _collector_paused():
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
    if isinstance(mapping, AreasMapping):
        return _store_areas(database, mapping, batch, now, size_m)
    with writing(database, Scope.of_job("import"), settings, now=now) as visit:
        if isinstance(mapping, CasesMapping):
            store_cases(visit, mapping, batch)
        if (batch.verdicts == STORED).any():
            changes.record(visit.session, [changes.Note(kind="map", key=mapping.head.name[:64],
                                                        area_code=visit.city.code)], now)
    return []


def _store_areas(database: Database, mapping: AreasMapping, batch: Batch, now: datetime,
                 size_m: float | None) -> list[dict[str, Any]]:
    rows = read_areas(mapping, batch)
    with database.write(Scope.of_job("import")) as session:
        done = store_areas(session, mapping, rows, batch)
        if not done.city.map_version and not done.changed:
            raise Invalid("no_area_stored", file=batch.files[0].name, reasons=_said(batch))
        if size_m:
            cells = store_squares(session, done.city, mapping.head.city, size_m)
            batch.notes["grid_cells"] = len(cells)
            done.changed += cells
        _tell_screens(session, done, now)
    return done.poorly_nested


def _tell_screens(session: Session, done: AreasDone, now: datetime) -> None:
    if done.changed:
        renew_extent(session, done.city, done.changed)
        changes.record(session, [changes.Note(kind="map", key=done.city.map_version, area_code=done.city.code)], now)


def _said(batch: Batch) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in batch.reasons().items())
