"""Proposals for chosen cases, or for what is drawn on the map, over the wire."""

import pytest

from tests import cast


@pytest.fixture
def waiting(house, write):
    """Return two cases that wait, in the west and in the east."""
    with write() as visit:
        return [cast.open_case(visit, "w", (0.5, 0.5)), cast.open_case(visit, "e", (3.5, 2.5))]


def cases_of(house, **body):
    plan = house.ask("POST", "/proposals", cast.ALICE, json=body).json()
    return sorted(one["case"] for one in [*plan["picks"], *plan["shortfalls"]])


def test_a_plan_is_of_the_chosen_cases_alone(house, waiting):
    assert cases_of(house, area="9901") == sorted(waiting)
    assert cases_of(house, area="9901", cases=[waiting[1]]) == [waiting[1]]
    assert cases_of(house, area="9901", cases=["99999"]) == []


def test_a_plan_is_of_what_lies_inside_the_shape(house, waiting):
    lon, lat = cast.at(0.5, 0.5)
    assert cases_of(house, area="9901", shape=f"circle:{lat},{lon},500") == [waiting[0]]
    lon, lat = cast.at(1.7, 2.7)
    assert cases_of(house, area="9901", shape=f"circle:{lat},{lon},200") == []


@pytest.mark.parametrize("given", [{"cases": "1"}, {"cases": [1]}, {"cases": ["1"] * 500}, {"shape": "circle:1"},
                                   {"shape": 5}])
def test_what_cannot_be_read_is_refused(house, given):
    assert house.ask("POST", "/proposals", cast.ALICE, json={"area": "9901", **given}).status_code == 422
