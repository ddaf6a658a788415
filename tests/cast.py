"""The toy city every test may lean on: 4 x 4 squares, six units, four people, all readable on paper.

    row   lat
     3  +----+----+----+----+   Street  990101002  |  990102002      Each street has two
        | N2 | N2 | N2 | N2 |           (columns 0-1) (columns 2-3)  communities, the southern
     2  +----+----+----+----+                                        row ...001 and the northern
        | N1 | N1 | N1 | N1 |                                        row ...002; each community
     1  +----+----+----+----+   Street  990101001  |  990102001      has two grids, ...001 in
        | S2 | S2 | S2 | S2 |                                        the west, ...002 east.
     0  +----+----+----+----+
        | S1 | S1 | S1 | S1 |   District 990101    |  990102
        +----+----+----+----+
  column  0    1    2    3      lon ->              City 9901

The south-west corner is 120.0 E 30.0 N. A square is 0.01 degree wide and 0.009 degree high:
0.963 km by 0.998 km at this latitude (WGS84), so the city measures about 3.9 km by 4.0 km.
`at(1.5, 2.5)` is the middle of column 1, row 2. Nothing here is a real place.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import shapely
from sqlalchemy import select

from data.areas.locate import GridIndex, build_index
from data.cases import intake
from data.cases.intake import Report
from data.models.area import Area
from data.models.case import CaseClass, Department
from data.models.city import City
from data.models.person import Person
from data.models.unit import Unit
from data.people.passwords import hash_password
from data.scope import ROLES, WHOLE_CITY, Scope
from data.storage.database import Database
from data.visit import CITY_ID, Visit

NOW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
"""The tests' moment: a Wednesday, ten in the morning on the toy city's clock."""

WEST, SOUTH, WIDE, HIGH, SIDE = 120.0, 30.0, 0.01, 0.009, 4
GRID_M2 = 963.0 * 998.0

LEVELS = [
    {"key": "city", "zh": "市", "en": "City", "width": 4},
    {"key": "district", "zh": "区", "en": "District", "width": 6},
    {"key": "street", "zh": "街道", "en": "Street", "width": 9},
    {"key": "community", "zh": "社区", "en": "Community", "width": 12},
    {"key": "grid", "zh": "网格", "en": "Grid", "width": 15},
]

WEST_DISTRICT, EAST_DISTRICT = "990101", "990102"
COMMUNITY = "990101001001"
"""The two south-western squares: Chen's community."""

ALICE = Scope(person="alice", name="Alice", areas=frozenset({WHOLE_CITY}), may=ROLES["dispatcher"])
"""Dispatcher of the whole city."""
BO = Scope(person="bo", name="Bo", areas=frozenset({WEST_DISTRICT}), may=ROLES["leader"])
"""Leader of the western district: sees it, moves nothing."""
CHEN = Scope(person="chen", name="Chen", areas=frozenset({COMMUNITY}), may=ROLES["officer"])
"""Officer of one community: reports and moves, sends nobody."""
NOBODY = Scope()
"""No person, no area, no permission."""
PASSWORD = "a long enough secret"

DEPARTMENTS = [
    {"code": "clean", "name": "环卫处", "name_en": "Sanitation office"},
    {"code": "roads", "name": "道路处", "name_en": "Roads office"},
    {"code": "fire", "name": "消防队", "name_en": "Fire brigade"},
]

SCHEME = "demo"
CLASSES = [
    {"code": "01", "name": "市容环境", "name_en": "Appearance", "priority": 3},
    {"code": "0101", "major": "01", "name": "暴露垃圾", "name_en": "Garbage", "priority": 3, "limit_hours": 4.0,
     "department": "clean", "unit_kind": "sanitation"},
    {"code": "0102", "major": "01", "name": "道路破损", "name_en": "Broken road", "priority": 2, "limit_hours": 24.0,
     "department": "roads", "unit_kind": "repair"},
    {"code": "02", "name": "公共安全", "name_en": "Public safety", "priority": 2},
    {"code": "0201", "major": "02", "name": "火情", "name_en": "Fire", "priority": 1, "limit_hours": 0.5,
     "department": "fire", "unit_kind": "fire"},
    {"code": "0202", "major": "02", "name": "噪声扰民", "name_en": "Noise", "priority": 4, "unit_kind": "enforcement"},
]

SWEEPERS, FAR_SWEEPERS, REPAIR, POLICE, ENGINE, OFFICER = "SAN-1", "SAN-2", "REP-1", "POL-1", "FIR-1", "GRD-1"


def at(column: float, row: float) -> tuple[float, float]:
    """Return the WGS84 (lon, lat) of a place on the drawing; (0, 0) is the south-west corner."""
    return WEST + column * WIDE, SOUTH + row * HIGH


def grid_code(column: int, row: int) -> str:
    """Return the code of the square in this column and row."""
    return f"9901{column // 2 + 1:02d}{row // 2 + 1:03d}{row % 2 + 1:03d}{column % 2 + 1:03d}"


GRIDS = {(column, row): grid_code(column, row) for column in range(SIDE) for row in range(SIDE)}


def population(column: int, row: int) -> int:
    """Return how many people live in a square: more in the west, a little more in the south."""
    return 1_000 + 100 * (SIDE - 1 - column) + 10 * (SIDE - 1 - row)


def areas() -> list[Area]:
    """Return the 31 areas, outermost first; populations and areas add up over every level."""
    return [_area(code, level, [square for square, grid in GRIDS.items() if grid.startswith(code)])
            for level in range(1, 6)
            for code in sorted({grid[:_width(level)] for grid in GRIDS.values()})]


def _width(level: int) -> int:
    return int(str(LEVELS[level - 1]["width"]))


def _area(code: str, level: int, squares: list[tuple[int, int]]) -> Area:
    west, south = at(min(c for c, _ in squares), min(r for _, r in squares))
    east, north = at(max(c for c, _ in squares) + 1, max(r for _, r in squares) + 1)
    own = code[_width(level - 1):] if level > 1 else code
    people = sum(population(*square) for square in squares)
    return Area(
        area_code=code, parent_code=code[:_width(level - 1)] if level > 1 else "", level=level,
        name=f"{LEVELS[level - 1]['zh']}{own}", name_en=f"{LEVELS[level - 1]['en']} {own}",
        population=people, households=people // 3, area_m2=GRID_M2 * len(squares),
        lon=(west + east) / 2, lat=(south + north) / 2, west=west, south=south, east=east, north=north,
        geometry=shapely.box(west, south, east, north).wkb, share_in_parent=1.0,
    )


def city_row() -> City:
    """Return the city's own row."""
    east, north = at(SIDE, SIDE)
    return City(id=CITY_ID, code="9901", name="云图市", name_en="Toy City", zone="Asia/Shanghai", language="zh-CN",
                marker="demo", code_scheme="cn-15", class_scheme=SCHEME, levels=LEVELS, epoch="toy", map_version="1",
                west=WEST, south=SOUTH, east=east, north=north)


def units(now: datetime = NOW) -> list[Unit]:
    """Return the six units; all but the repair crew stand at their base."""
    stale = _unit(REPAIR, "repair", WEST_DISTRICT, (1.5, 1.5), now, position_at=now - timedelta(hours=2))
    stale.home_lon, stale.home_lat = at(0.2, 3.8)
    return [
        _unit(SWEEPERS, "sanitation", WEST_DISTRICT, (0.5, 1.5), now),
        _unit(FAR_SWEEPERS, "sanitation", EAST_DISTRICT, (3.5, 3.5), now),
        stale,
        _unit(POLICE, "police", WEST_DISTRICT, (1.5, 0.5), now, status="off_duty", shift_start_hour=20, shift_hours=8),
        _unit(ENGINE, "fire", "9901", (2.0, 2.0), now, is_vehicle=True, crew=5),
        _unit(OFFICER, "grid_officer", COMMUNITY, (0.5, 0.5), now, done_today=2),
    ]


def _unit(unit_id: str, kind: str, area: str, spot: tuple[float, float], now: datetime, **more: Any) -> Unit:
    lon, lat = at(*spot)
    given = {"status": "available", "position_at": now - timedelta(minutes=1), "skills": [], **more}
    return Unit(id=unit_id, name=f"{unit_id}组", name_en=f"Team {unit_id}", kind=kind, area_code=area, lon=lon, lat=lat,
                home_lon=lon, home_lat=lat, **given)


def people() -> list[Person]:
    """Return Alice, Bo and Chen as they are stored; only Alice has a password."""
    return [Person(id=str(scope.person), name=scope.name, name_en=scope.name, title=title, may=sorted(scope.may),
                   areas=sorted(scope.areas), password=_hashed(PASSWORD) if scope is ALICE else None)
            for scope, title in ((ALICE, "dispatcher"), (BO, "leader"), (CHEN, "officer"))]


@cache
def _hashed(password: str) -> str:
    """Return the hash, made once: it is meant to take long."""
    return hash_password(password)


def build(database: Database, now: datetime = NOW) -> City:
    """Store the toy city, without a case in it, and return its row."""
    city = city_row()
    with database.write(Scope.of_job("cast")) as session:
        session.add_all([city, *areas(), *(Department(**one) for one in DEPARTMENTS)])
        session.flush()
        session.add_all([*(CaseClass(scheme=SCHEME, **one) for one in CLASSES), *units(now), *people()])
    return city


def report(event_id: str, spot: tuple[float, float] | None = (0.5, 0.5), /, **changes: Any) -> Report:
    """Return a sound report of garbage at a spot of the drawing; `changes` replace its fields."""
    lon, lat = at(*spot) if spot else (None, None)
    sound = Report(source="phone", event_id=event_id, occurred_at=NOW - timedelta(minutes=10), category="0101",
                   text="路口有垃圾", lon=lon, lat=lat)
    return replace(sound, **changes)


def index_of(visit: Visit) -> GridIndex:
    """Return the index over the sixteen squares that the visit may see."""
    return build_index(visit.session, len(LEVELS))


def open_case(visit: Visit, event_id: str = "e-1", spot: tuple[float, float] = (0.5, 0.5), /, **changes: Any) -> str:
    """Take one report in and return its case number; the case is `reported`, version 1."""
    outcome = intake.receive(visit, [report(event_id, spot, **changes)], index_of(visit))
    return outcome.stored[0][1]


def unit(visit: Visit, unit_id: str) -> Unit:
    """Return one unit as it is stored now."""
    return visit.session.scalars(select(Unit).where(Unit.id == unit_id).execution_options(populate_existing=True)).one()
