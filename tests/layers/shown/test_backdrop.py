"""The backdrop: rivers and roads for everybody, wherever they look."""

import shapely

from data.models.area import Backdrop
from layers.shown.backdrop import LAYER
from tests import cast


def test_it_draws_wide_things_last_and_the_same_for_all(draw, write):
    river, road = shapely.LineString([cast.at(0, 2), cast.at(4, 2)]), shapely.LineString([cast.at(1, 0), cast.at(1, 4)])
    with write() as visit:
        visit.session.add(Backdrop(kind="road", rank=1, name="大道", name_en="Avenue", geometry=road.wkb))
        visit.session.add(Backdrop(kind="river", rank=3, geometry=river.wkb))
    for scope in (cast.ALICE, cast.CHEN):
        features = draw(LAYER, scope=scope, area=cast.GRIDS[3, 3])
        assert [one["properties"] for one in features] == [
            {"kind": "river", "rank": 3, "name": "", "name_en": ""},
            {"kind": "road", "rank": 1, "name": "大道", "name_en": "Avenue"}]
        assert features[0]["geometry"] == {"type": "LineString", "coordinates": [[120.0, 30.018], [120.04, 30.018]]}


def test_a_city_without_a_backdrop_draws_none(draw):
    assert draw(LAYER, scope=cast.ALICE) == []
