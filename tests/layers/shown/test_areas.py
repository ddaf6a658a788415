"""The areas layer: the asked level, or the finest that can be drawn."""

import pytest

from layers.shown.areas import LAYER
from tests import cast


@pytest.mark.parametrize(("area", "level", "count"), [
    ("9901", None, 16), ("9901", 1, 1), ("9901", 2, 2), ("9901", 4, 8), (cast.WEST_DISTRICT, 5, 8),
    (cast.COMMUNITY, None, 2), (cast.GRIDS[0, 0], None, 1), ("8888", None, 0),
])
def test_it_draws_the_level_asked_for(draw, area, level, count):
    features = draw(LAYER, scope=cast.ALICE, area=area, level=level)
    assert len(features) == count
    assert all(one["properties"]["code"].startswith(area) for one in features)


def test_a_feature_says_who_and_how_large_it_is(draw):
    first = draw(LAYER, scope=cast.ALICE)[0]
    lon, lat = cast.at(0.5, 0.5)
    assert first["properties"] == {"code": cast.GRIDS[0, 0], "name": "网格001", "name_en": "Grid 001",
                                   "population": 1_330, "km2": 0.9611, "lon": round(lon, 5), "lat": round(lat, 5),
                                   "level": 5}
    assert sorted(first["geometry"]["coordinates"][0])[0] == [120.0, 30.0]


def test_a_stranger_sees_a_part_or_nothing(draw):
    assert len(draw(LAYER, scope=cast.BO, level=5)) == 8
    assert len(draw(LAYER, scope=cast.CHEN, level=5)) == 2
    assert draw(LAYER, scope=cast.CHEN, level=2) == []
    assert draw(LAYER, scope=cast.NOBODY, level=5) == []
