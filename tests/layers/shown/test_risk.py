"""The layer of risk scores: a band and a main factor in words beside each score."""

import pytest

from layers.shown import risk
from tests import cast, profiled


@pytest.fixture
def kept(write):
    with write() as visit:
        profiled.store(visit)


def test_each_grid_says_its_score_its_band_and_what_it_mostly_rests_on(draw, kept):
    found = [one["properties"] for one in draw(risk.LAYER, scope=cast.ALICE)]
    assert [(one["code"], one["risk"], one["band"], one["main"]) for one in found] == [
        (profiled.WEST, 92.0, "extreme", "recent"), (profiled.EAST, 52.0, "raised", "recent")]


def test_a_person_of_one_district_sees_its_grids_alone(draw, kept):
    assert [one["properties"]["code"] for one in draw(risk.LAYER, scope=cast.BO)] == [profiled.WEST]
