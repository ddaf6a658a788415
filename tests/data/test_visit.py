"""A visit: one moment, one scope, the city's zone; none without a city."""

from dataclasses import FrozenInstanceError, replace
from zoneinfo import ZoneInfo

import pytest

from data import clock, visit
from data.errors import NotFound
from tests import cast


def test_there_is_no_visit_before_there_is_a_city(database, job, settings):
    for opening in (visit.reading, visit.writing):
        with pytest.raises(NotFound) as refused, opening(database, job, settings):
            pytest.fail("a visit to nowhere")
        assert refused.value.code == "no_city"


def test_its_moment_is_fixed_and_its_zone_the_city_s(read):
    with read() as found:
        assert (found.now, found.zone, found.language) == (cast.NOW, ZoneInfo("Asia/Shanghai"), "zh-CN")
        with pytest.raises(FrozenInstanceError):
            found.now = clock.now()


@pytest.mark.usefixtures("city")
def test_it_happens_now_unless_said_otherwise(database, job, settings):
    before = clock.now()
    with visit.reading(database, job, replace(settings, zone="America/New_York", language="en")) as found:
        assert before <= found.now <= clock.now()
        assert (found.zone.key, found.language) == ("America/New_York", "en")
    with visit.reading(database, job, settings, language="en") as found:
        assert found.language == "en"


def test_the_city_knows_its_levels(city):
    assert [city.level_of(code) for code in ("9901", cast.WEST_DISTRICT, cast.COMMUNITY, cast.GRIDS[0, 0], "99")] == [
        1, 2, 4, 5, 0]
    assert [city.width_of(level) for level in range(1, 6)] == [4, 6, 9, 12, 15]
    assert city.leaf_level() == 5


def test_a_level_is_called_by_its_name_in_the_readers_language(city):
    assert [city.level_name(level, "en") for level in (1, 5)] == ["City", "Grid"]
    assert city.level_name(3, "zh-CN") == "街道"
