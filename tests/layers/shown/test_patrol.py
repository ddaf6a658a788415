"""The layer of the patrol ranking."""

import pytest

from layers.shown import patrol
from tests import cast, profiled


@pytest.fixture
def kept(write):
    with write() as visit:
        profiled.store(visit)


def test_without_a_ledger_the_plain_ranking_is_drawn(draw, kept):
    found = [one["properties"] for one in draw(patrol.LAYER, scope=cast.ALICE)]
    assert [(one["code"], one["rank"], one["method"]) for one in found] == [
        (profiled.WEST, 1, "last_28"), (profiled.EAST, 2, "last_28")]


@pytest.mark.parametrize(("learned", "method"), [(4.0, "learned"), (1.1, "last_28")])
def test_the_ledger_decides_which_ranking_is_drawn(draw, write, kept, learned, method):
    with write() as visit:
        profiled.score_days(visit, learned=learned)
    assert {one["properties"]["method"] for one in draw(patrol.LAYER, scope=cast.ALICE)} == {method}


def test_a_person_of_one_district_sees_its_grids_alone(draw, kept):
    assert [one["properties"]["code"] for one in draw(patrol.LAYER, scope=cast.BO)] == [profiled.WEST]
