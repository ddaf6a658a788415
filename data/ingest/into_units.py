"""From rows to units: one row may hold several ("Engine 4/Ladder 15"); each stands at its base, free to go."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert, select

from data.areas.locate import build_index
from data.errors import Invalid
from data.ingest.batch import DUPLICATE, STORED, Batch
from data.ingest.columns import Reader, points
from data.ingest.labels import slug
from data.ingest.mapping import UnitRule, UnitsMapping
from data.models.unit import Unit
from data.units.status import AVAILABLE
from data.visit import Visit

ID_LENGTH, NAME_LENGTH = 32, 80


@dataclass(frozen=True, kw_only=True)
class Found:
    """One unit a row names."""

    row: int
    id: str
    name: str
    name_en: str
    rule: UnitRule


def store_units(visit: Visit, mapping: UnitsMapping, batch: Batch) -> None:
    """Store the units and judge every row. A row is stored when at least one of its units is new.

    Raises Invalid: wrong_column, unknown_level.
    """
    reader = batch.reader(mapping.head)
    names = reader.column(mapping.names, "name").tolist()
    batch.judge(np.array([not name for name in names], dtype=bool), "no_name")
    lon, lat = judged_points(mapping, reader, batch)
    areas = _areas_served(visit, mapping, lon, lat)
    batch.judge(areas == "", "outside_every_area")
    bases = reader.optional(mapping.id, "id").tolist()
    found = [unit for row in batch.open_rows().tolist() for unit in _units_in(mapping, row, names[row], bases[row])]
    named = {unit.row for unit in found}
    batch.judge(np.array([row not in named for row in range(len(names))], dtype=bool), "no_unit_found")
    known = set(visit.session.scalars(select(Unit.id)))
    fresh = {unit.id: unit for unit in reversed(found) if unit.id not in known}
    rows = [_row(visit, mapping, unit, (lon[unit.row], lat[unit.row]), areas[unit.row]) for unit in fresh.values()]
    if rows:
        visit.session.execute(insert(Unit), rows)
    stored = {unit.row for unit in fresh.values()}
    for row in batch.open_rows().tolist():
        batch.verdicts[row] = STORED if row in stored else DUPLICATE
    batch.notes.update(units_made=len(rows), units_known=len(found) - len(rows))


def judged_points(mapping: Any, reader: Reader, batch: Batch) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return WGS84 longitude and latitude of each row; rows without a readable point are judged."""
    lon, lat, unreadable = points(reader, mapping.position, mapping.head.options.crs)
    batch.judge(unreadable, "unreadable_coordinate")
    batch.judge(np.isnan(lon), "no_coordinate")
    return lon, lat


def _areas_served(visit: Visit, mapping: UnitsMapping, lon: NDArray[np.float64],
                  lat: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return the area each unit serves: its grid's ancestor at the level the mapping names, else the district."""
    keys = [level["key"] for level in visit.city.levels]
    if mapping.serves and mapping.serves not in keys:
        raise Invalid("unknown_level", level=mapping.serves, known=", ".join(keys))
    level = keys.index(mapping.serves) + 1 if mapping.serves else min(2, len(keys))
    width = visit.city.width_of(level)
    return np.array([code[:width] for code in grids_of(visit, lon, lat)], dtype=object)


def grids_of(visit: Visit, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[str]:
    """Return the code of the grid under each point, "" where there is no point or no grid."""
    index = build_index(visit.session, visit.city.leaf_level())
    there = np.flatnonzero(~np.isnan(lon))
    codes = [""] * len(lon)
    for row, code in zip(there.tolist(), index.locate_many(lon[there], lat[there]), strict=True):
        codes[row] = code or ""
    return codes


def _units_in(mapping: UnitsMapping, row: int, text: str, base: str) -> list[Found]:
    """Return the units a row names; an id of the source's own makes them stable under other names."""
    found = []
    for rule in mapping.rules:
        for match in re.finditer(rule.pattern, text):
            parts = {"0": match.group(0).strip(), **{key: value or "" for key, value in match.groupdict().items()}}
            own = " ".join(part for part in (base, parts["0"]) if part)
            found.append(Found(row=row, id=slug(f"{mapping.prefix} {own}", ID_LENGTH), rule=rule,
                               name=_named(rule.name, parts), name_en=_named(rule.name_en, parts)))
    return found


def _named(pattern: str, parts: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda gap: parts.get(gap[1], gap[0]), pattern)[:NAME_LENGTH]


def _row(visit: Visit, mapping: UnitsMapping, unit: Found, at: tuple[float, float], area: str) -> dict[str, Any]:
    lon, lat = (float(degrees) for degrees in at)
    return {
        "id": unit.id, "name": unit.name, "name_en": unit.name_en, "kind": unit.rule.kind,
        "is_vehicle": unit.rule.is_vehicle, "crew": unit.rule.crew, "skills": [],
        "department": mapping.department or None, "status": AVAILABLE, "lon": lon, "lat": lat,
        "position_at": visit.now, "home_lon": lon, "home_lat": lat, "shift_start_hour": 0, "shift_hours": 24,
        "done_today": 0, "version": 1, "area_code": area,
    }
