"""The layer of hot spots."""

import pytest

from layers.shown import hot_grids
from tests import cast, profiled


@pytest.fixture
def kept(write):
    with write() as visit:
        profiled.store(visit)


def test_each_hot_grid_says_how_hot_and_over_how_many_days(draw, kept):
    found = [one["properties"] for one in draw(hot_grids.LAYER, scope=cast.ALICE)]
    assert {(one["code"], one["z"], one["days"]) for one in found} == {
        (profiled.WEST, 4.2, 28), (profiled.EAST, 4.2, 28)}


def test_a_person_of_one_district_sees_its_grids_alone(draw, kept):
    assert len(draw(hot_grids.LAYER, scope=cast.BO)) == 1
