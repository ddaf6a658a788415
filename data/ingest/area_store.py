"""Writing areas: rows made from codes, names and shapes; the city's own polygon; figures summed upward."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from data.areas.polygons import Shapes, areas_m2, label_points, repair
from data.models.area import Area
from data.models.city import City

NAME_LENGTH = 120


@dataclass(frozen=True, kw_only=True)
class NewAreas:
    """Areas of one level, ready to be written; arrays and lists run alike."""

    codes: list[str]
    parents: list[str]
    names: list[str]
    names_en: list[str]
    shares: NDArray[np.float64]
    shapes: Shapes
    population: list[int | None]
    households: list[int | None]


def write_areas(session: Session, level: int, new: NewAreas) -> list[tuple[str, bytes]]:
    """Insert the areas and return (code, WKB) of each. An area with an empty shape stands at its parent's label."""
    if not new.codes:
        return []
    wkb = shapely.to_wkb(new.shapes)
    stands = np.column_stack([label_points(new.shapes), shapely.bounds(new.shapes)])
    empty = np.flatnonzero(shapely.is_empty(new.shapes))
    at_parents = _stands(session, {new.parents[i] for i in empty})
    for i_empty in empty:
        stands[i_empty] = at_parents[new.parents[i_empty]]
    sizes = areas_m2(new.shapes)
    rows: list[dict[str, Any]] = []
    for i, code in enumerate(new.codes):
        lon, lat, west, south, east, north = stands[i].tolist()
        rows.append({
            "area_code": code, "parent_code": new.parents[i], "level": level, "name": new.names[i][:NAME_LENGTH],
            "name_en": new.names_en[i][:NAME_LENGTH], "population": new.population[i], "households": new.households[i],
            "area_m2": float(sizes[i]), "lon": lon, "lat": lat, "west": west, "south": south, "east": east,
            "north": north, "geometry": wkb[i], "share_in_parent": round(float(new.shares[i]), 4),
            "valid_from": None, "valid_to": None,
        })
    session.execute(insert(Area), rows)
    return list(zip(new.codes, wkb.tolist(), strict=True))


def _stands(session: Session, codes: set[str]) -> dict[str, tuple[float, ...]]:
    """Return {code: label point and box}."""
    if not codes:
        return {}
    rows = session.execute(
        select(Area.area_code, Area.lon, Area.lat, Area.west, Area.south, Area.east, Area.north)
        .where(Area.area_code.in_(sorted(codes)))
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def cover_city(session: Session, city: City, shapes: Shapes) -> list[tuple[str, bytes]]:
    """Make the city's own polygon, or extend it by the shapes; return its code and WKB."""
    there = session.get(Area, city.code)
    parts = shapes if there is None else np.array([*shapes, shapely.from_wkb(there.geometry)], dtype=object)
    union, _repaired = repair(np.array([shapely.union_all(parts)], dtype=object))
    if there is None:
        return write_areas(session, 1, NewAreas(
            codes=[city.code], parents=[""], names=[city.name], names_en=[city.name_en], shares=np.ones(1),
            shapes=union, population=[None], households=[None]))
    there.geometry = shapely.to_wkb(union[0])
    there.area_m2 = float(areas_m2(union)[0])
    (there.lon, there.lat), = label_points(union).tolist()
    there.west, there.south, there.east, there.north = shapely.bounds(union[0]).tolist()
    return [(city.code, there.geometry)]


def sum_upward(session: Session, level: int) -> None:
    """Give each ancestor without a population the sum of its children's, where every child has one."""
    for above in range(level - 1, 0, -1):
        sums = session.execute(
            select(Area.parent_code, func.sum(Area.population), func.sum(Area.households))
            .where(Area.level == above + 1).group_by(Area.parent_code)
            .having(func.count() == func.count(Area.population))
        ).all()
        for code, people, homes in sums:
            session.execute(update(Area).where(Area.area_code == code, Area.population.is_(None))
                            .values(population=people, households=homes))
