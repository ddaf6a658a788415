"""What must be true before serving, and small repairs: is there a city, are the demo people there, are breaks fixed."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from data.cases import breaks
from data.cases import queries as cases
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
    """Choose the choropleth's class breaks where none were chosen yet and there are open cases to choose by."""
    if not has_city(database):
        return
    with writing(database, JOB, settings) as visit:
        if not visit.city.breaks and cases.count_open(visit, visit.city.code):
            visit.city.breaks = breaks.choose(visit)


def findings(settings: Settings) -> list[Finding]:
    """Return the start-up checks: database, schema, SQLite written safely, city, zone."""
    try:
        database = Database(settings.url, connections=2)
    except (CityError, OSError, SQLAlchemyError) as error:
        return [Finding("database", False, _reason(error))]
    try:
        is_current = schema.is_current(database)
    except SQLAlchemyError as error:
        return [Finding("database", False, _reason(error))]
    else:
        return list(_looked_into(database, settings, is_current))
    finally:
        database.close()


def _reason(error: Exception) -> str:
    """Return the first line of what the database said; the rest quotes statements."""
    said = str(getattr(error, "orig", None) or error).splitlines()
    return said[0] if said else type(error).__name__


def _looked_into(database: Database, settings: Settings, is_current: bool) -> Iterator[Finding]:
    yield Finding("database", True, database.url.get_backend_name())
    yield Finding("migrations", is_current, "schema is current" if is_current else "run: python app.py migrate")
    if database.is_sqlite:
        safe = sqlite3.sqlite_version_info >= SAFE_SQLITE
        yield Finding("sqlite", True, sqlite3.sqlite_version + ("" if safe else " (safe by the single writer)"))
    if is_current:
        is_there = has_city(database)
        yield Finding("city", is_there, "present" if is_there else "run: python app.py demo, or import one")
    yield Finding("zone", True, str(zone_of(settings, "")))
