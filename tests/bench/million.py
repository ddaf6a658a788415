"""A city of a million cases with their whole course, put into SQLite quickly."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from data import clock
from data.cases.states import State
from data.models.area import Area
from data.models.case import Case, CaseClass, Department, Dispatch, StageClock
from data.models.city import City
from data.models.unit import Unit
from data.scope import Scope
from data.storage import schema
from data.storage.bulk import insert_rows
from data.storage.database import Database
from data.visit import CITY_ID
from tests import cast

NOW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
CASES, DAYS, SLICE = 1_000_000, 365, 50_000
DISTRICTS, STREETS, COMMUNITIES, GRIDS, UNITS = 10, 20, 10, 10, 800
JOB = Scope.of_job("bench")
DEPARTMENTS = [f"office-{n:02d}" for n in range(30)]
CLASSES = [f"{major:02d}{minor:02d}" for major in range(1, 13) for minor in range(1, 13)]
CHANNELS = ("hotline", "phone", "patrol", "sensor", "video", "desk")
OPEN_STATES = (State.REPORTED, State.ACCEPTED, State.DISPATCHED, State.SIGNED, State.IN_HANDLING, State.HANDLED,
               State.FOLLOW_UP, State.SUSPENDED, State.RETURNED)
HOUR = timedelta(hours=1)


def build(path: Path, cases: int = CASES) -> Database:
    """Return a database with the city in it; minutes for a million cases."""
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    with database.write(JOB) as session:
        session.add(City(id=CITY_ID, code="9901", name="基准市", name_en="Bench", zone="Asia/Shanghai",
                         language="zh-CN", marker="demo", code_scheme="cn-15", class_scheme="bench",
                         levels=cast.LEVELS, epoch="bench", map_version="1", west=120.0, south=30.0, east=121.0,
                         north=31.0))
        session.add_all(Department(code=one, name=one, name_en=one) for one in DEPARTMENTS)
        session.flush()
        insert_rows(session, Area, list(areas()))
        session.add_all(CaseClass(scheme="bench", code=code, major=code[:2], name=code, name_en=code)
                        for code in CLASSES)
        session.add_all(unit(number) for number in range(UNITS))
    chance = random.Random(7)
    for start in range(0, cases, SLICE):
        with database.write(JOB) as session:
            rows = [case(number, cases, chance) for number in range(start, min(start + SLICE, cases))]
            insert_rows(session, Case, rows)
            insert_rows(session, StageClock, [sign_clock(row) for row in rows if row["dispatched_at"]])
            insert_rows(session, Dispatch, [dispatch(row, chance) for row in rows if row["handled_at"]])
    with database.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA optimize=0x10002")
    return database


def codes() -> list[str]:
    """Return every grid's code."""
    return [f"9901{d:02d}{s:03d}{c:03d}{g:03d}" for d in range(1, DISTRICTS + 1) for s in range(1, STREETS + 1)
            for c in range(1, COMMUNITIES + 1) for g in range(1, GRIDS + 1)]


def areas() -> Iterator[dict[str, Any]]:
    """Yield the areas of all five levels as rows."""
    grids = codes()
    for level, width in enumerate((4, 6, 9, 12, 15), start=1):
        for code in sorted({grid[:width] for grid in grids}):
            yield {"area_code": code, "parent_code": code[:(0, 4, 6, 9, 12)[level - 1]], "level": level, "name": code,
                   "name_en": code, "population": 900 * GRIDS ** (5 - level), "households": 300, "area_m2": 1e4,
                   "lon": 120.5, "lat": 30.5, "west": 120.0, "south": 30.0, "east": 121.0, "north": 31.0,
                   "geometry": b"", "share_in_parent": 1.0}


def unit(number: int) -> Unit:
    """Return one unit."""
    district = f"9901{number % DISTRICTS + 1:02d}"
    return Unit(id=f"U{number:04d}", name=f"U{number:04d}", name_en=f"U{number:04d}", area_code=district, lon=120.5,
                kind=("grid_officer", "police", "repair", "sanitation")[number % 4], lat=30.5, home_lon=120.5,
                home_lat=30.5, status="available", position_at=NOW, skills=[])


def case(number: int, cases: int, chance: random.Random, grids: list[str] = codes()) -> dict[str, Any]:  # noqa: B008 - made once
    """Return one case that came in somewhere in the year before NOW, with the course it had."""
    received = NOW - timedelta(days=DAYS) + timedelta(days=DAYS) * (number / cases)
    due = received + chance.choice((4, 24, 72, 120)) * HOUR
    handled = received + (due - received) * chance.expovariate(1.4)
    closed = handled + chance.random() * 10 * HOUR
    is_closed = closed <= NOW and chance.random() > 0.03
    state = State.CLOSED if is_closed else chance.choice(OPEN_STATES)
    code = chance.choice(CLASSES)
    asked = is_closed and chance.random() < 0.6
    return {
        "id": number + 1, "case_no": f"B{number:08d}", "source": "bench", "event_id": str(number),
        "channel": chance.choice(CHANNELS), "state": state.value, "is_open": not is_closed, "version": 5,
        "class_scheme": "bench", "class_code": code, "major_code": code[:2], "text": "路口有垃圾堆放，请尽快清理" * 3,
        "address": "基准路 100 号", "priority": chance.randint(1, 4), "lon": 120 + chance.random(),
        "lat": 30 + chance.random(), "placed": "point", "area_code": chance.choice(grids), "occurred_at": received,
        "received_at": received, "hour_no": clock.hour_number(received), "first_response_at": received + HOUR / 6,
        "due_at": due, "handled_at": handled if is_closed else None, "closed_at": closed if is_closed else None,
        "department": chance.choice(DEPARTMENTS), "reporter": None, "accepted_at": received + HOUR / 6,
        "dispatched_at": received + HOUR / 3 if is_closed else None,
        "signed_at": received + HOUR if is_closed else None,
        "returns": int(chance.random() < 0.05), "reworks": int(chance.random() < 0.04),
        "reopenings": int(chance.random() < 0.01), "extensions": int(chance.random() < 0.03),
        "contacted": True if asked else None, "solved": chance.random() < 0.9 if asked else None,
        "satisfied": chance.random() < 0.8 if asked else None,
        "suspicions": int(is_closed and chance.random() < 0.03), "supporters": 0, "is_supervised": False,
    }


def sign_clock(row: dict[str, Any]) -> dict[str, Any]:
    """Return the clock that ran until the case was signed for."""
    return {"case_id": row["id"], "stage": "sign", "limit": "1UH", "begun_at": row["dispatched_at"],
            "due_at": row["dispatched_at"] + HOUR, "ended_at": row["signed_at"], "paused_seconds": 0}


def dispatch(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return how the unit was sent that handled the case."""
    return {"case_id": row["id"], "unit_id": f"U{chance.randrange(UNITS):04d}", "is_lead": True,
            "sent_at": row["dispatched_at"], "sent_by": "bench", "ended_at": row["handled_at"], "outcome": "finished",
            "area_code": row["area_code"]}
