"""Figures of history coming in by bulk, against raw SQLite that inserts the same rows into the same tables."""

import random
import sqlite3
from datetime import timedelta
from pathlib import Path

import shapely

from data.areas.locate import GridIndex, index_of
from data.cases import intake
from data.cases.intake import Report
from data.settings import read as read_settings
from data.storage import schema
from data.storage.database import Database
from data.visit import writing
from tests import stand
from tests.bench import million
from tests.bench.table import Row, per_second

ROWS, BATCH, ROUNDS, SIDE = 20_000, 5_000, 3, 142
TABLES = ("cases", "case_events")


def rows() -> list[Row]:
    """Return: durable rows per second with grid, class, events and rollups; reference: the bare inserts of the same."""
    with stand.folder() as data:
        database = million.build(data / "ours.db", cases=0)
        index = squares()
        ours = [per_second(ROWS, lambda number=number: _receive(database, index, number)) for number in range(ROUNDS)]
        database.close()
        bare = _bare(data / "ours.db", data / "bare.db")
    best, reference = sorted(ours)[ROUNDS // 2], sorted(bare)[ROUNDS // 2]
    return [Row(name=f"durable bulk ingest in batches of {BATCH:,}; reference: raw sqlite3", value=best, unit="/s",
                reference=reference, goal=0.35 * reference, smaller_is_better=False)]


def squares() -> GridIndex:
    """Return an index over the city's 20,000 grids as squares, for points between 120 and 121 E, 30 and 30.9 N."""
    size = 1 / SIDE
    corners = ((120 + number % SIDE * size, 30 + number // SIDE * size) for number in range(len(million.codes())))
    return index_of([(code, shapely.to_wkb(shapely.box(x, y, x + size, y + size)))
                     for code, (x, y) in zip(sorted(million.codes()), corners, strict=True)], None)


def _receive(database: Database, index: GridIndex, number: int) -> None:
    chance = random.Random(number)
    reports = [
        Report(source=f"bulk{number}", event_id=str(n), occurred_at=million.NOW - timedelta(minutes=n),
               category=chance.choice(million.CLASSES), text="路口有垃圾堆放，请尽快清理", lon=120 + chance.random(),
               lat=30 + 0.9 * chance.random(), closed_at=million.NOW - timedelta(minutes=n) + timedelta(hours=5),
               channel="import") for n in range(400, 400 + ROWS)]
    for start in range(0, ROWS, BATCH):
        with writing(database, million.JOB, read_settings({})) as visit:
            outcome = intake.receive(visit, reports[start:start + BATCH], index, live=False)
            assert len(outcome.stored) == BATCH, outcome.rejected[:3]


def _bare(ours: Path, path: Path) -> list[float]:
    """Return the rows per second of raw inserts: tables and indexes are ours, what we add is not there."""
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    database.close()
    with sqlite3.connect(ours) as source:
        cases = source.execute("SELECT * FROM cases WHERE source LIKE 'bulk%' ORDER BY id").fetchall()
        names = [row[1] for row in source.execute("PRAGMA table_info(cases)")]
        events = source.execute("SELECT * FROM case_events ORDER BY case_id, version").fetchall()
        place = [row[1] for row in source.execute("PRAGMA table_info(case_events)")].index("case_id")
    mine, key = {}, names.index("id")
    for event in events:
        mine.setdefault(event[place], []).append(event)
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000"):
        connection.execute(f"PRAGMA {statement}")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cases'"
                                         ).fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    found = []
    for number in range(ROUNDS):
        part = cases[number * ROWS:(number + 1) * ROWS]
        found.append(per_second(ROWS, lambda part=part: _insert(connection, part, mine, key)))
    connection.close()
    return found


def _insert(connection: sqlite3.Connection, cases: list[tuple[object, ...]],
            events: dict[object, list[tuple[object, ...]]], key: int) -> None:
    for start in range(0, len(cases), BATCH):
        part = cases[start:start + BATCH]
        of_them = [event for case in part for event in events.get(case[key], [])]
        connection.execute("BEGIN IMMEDIATE")
        for table, listed in zip(TABLES, (part, of_them), strict=True):
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(listed[0]))})", listed)
        connection.execute("COMMIT")
