"""The city's own row: made with the first areas, extended as deeper levels arrive."""

import hashlib
import secrets
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.errors import Invalid
from data.ingest.mapping import CityPlan, Level
from data.models.area import Area
from data.models.city import City
from data.visit import CITY_ID


def find_or_make_city(session: Session, plan: CityPlan | None) -> City:
    """Return the city; an empty database gets the plan's, with its first level only.

    Raises Invalid: no_city_plan, another_city.
    """
    city = session.get(City, CITY_ID)
    if city is None:
        if plan is None:
            raise Invalid("no_city_plan")
        city = City(
            id=CITY_ID, code=plan.code, name=plan.name, name_en=plan.name_en, zone=plan.zone, language=plan.language,
            marker="", code_scheme=plan.code_scheme, class_scheme=plan.class_scheme, levels=[_as_row(plan.levels[0])],
            epoch=secrets.token_hex(8), map_version="", west=0.0, south=0.0, east=0.0, north=0.0,
        )
        session.add(city)
        session.flush()
    elif plan is not None and plan.code != city.code:
        raise Invalid("another_city", there=f"{city.name_en} ({city.code})", wanted=f"{plan.name_en} ({plan.code})")
    return city


def open_level(city: City, plan: CityPlan | None, key: str) -> int:
    """Return the number (1 = city) of the level that is being imported, adding it to the city's ladder.

    Raises Invalid: unknown_level, other_ladder, level_missing.
    """
    have = [Level(key=row["key"], zh=row["zh"], en=row["en"], width=row["width"]) for row in city.levels]
    ladder = list(plan.levels) if plan else have
    keys = [level.key for level in ladder]
    if key not in keys:
        raise Invalid("unknown_level", level=key, known=", ".join(keys))
    number = keys.index(key) + 1
    for there, wanted in zip(have, ladder[:number], strict=False):
        if (there.key, there.width) != (wanted.key, wanted.width):
            raise Invalid("other_ladder", level=key, there=there.key, wanted=wanted.key)
    if len(have) < number - 1:
        raise Invalid("level_missing", level=key, missing=ladder[len(have)].key)
    if len(have) == number - 1:
        add_level(city, ladder[number - 1])
    return number


def add_level(city: City, level: Level) -> None:
    """Append a finer level to the city's ladder; the map's classes are chosen anew for it."""
    city.levels = [*city.levels, _as_row(level)]
    city.breaks = {}


def _as_row(level: Level) -> dict[str, Any]:
    return {"key": level.key, "zh": level.zh, "en": level.en, "width": level.width}


def renew_extent(session: Session, city: City, changed: list[tuple[str, bytes]]) -> None:
    """Set the city's box from its areas and give the map a new version, made from what changed."""
    session.flush()
    box = session.execute(
        select(func.min(Area.west), func.min(Area.south), func.max(Area.east), func.max(Area.north))
        .where(Area.level <= 2, Area.area_m2 > 0)
    ).one()
    if box[0] is not None:
        city.west, city.south, city.east, city.north = box
    digest = hashlib.sha256(city.map_version.encode())
    for code, geometry in sorted(changed):
        digest.update(code.encode())
        digest.update(geometry)
    city.map_version = digest.hexdigest()[:12]
