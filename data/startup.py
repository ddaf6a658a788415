"""What must be true before serving, and small repairs: is there a city, are the demo people there, are breaks fixed."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from data.archive import proving
from data.audit import verify
from data.audit.keys import Keys
from data.cases import breaks
from data.cases import queries as cases
from data.errors import CityError, Invalid, NotFound
from data.feeds import coverage, declared
from data.ingest.streams.reader import given
from data.ingest.streams.stream import Stream, discover
from data.ingest.streams.taking import fault_of_key
from data.models.city import City
from data.people import demo_people
from data.scope import Scope
from data.settings import Settings, zone_of
from data.storage import replica as replicas
from data.storage import schema
from data.storage.database import Database
from data.storage.hearing import Hearing
from data.visit import CITY_ID, reading, writing

JOB = Scope.of_job("startup")
SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True)
class Finding:
    """One check's outcome."""

    id: str
    is_fine: bool
    words: str


def open_as_it_is(settings: Settings) -> Database:
    """Return the database without making or changing anything.

    Raises NotFound("no_database"), Invalid: schema_not_current, database_unreadable.
    """
    file = make_url(settings.url).database or ""
    if settings.url.startswith("sqlite") and not Path(file).exists():
        raise NotFound("no_database", file=file)
    try:
        database = Database.of(settings)
        is_current = schema.is_current(database)
    except (OSError, SQLAlchemyError) as error:
        raise Invalid("database_unreadable", reason=_reason(error)) from None
    if not is_current:
        raise Invalid("schema_not_current")
    return database


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
    """Return the start-up checks: database, schema, SQLite written safely, city, audit trail, zone."""
    try:
        database = Database.of(settings, connections=2)
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
        yield _audit_key(database, settings)
        yield _audit_anchor(settings)
        if settings.replica_url:
            yield _replica(database, settings)
        yield _archive(database, settings)
        if is_there:
            yield _feeds(database, settings)
        for stream in discover():
            if given(settings, stream)[0]:
                yield _stream(database, settings, stream)
    yield Finding("zone", True, str(zone_of(settings, "")))


def _audit_key(database: Database, settings: Settings) -> Finding:
    """Return whether the trail can be sealed, and what sealed it last can still be proven."""
    keys = Keys(settings.audit_key, settings.key_path)
    try:
        known = keys.known()
    except CityError as error:
        return Finding("audit_key", False, str(error))
    with database.read(JOB) as session:
        newest = verify.newest_key_id(session)
    if newest is not None and newest not in known:
        return Finding("audit_key", False, f"key {newest}, which sealed the newest record, is not here")
    if keys.is_open_to_others():
        return Finding("audit_key", False, f"other users may read it: chmod 600 {settings.key_path}")
    if not keys.is_in_file():
        return Finding("audit_key", True, f"from the setting, {len(known)} known")
    where = f"{settings.key_path}, {len(known)} known" if known else f"{settings.key_path} is made on first use"
    if settings.profile == "production" and not database.is_sqlite:
        where += "; workers on other machines need the same: YIPING_AUDIT_KEY_FILE"
    return Finding("audit_key", True, where)


def _replica(database: Database, settings: Settings) -> Finding:
    """Return whether the standby can be read in the database's place, and how far it is behind."""
    copy = Database.copy_of(settings, connections=2)
    try:
        fault = replicas.fault_of(copy, database)
        one = replicas.Replica(copy, database, Hearing(database))
        one.look()
        lag_seconds = one.lag_seconds()
    except SQLAlchemyError as error:
        fault = _reason(error)
    finally:
        copy.close()
    if fault:
        return Finding("replica", False, f"{fault}; people who only look are read from the database itself")
    is_late = lag_seconds > replicas.LATEST_SECONDS
    return Finding("replica", not is_late, "late: it has not what was written just now" if is_late
                   else f"a standby, {lag_seconds:.1f} s behind")


def _feeds(database: Database, settings: Settings) -> Finding:
    """Return whether the files that say which source covers which areas can be read, and the city has the areas."""
    with reading(database, JOB, settings) as visit:
        faults = coverage.faults(visit)
    names = [one.id for one in declared.listed(settings.data_dir) if isinstance(one, declared.Feed)]
    return Finding("feeds", not faults, "; ".join(faults) or ", ".join(names))


def _archive(database: Database, settings: Settings) -> Finding:
    """Return whether the files that hold the detail of old cases are there as they were written."""
    with database.read(JOB) as session:
        found = proving.prove_files(session, settings.archive_path)
    said = f"{found.files:,} files, {found.bytes:,} bytes" if found.files else "nothing is archived"
    return Finding("archive", not found.faults, "; ".join(found.faults) or said)


def _stream(database: Database, settings: Settings, stream: Stream) -> Finding:
    """Return whether events of the broker can be stored; the broker itself is not asked."""
    url, key = given(settings, stream)
    with database.read(JOB) as session:
        fault = fault_of_key(session, key)
    at = stream.read_address(url)
    return Finding(stream.name, not fault, fault or f"{at.topics} at {at.host}:{at.port} as {key}")


def _audit_anchor(settings: Settings) -> Finding:
    """Return whether the trail's end can be written outside the database."""
    path = settings.anchor_path
    place = path if path.exists() else path.parent
    if settings.audit_anchor and not os.access(place, os.W_OK):
        return Finding("audit_anchor", False, f"{place} cannot be written")
    beside = not settings.audit_anchor and settings.profile == "production"
    return Finding("audit_anchor", True, f"{path}{'; name one on another host: YIPING_AUDIT_ANCHOR' if beside else ''}")
