"""The layer of cameras: where they stand and look, never where their pictures come from."""

import pytest

from layers import geojson
from layers.layer import Window
from layers.shown import cameras
from tests import cast, eyes


@pytest.fixture(autouse=True)
def _register(settings):
    eyes.register(settings.data_dir)


def shown(read, scope=cast.ALICE, **window):
    with read(scope=scope) as visit:
        return cameras.features(visit, Window(**{"area": "9901", **window}))


def test_a_camera_says_where_it_looks_and_not_where_its_picture_comes_from(read):
    found = shown(read)
    assert list(found["id"]) == [eyes.EAST, eyes.ROUND]
    assert (found.iloc[0]["bearing"], found.iloc[0]["angle"], found.iloc[0]["range_m"]) == (90, 60, 400)
    assert b"http" not in geojson.encode(found, cameras.PROPERTIES)


def test_only_those_of_the_area_the_box_and_the_scope_are_shown(read):
    assert list(shown(read, area=cast.WEST_DISTRICT)["id"]) == [eyes.EAST]
    assert list(shown(read, bbox=(120.03, 30.03, 120.04, 30.04))["id"]) == [eyes.ROUND]
    assert len(shown(read, scope=cast.CHEN, area=cast.COMMUNITY)) == 0
