"""The demo city's map and catalogue as rows: the city itself, areas, backdrop, places, departments, classes."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

import shapely
from sqlalchemy.orm import Session

from data import clock
from data.demo import backdrop, catalogue, names, sites
from data.demo.areas import CityMap
from data.demo.crews import Base
from data.demo.naming import CITY_CODE
from data.demo.past import Past
from data.demo.storing import insert_rows
from data.models.area import Area, Backdrop
from data.models.case import CaseClass, Department
from data.models.city import City
from data.models.unit import Place
from data.storage import bulk
from data.visit import CITY_ID

ZONE, LANGUAGE, CODE_SCHEME, MARKER = "Asia/Shanghai", "zh-CN", "cn-15", "demo"
AREA_SLICE = 5_000


def store_map(session: Session, past: Past, bases: list[Base], now: datetime) -> dict[str, int]:
    """Store the city, its areas, backdrop and places; return how many of each."""
    city = past.city
    west, south, east, north = city.levels[0].polygons[0].bounds
    back = backdrop.backdrop_rows(city)
    year = clock.start_of_day(now, past.zone).astimezone(past.zone).replace(month=1, day=1)
    session.add(City(
        id=CITY_ID, code=CITY_CODE, name=names.CITY[0], name_en=names.CITY[1], zone=ZONE, language=LANGUAGE,
        marker=MARKER, code_scheme=CODE_SCHEME, class_scheme=catalogue.SCHEME, epoch=f"{city.seed}-{uuid4().hex[:12]}",
        levels=[{"key": key, "zh": zh, "en": en, "width": width} for key, zh, en, width in names.LEVELS],
        map_version=map_version(city, back), population_as_of=year, west=west, south=south, east=east, north=north,
    ))
    session.flush()
    counts = {}
    for number, (key, _, _, _) in enumerate(names.LEVELS, start=1):
        counts[key] = len(city.levels[number - 1].codes)
        for rows in _area_rows(city, number):
            bulk.insert_rows(session, Area, rows)
    counts["backdrop"] = insert_rows(session, Backdrop, back)
    counts["places"] = insert_rows(session, Place, sites.place_rows(city, past.book, bases))
    return counts


def map_version(city: CityMap, back: list[dict[str, Any]]) -> str:
    """Return a short hash of every shape on the map."""
    digest = hashlib.sha256()
    for level in city.levels:
        digest.update(b"".join(shapely.to_wkb(level.polygons)))
        digest.update("".join(level.codes).encode())
    for row in back:
        digest.update(row["geometry"])
    return digest.hexdigest()[:16]


def _area_rows(city: CityMap, number: int) -> Iterable[list[dict[str, Any]]]:
    level = city.levels[number - 1]
    above = city.levels[number - 2].codes if number > 1 else [""]
    for start in range(0, len(level.codes), AREA_SLICE):
        part = slice(start, start + AREA_SLICE)
        bounds = shapely.bounds(level.polygons[part]).tolist()
        yield [{
            "area_code": code, "parent_code": above[parent], "level": number, "name": zh, "name_en": en,
            "population": people, "households": homes, "area_m2": area, "lon": label[0], "lat": label[1],
            "west": box[0], "south": box[1], "east": box[2], "north": box[3], "geometry": wkb, "share_in_parent": 1.0,
        } for code, parent, zh, en, people, homes, area, label, box, wkb in zip(
            level.codes[part], level.parent[part].tolist(), level.zh[part], level.en[part],
            level.population[part].tolist(), level.households[part].tolist(), level.area_m2[part].tolist(),
            level.labels[part].tolist(), bounds, shapely.to_wkb(level.polygons[part]).tolist(), strict=True)]


def store_catalogue(session: Session) -> dict[str, int]:
    """Store departments and case classes; return how many classes."""
    book = catalogue.read_catalogue()
    departments = [{"code": code, "name": zh, "name_en": en} for code, (zh, en) in book.departments.items()]
    insert_rows(session, Department, departments)
    majors = [{"scheme": catalogue.SCHEME, "code": code, "major": "", "name": zh, "name_en": en, "priority": 4,
               "limit": None, "department": None, "unit_kind": None, "skills": None}
              for code, (zh, en) in book.majors.items()]
    minors = [{"scheme": catalogue.SCHEME, "code": kind.code, "major": kind.major, "name": kind.name,
               "name_en": kind.name_en, "priority": kind.priority, "limit": str(kind.limit),
               "department": kind.department, "unit_kind": kind.unit_kind,
               "skills": catalogue.skills_of(kind)} for kind in book.kinds]
    return {"classes": insert_rows(session, CaseClass, majors + minors)}
