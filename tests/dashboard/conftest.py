"""What the third floor's tests share: the center of a server process, and a person's visit in their language."""

from collections.abc import Iterator

import pytest

from dashboard.center import Center, open_center
from data.models.city import City
from data.settings import Settings
from data.storage.database import Database


@pytest.fixture
def center(settings: Settings, database: Database, city: City) -> Iterator[Center]:
    """Yield the center over the toy city."""
    center = open_center(settings, database)
    yield center
    center.close()
