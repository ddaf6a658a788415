"""One import, from a path and a mapping to a report.

Areas, units, places and stock are read, then written in one transaction; cases may be millions and are stored piece by
piece (data.ingest.in_pieces). A file that cannot be read as a whole, or a city that does not fit, raises before
anything is stored; a bad row is rejected and the rest goes on.
"""

import contextlib
import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from data.areas.squares import read_size
from data.errors import Busy, Invalid
from data.ingest.area_rows import read_areas
from data.ingest.batch import STORED, Batch, gather
from data.ingest.columns import points
from data.ingest.in_pieces import REPORTS, Job, Tell, store_pieces
from data.ingest.into_areas import store_areas
from data.ingest.into_places import store_places
from data.ingest.into_stock import store_stock
from data.ingest.into_units import store_units
from data.ingest.map_made import JOB, finish_map, prepare_map, tell_screens
from data.ingest.mapping import KIND_OF, AreasMapping, CasesMapping, PlacesMapping, StockMapping, UnitsMapping
from data.ingest.mapping_file import load, path_of
from data.ingest.report import ImportReport, Paper, Tally
from data.settings import Settings
from data.storage.database import Database
from data.visit import begin


@dataclass(frozen=True, kw_only=True)
class _Whole:
    """An import that is stored in one transaction or not at all."""

    database: Database
    settings: Settings
    mapping: AreasMapping | UnitsMapping | PlacesMapping | StockMapping
    batch: Batch
    now: datetime
    size_m: float | None


def run_import(database: Database, settings: Settings, path: Path, mapping_name: str, *, now: datetime,
               make_grid: str | None = None, tell: Tell = lambda _stage, _done, _of: None) -> ImportReport:
    """Import a file, a folder or a pattern of files under a mapping and return the report.

    `make_grid` ("500m") lays squares where no finer areas are. Raises Invalid with one reason and where it lies;
    Busy("import_stopped") when it was interrupted amid cases: the same call goes on from there.
    """
    began = time.perf_counter()
    mapping = load(mapping_name)
    size_m = read_size(make_grid) if make_grid else None
    # Absurd coordinates overflow; what comes of them is checked row by row.
    with _collector_paused(), np.errstate(all="ignore"):
        if isinstance(mapping, CasesMapping):
            return store_pieces(Job(database=database, settings=settings, path=path, mapping=mapping, began=began,
                                    mapping_path=path_of(mapping_name), now=now, size_m=size_m, tell=tell))
        try:
            batch = gather(path, mapping.head)
            tell("read", len(batch.frame), 0)
            poorly_nested = _store(_Whole(database=database, settings=settings, mapping=mapping, batch=batch, now=now,
                                          size_m=size_m))
        except KeyboardInterrupt:
            raise Busy("import_undone") from None
    tell("stored", len(batch.frame), len(batch.frame))
    tally = Tally()
    tally.add(batch)
    paper = Paper.fresh(settings.data_dir / REPORTS, mapping.head.name, now)
    paper.add(batch)
    return paper.write(tally, before=Tally(), kind=KIND_OF[type(mapping)], mapping=mapping.head.name, at=now,
                       files=batch.files, seconds=time.perf_counter() - began, poorly_nested=poorly_nested)


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


def _store(whole: _Whole) -> list[dict[str, Any]]:
    mapping, batch = whole.mapping, whole.batch
    if isinstance(mapping, AreasMapping):
        return _store_areas(whole, mapping)
    if isinstance(mapping, StockMapping):
        with whole.database.write(JOB) as session:
            store_stock(begin(session, JOB, whole.settings, now=whole.now), mapping, batch)
        return []
    with whole.database.write(JOB) as session:
        prepare_map(session, mapping, lambda: points(batch.reader(mapping.head), mapping.position,
                                                     mapping.head.options.crs)[:2],
                    batch.notes, now=whole.now, size_m=whole.size_m)
        visit = begin(session, JOB, whole.settings, now=whole.now)
        if isinstance(mapping, UnitsMapping):
            store_units(visit, mapping, batch)
        else:
            store_places(visit, mapping, batch)
        if (batch.verdicts == STORED).any():
            tell_screens(visit, mapping)
    return []


def _store_areas(whole: _Whole, mapping: AreasMapping) -> list[dict[str, Any]]:
    batch = whole.batch
    rows = read_areas(mapping, batch)
    with whole.database.write(JOB) as session:
        done = store_areas(session, mapping, rows, batch)
        if not done.city.map_version and not done.changed:
            raise Invalid("no_area_stored", file=batch.files[0].name, reasons=_said(batch))
        finish_map(session, done.city, batch.notes, now=whole.now, changed=done.changed, size_m=whole.size_m)
        return done.poorly_nested


def _said(batch: Batch) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in batch.reasons().items())
