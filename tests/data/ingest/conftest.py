"""An importer on an empty database, and one whose city has its districts already."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.ingest.report import ImportReport
from data.ingest.run import run_import
from data.settings import Settings
from data.storage.database import Database
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
