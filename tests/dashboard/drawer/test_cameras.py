"""Cameras in the drawer: the nearest to the case, which of them see it, for who may look."""

import pytest

from dashboard.drawer.cameras import cameras
from tests import cast, eyes
from tests.dashboard.reading import hooks, words


@pytest.fixture
def number(write) -> str:
    with write() as visit:
        return cast.open_case(visit, "e-1", (1.0, 0.5))


def test_the_nearest_are_listed_with_their_distance_those_that_see_the_place_first(part, number, settings):
    lon, lat = cast.at(1.0, 0.5)
    eyes.register(settings.data_dir, eyes.camera("sees", lon - 0.001, lat), eyes.camera("beside", lon + 0.001, lat))
    drawn = part(cameras, number)
    assert hooks(drawn, "data-camera") == ["sees", "beside"]
    assert hooks(drawn, "data-covers") == ["true", "false"]
    assert hooks(drawn, "data-camera-case") == [number, number]
    assert "100 m · sees the place" in words(drawn)


def test_who_may_not_look_and_where_there_is_none_nothing_stands_there(part, number, settings):
    assert part(cameras, number) is None
    eyes.register(settings.data_dir)
    assert part(cameras, number, scope=cast.CHEN) is None


def test_a_register_that_cannot_be_read_leaves_the_drawer_whole(part, number, settings):
    (settings.data_dir / "cameras.yaml").write_text("cameras: 7", encoding="utf-8")
    assert "cannot be read" in words(part(cameras, number))
