"""An area is heard of while each feed that declares it brought a case within three of its periods."""

from datetime import timedelta

import pytest

from data.feeds import coverage, declared
from data.feeds.coverage import NOTHING_EXPECTED
from tests import cast

HOUR = timedelta(hours=1)
WEST, EAST = cast.WEST_DISTRICT, cast.EAST_DISTRICT
CITY = "9901"


@pytest.fixture
def declare(settings):
    """Return declare(name, areas, every_minutes=60): a feed's file."""
    def write_file(name: str, *areas: str, every_minutes: int = 60) -> None:
        folder = settings.data_dir / declared.FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(
            f"title: 来源 {name}\nevery_minutes: {every_minutes}\nareas: [{', '.join(areas)}]\n", encoding="utf-8")

    return write_file


@pytest.fixture
def told(read):
    """Return what is heard of an area, as (heard, expected, [(area, feed)])."""
    def ask(prefix: str = CITY, at=cast.NOW, **how):
        with read(**how) as visit:
            found = coverage.coverage(visit, prefix, at)
        return found.heard, found.expected, [(one.area, one.feed.id) for one in found.missing]

    return ask


@pytest.fixture
def west_spoke(write):
    """A case of the hotline from the western district."""
    with write() as visit:
        cast.open_case(visit, "w", (0.5, 0.5), source="hotline")


def test_where_nothing_is_declared_nothing_is_missing(read, city):
    with read() as visit:
        assert coverage.coverage(visit, CITY, cast.NOW) == NOTHING_EXPECTED
        assert not NOTHING_EXPECTED.is_partial()


def test_an_area_never_heard_of_is_missing_and_one_that_falls_silent_after_three_periods(declare, told, west_spoke):
    declare("hotline", WEST, EAST)
    assert told() == (1, 2, [(EAST, "hotline")])
    assert told(at=cast.NOW + 3 * HOUR - timedelta(minutes=1))[0] == 1
    assert told(at=cast.NOW + 3 * HOUR + timedelta(minutes=1))[2] == [(WEST, "hotline"), (EAST, "hotline")]
    assert told(at=cast.NOW - HOUR)[0] == 0, "what came later was not known then"


def test_each_feed_speaks_for_itself_and_an_area_counts_once(declare, told, west_spoke):
    declare("hotline", WEST)
    declare("sensors", WEST, EAST)
    assert told() == (0, 2, [(WEST, "sensors"), (EAST, "sensors")])


def test_what_counts_is_inside_the_area_shown_or_around_it(declare, told, west_spoke):
    declare("hotline", WEST, EAST)
    assert told(WEST) == (1, 1, [])
    assert told(EAST)[:2] == (0, 1)
    assert told(cast.COMMUNITY) == (1, 1, [])
    assert told(cast.GRIDS[3, 3])[2] == [(EAST, "hotline")]


def test_it_is_the_same_for_who_sees_a_part_alone(declare, told, write):
    with write() as visit:
        cast.open_case(visit, "w", (0.5, 3.5), source="hotline")
    declare("hotline", WEST)
    assert told(cast.COMMUNITY, scope=cast.CHEN) == told(cast.COMMUNITY) == (1, 1, [])


def test_areas_of_one_level_have_its_name_and_areas_that_are_not_there_expect_nothing(declare, read, city):
    declare("hotline", WEST, "990199")
    with read() as visit:
        found = coverage.coverage(visit, CITY, cast.NOW)
        assert (found.expected, found.missing[0].name, found.is_partial()) == (1, found.missing[0].name, True)
        assert found.unit == visit.city.levels[1]["en" if visit.language == "en" else "zh"]
        assert coverage.faults(visit) == ["hotline.yaml: areas: there is no area 990199"]
    declare("streets", "990101001")
    with read() as visit:
        assert coverage.coverage(visit, CITY, cast.NOW).unit == ""


def test_a_file_that_cannot_be_read_expects_nothing_and_says_so(declare, read, city):
    declare("hotline", WEST, every_minutes=0)
    with read() as visit:
        assert coverage.coverage(visit, CITY, cast.NOW) == NOTHING_EXPECTED
        assert coverage.faults(visit)[0].startswith("hotline.yaml: every_minutes")
