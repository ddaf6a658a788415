"""Travel time: along roads where there are some, else by the stated speed; each answer says which."""

import numpy as np
import pytest
import shapely

from data.models.area import Backdrop
from data.models.city import City
from data.travel.minutes import minutes_between, roads_of, straight_metres, way_between
from data.travel.speeds import ROAD_FACTOR
from data.units.distance import metres_between
from data.visit import CITY_ID
from tests import cast

HERE, THERE = cast.at(0.5, 0.5), cast.at(3.5, 3.5)
CORNER = cast.at(3.5, 0.5)


@pytest.fixture
def paved(write):
    """Lay one road along the south and the east of the toy city."""
    with write() as visit:
        lines = shapely.MultiLineString([[HERE, CORNER], [CORNER, THERE]])
        visit.session.add(Backdrop(kind="road", rank=2, geometry=shapely.to_wkb(lines)))
        visit.session.get_one(City, CITY_ID).map_version = "with a road"


def test_without_roads_the_stated_speed_holds(read):
    with read() as visit:
        travel = minutes_between(visit, [HERE, HERE], [THERE], ["fire", "something new"])
    far = metres_between(*HERE, *THERE) * ROAD_FACTOR / 1000
    assert travel.minutes[:, 0] == pytest.approx([far / 35 * 60, far / 25 * 60])
    assert travel.metres[0, 0] == pytest.approx(far * 1000)
    assert travel.model() == "speed"
    assert not travel.on_roads.any()


@pytest.mark.usefixtures("paved")
def test_with_roads_the_way_along_them_holds_and_the_answer_says_so(read):
    with read() as visit:
        travel = minutes_between(visit, [HERE], [THERE], ["repair"])
        way = way_between(visit, HERE, THERE)
    metres = metres_between(*HERE, *CORNER) + metres_between(*CORNER, *THERE)
    assert travel.minutes[0, 0] == pytest.approx(metres / 1000 / 28 * 60, rel=5e-3)
    assert travel.model() == "roads"
    assert way == [HERE, CORNER, THERE]


@pytest.mark.usefixtures("paved")
def test_a_point_that_no_road_reaches_is_told_by_speed_and_the_whole_is_mixed(read):
    far = cast.at(0.5, 30)
    with read() as visit:
        travel = minutes_between(visit, [HERE], [THERE, far], ["repair"])
        assert way_between(visit, HERE, far) == [HERE, far]
    assert travel.on_roads.tolist() == [[True, False]]
    assert travel.model() == "mixed"


def test_nobody_knows_how_long_it_takes_to_nowhere(read):
    with read() as visit:
        travel = minutes_between(visit, [HERE, (float("nan"), 30.0)], [THERE], ["fire", "fire"])
    assert np.isfinite(travel.minutes[:, 0]).tolist() == [True, False]


@pytest.mark.parametrize(("origins", "goals"), [(0, 3), (3, 0), (0, 0)])
def test_nothing_to_measure_is_an_empty_answer(read, origins, goals):
    with read() as visit:
        travel = minutes_between(visit, [HERE] * origins, [THERE] * goals, ["fire"] * origins)
    assert travel.minutes.shape == (origins, goals)
    assert travel.model() == "speed"


@pytest.mark.usefixtures("paved")
def test_the_roads_are_read_once_for_each_version_of_the_map(read, write):
    with read() as visit:
        first = roads_of(visit)
        assert first is not None
        assert roads_of(visit) is first
    with write() as visit:
        visit.city.map_version = "another"
    with read() as visit:
        assert roads_of(visit) is not first


def test_many_distances_are_those_of_one():
    found = straight_metres(np.array([HERE, CORNER]), np.array([THERE]))
    assert found[:, 0] == pytest.approx([metres_between(*HERE, *THERE), metres_between(*CORNER, *THERE)])
