"""Open cases as points: no text, no reporter, nothing that is over."""

import pytest

from data.cases import workflow
from layers.shown.open_cases import LAYER
from tests import cast


@pytest.fixture
def two_cases(write) -> tuple[str, str]:
    """Return the numbers of a case in the south-west and one in the north-east."""
    with write() as visit:
        return (cast.open_case(visit, "near", (0.5, 0.5), text="某某的电话", reporter={"phone": "1"}),
                cast.open_case(visit, "far", (3.5, 3.5), category="0201"))


def numbers(features) -> list[str]:
    return [one["properties"]["no"] for one in features]


def test_it_draws_open_cases_the_most_urgent_first(draw, two_cases):
    near, far = two_cases
    features = draw(LAYER, scope=cast.ALICE)
    assert numbers(features) == [far, near]
    assert features[1]["properties"] == {
        "no": near, "state": "reported", "priority": 3, "class": "0101", "area": cast.GRIDS[0, 0], "placed": "point",
        "at": int(cast.NOW.timestamp()), "due": int(cast.NOW.timestamp()) + 4 * 3_600}
    assert features[1]["geometry"]["coordinates"] == [120.005, 30.0045]


def test_an_ended_case_is_not_drawn(draw, write, two_cases):
    near, far = two_cases
    with write() as visit:
        workflow.move(visit, near, "void", version=1, note="重复")
    assert numbers(draw(LAYER, scope=cast.ALICE)) == [far]


def test_an_area_and_a_box_narrow_it(draw, two_cases):
    near, far = two_cases
    assert numbers(draw(LAYER, scope=cast.ALICE, area=cast.EAST_DISTRICT)) == [far]
    assert numbers(draw(LAYER, scope=cast.ALICE, bbox=(*cast.at(0, 0), *cast.at(1, 1)))) == [near]
    assert numbers(draw(LAYER, scope=cast.ALICE, bbox=(*cast.at(1, 1), *cast.at(2, 2)))) == []


def test_a_stranger_sees_a_part_or_nothing(draw, two_cases):
    near, _ = two_cases
    assert numbers(draw(LAYER, scope=cast.BO)) == [near]
    assert numbers(draw(LAYER, scope=cast.CHEN)) == [near]
    assert draw(LAYER, scope=cast.NOBODY) == []
