"""What one request may use: a session that knows its scope, one fixed now, zone and language."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from data import clock
from data.errors import NotFound
from data.models.city import City
from data.scope import Scope
from data.settings import Settings, zone_of
from data.storage.database import Database, guard

CITY_ID = 1


class Reads(Protocol):
    """Hands out sessions that read: a database, or a replica that asks the database where it must."""

    def read(self, scope: Scope) -> contextlib.AbstractContextManager[Session]:
        """Return a session for reading under a scope."""
        ...


class Renew(Protocol):
    """Tells what a scope is by now."""

    def __call__(self, session: Session, *, now: datetime) -> Scope:
        """Return the scope, or raise NotAllowed where nothing is left of it."""
        ...


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request, one moment: a list, its badges and its deadlines cannot disagree."""

    session: Session
    scope: Scope
    now: datetime
    zone: ZoneInfo
    language: str
    city: City
    archive: Path
    """The folder of the files that hold the detail of old cases."""
    folder: Path
    """The data folder, where the deployment's own files lie."""


def begin(session: Session, scope: Scope, settings: Settings, *, now: datetime | None = None, language: str = "",
          renewed: Renew | None = None) -> Visit:
    """Return a visit in an open session; `renewed` is asked inside its transaction what the scope is by now.

    Raises NotFound("no_city"), and what `renewed` raises.
    """
    if renewed is not None:
        scope = renewed(session, now=clock.now())
        guard(session, scope)
    city = session.get(City, CITY_ID)
    if city is None:
        raise NotFound("no_city")
    return Visit(
        session=session, scope=scope, now=now or clock.now(), zone=zone_of(settings, city.zone),
        language=language or settings.language or city.language, city=city,
        archive=settings.archive_path, folder=settings.data_dir,
    )


@contextlib.contextmanager
def reading(database: Reads, scope: Scope, settings: Settings, *, now: datetime | None = None,
            language: str = "") -> Iterator[Visit]:
    """Yield a visit that reads. Raises NotFound("no_city") before a city was built or imported."""
    with database.read(scope) as session:
        yield begin(session, scope, settings, now=now, language=language)


@contextlib.contextmanager
def writing(database: Database, scope: Scope, settings: Settings, *, now: datetime | None = None,
            language: str = "", renewed: Renew | None = None) -> Iterator[Visit]:
    """Yield a visit that writes; commits at the end, rolls back on any error. Raises Busy when it cannot begin.

    `renewed` is asked inside the transaction what the scope is by now.
    """
    with database.write(scope) as session:
        yield begin(session, scope, settings, now=now, language=language, renewed=renewed)
