"""The layer of blind spots."""

import pytest

from layers.shown import blind_spots
from tests import cast, profiled


@pytest.fixture
def kept(write):
    with write() as visit:
        profiled.store(visit)


def test_each_blind_spot_says_what_was_expected_over_how_many_days(draw, kept):
    found = [one["properties"] for one in draw(blind_spots.LAYER, scope=cast.ALICE)]
    assert [(one["expected"], one["days"]) for one in found] == [(12.5, 28)] * 2


def test_a_person_of_one_district_sees_its_grids_alone(draw, kept):
    assert [one["properties"]["code"] for one in draw(blind_spots.LAYER, scope=cast.BO)] == [profiled.WEST]
