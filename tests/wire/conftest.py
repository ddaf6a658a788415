"""The whole server for tests of the wire, over the toy city."""

from collections.abc import Iterator

import pytest

from data.models.city import City
from data.settings import Settings
from data.storage.database import Database
from tests.wire.stage import Stage, staged


@pytest.fixture
def house(settings: Settings, database: Database, city: City) -> Iterator[Stage]:
    """Yield the running server."""
    with staged(settings, database) as stage:
        yield stage
