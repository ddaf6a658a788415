"""Items of running campaigns as points: done, not yet, late; no words of a case."""

from datetime import timedelta

import pytest

from data.campaigns import making
from data.campaigns.making import Plan, Point
from data.cases import workflow
from layers.layer import Window
from layers.shown.campaign_items import LAYER
from tests import cast


@pytest.fixture
def campaign(write) -> int:
    """Return a campaign over a case in the south-west that is over and a spot in the north-east."""
    lon, lat = cast.at(3.5, 3.5)
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit, "near", (0.5, 0.5), text="某某的电话")
        spot = Point(name="桥下", lon=lon, lat=lat)
        found = making.make(visit, Plan(name="清脏治乱", area="9901", begins_at=cast.NOW, points=(spot,),
                                        due_at=cast.NOW + timedelta(hours=1), cases=(number,)))
        workflow.move(visit, number, "void", version=1, note="误报")
        return found.id


def drawn(features) -> list[tuple[str, bool, bool]]:
    return [(one["properties"]["name"], one["properties"]["done"], one["properties"]["late"]) for one in features]


def test_it_draws_items_with_what_they_are(draw, campaign):
    features = draw(LAYER, scope=cast.ALICE)
    assert drawn(features) == [("暴露垃圾", True, False), ("桥下", False, False)]
    assert features[1]["properties"]["campaign"] == "清脏治乱"
    assert features[1]["geometry"]["coordinates"] == [120.035, 30.0315]


def test_an_area_and_a_box_narrow_it(draw, campaign):
    assert drawn(draw(LAYER, scope=cast.ALICE, area=cast.EAST_DISTRICT)) == [("桥下", False, False)]
    assert drawn(draw(LAYER, scope=cast.ALICE, bbox=(*cast.at(0, 0), *cast.at(1, 1)))) == [("暴露垃圾", True, False)]


def test_what_is_not_done_in_time_is_late(read, campaign):
    with read(now=cast.NOW + timedelta(hours=2)) as visit:
        assert list(LAYER.features(visit, Window(area="9901"))["late"]) == [False, True]


def test_when_it_has_ended_it_is_not_drawn(draw, write, campaign):
    with write(scope=cast.ALICE) as visit:
        making.end(visit, campaign)
    assert draw(LAYER, scope=cast.ALICE) == []


def test_a_stranger_sees_a_part_or_nothing(draw, campaign):
    assert drawn(draw(LAYER, scope=cast.BO, area=cast.WEST_DISTRICT)) == [("暴露垃圾", True, False)]
    assert draw(LAYER, scope=cast.NOBODY) == []
