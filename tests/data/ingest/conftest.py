"""An importer on an empty database, one whose city has its districts already, and a stream with a real broker."""

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dashboard.remembered import Grids
from data import pauses
from data.ingest.report import ImportReport
from data.ingest.run import run_import
from data.ingest.streams import reader
from data.ingest.streams.reader import Reader
from data.ingest.streams.stream import discover
from data.ingest.streams.taking import storing
from data.models.case import Case
from data.people import sessions
from data.settings import Settings
from data.storage.database import Database
from tests import cast
from tests.broker import wait_until
from tests.data.ingest import files

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
"""Later than the newest row of the real files."""

Importer = Callable[..., ImportReport]
"""bring(path, mapping text or name, make_grid=None) -> report"""


@pytest.fixture
def bring(database: Database, settings: Settings, tmp_path: Path) -> Importer:
    """Return an importer: a mapping that is not a shipped name is written to a file first."""
    def bring(path: Path, mapping: str, *, make_grid: str | None = None, **more: Any) -> ImportReport:
        name = files.write_mapping(tmp_path, mapping) if "\n" in mapping else mapping
        return run_import(database, settings, path, name, now=NOW, make_grid=make_grid, **more)

    return bring


@pytest.fixture
def with_districts(bring: Importer, tmp_path: Path) -> Importer:
    """Return an importer into a city that has its four districts."""
    report = bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING)
    assert report.stored == 4
    return bring


@pytest.fixture
def broker(tmp_path, kind):
    started = kind(tmp_path / "broker")
    started.start()
    yield started
    started.stop()


@pytest.fixture
def key(database, city, job):
    """Return the name of a key that may post events."""
    with database.write(job) as session:
        sessions.make_key(session, "sensors", ["events.write"], [""], cast.NOW)
    return "sensors"


@pytest.fixture
def stream(database, city, settings, key, broker, monkeypatch):
    """Return an opener of a reader of the stream; it yields the counts of what became of events."""
    monkeypatch.setattr(pauses, "LONGEST_SECONDS", 0.5)
    monkeypatch.setattr(reader, "TURN_SECONDS", 0.1)

    @contextlib.contextmanager
    def opened(*, wait=True, store=None, url=None, by=key):
        counts = Counter()
        given = replace(settings, **{broker.name: url or broker.url(), f"{broker.name}_key": by})
        store = store or storing(database, given, Grids(database, given).index, by)
        [read] = [one for one in discover() if one.name == broker.name]
        one = Reader(read, database, given, store, count=lambda amount, *, door, outcome: counts.update(
            {outcome: amount} if door == broker.name else {}))
        one.start()
        try:
            if wait:
                wait_until(one.is_reading)
            yield counts
        finally:
            one.stop()
            assert not one.is_reading()

    return opened


@pytest.fixture
def stored(database, job):
    """Return a function that returns the ids of the events that are cases, sorted."""
    def ids():
        with database.read(job) as session:
            return sorted(session.scalars(select(Case.event_id)))

    return ids
