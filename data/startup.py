"""What must be true before serving, and small repairs: is there a city, are the demo people there, are breaks fixed."""

import sqlite3
from dataclasses import dataclass

from data.areas import queries as areas
from data.cases import breaks
from data.errors import CityError
from data.models.city import City
from data.people import demo_people
from data.scope import Scope
from data.settings import Settings, zone_of
from data.storage import schema
from data.storage.database import Database
from data.visit import CITY_ID, writing

JOB = Scope.of_job("startup")
SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True)
class Finding:
    """One check's outcome."""

    id: str
    is_fine: bool
    words: str


def has_city(database: Database) -> bool:
    """Was a city built or imported?"""
    with database.read(JOB) as session:
        return session.get(City, CITY_ID) is not None


def ensure_demo_people(database: Database) -> None:
    """Add the demo people who are missing, when there is a city for them."""
    with database.write(JOB) as session:
        city = session.get(City, CITY_ID)
        if city is not None:
            demo_people.ensure_demo_people(session, city)


def fix_breaks(database: Database, settings: Settings) -> None:
    """Choose the choropleth's class breaks where none were chosen yet and there are cases to choose by."""
    if not has_city(database):
        return
    with writing(database, JOB, settings) as visit:
        counts = areas.count_by_level(visit, visit.city.code)
        if not visit.city.breaks and counts:
            visit.city.breaks = breaks.choose(visit)


def findings(settings: Settings) -> list[Finding]:
    """Return the start-up checks: database, schema, SQLite written safely, city, zone."""
    found = []
    try:
        database = Database(settings.url, connections=2)
    except (CityError, OSError) as error:
        return [Finding("database", False, str(error))]
    found.append(Finding("database", True, database.url.get_backend_name()))
    found.append(
        Finding(
            "migrations",
            schema.is_current(database),
            "schema is current" if schema.is_current(database) else "run: python app.py migrate",
        )
    )
    if database.is_sqlite:
        safe = sqlite3.sqlite_version_info >= SAFE_SQLITE
        found.append(Finding("sqlite", True, sqlite3.sqlite_version + ("" if safe else " (safe by the single writer)")))
    if found[1].is_fine:
        found.append(
            Finding(
                "city",
                has_city(database),
                "present" if has_city(database) else "run: python app.py demo, or import one",
            )
        )
    found.append(Finding("zone", True, str(zone_of(settings, ""))))
    database.close()
    return found
