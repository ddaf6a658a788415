"""The toy city with one rule of coverage and a third crew of sweepers beside the second."""

import pytest

from data.allocation.rules import Cover, Rules
from data.covering import gaps
from data.models.unit import Unit
from tests import cast

SPARE = "SAN-3"
ASKED = Cover(kind="sanitation", minutes=5.0, percent=60.0)


@pytest.fixture
def one_rule(monkeypatch):
    """Let the city ask for sweepers within five minutes, and nothing else."""
    monkeypatch.setattr(gaps.rules, "in_force", lambda _visit: Rules(cover=(ASKED,)))


@pytest.fixture
def spare(write, one_rule):
    """Put a third crew, free, where the second stands."""
    lon, lat = cast.at(3.4, 3.5)
    with write() as visit:
        visit.session.add(Unit(id=SPARE, name="SAN-3组", name_en="Team SAN-3", kind="sanitation", lon=lon, lat=lat,
                               area_code=cast.EAST_DISTRICT, home_lon=lon, home_lat=lat, status="available",
                               position_at=visit.now, skills=[]))
    return SPARE


@pytest.fixture
def sent(write, one_rule):
    """Send the western sweepers."""
    with write() as visit:
        cast.unit(visit, cast.SWEEPERS).status = "under_way"
    return cast.SWEEPERS
