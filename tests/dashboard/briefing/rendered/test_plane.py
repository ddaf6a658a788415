"""Degrees on paper keep their proportions."""

import pytest

from dashboard.briefing.rendered.plane import Plane


@pytest.mark.parametrize("latitude", [0.0, 30.0, 60.0])
def test_a_degree_east_is_as_much_narrower_as_the_latitude_says(latitude):
    plane = Plane([(120.0, latitude), (120.2, latitude + 0.1)], 340, 250)
    west, east = plane.at((120.0, latitude))[0], plane.at((120.1, latitude))[0]
    south, north = plane.at((120.0, latitude))[1], plane.at((120.0, latitude + 0.1))[1]
    assert (east - west) / (south - north) == pytest.approx(plane.narrow)


def test_everything_lies_inside_and_a_single_place_is_no_failure():
    plane = Plane([(120.0, 30.0), (120.2, 30.5)], 340, 250)
    for place in ((120.0, 30.0), (120.2, 30.5), (120.1, 30.2)):
        x, y = plane.at(place)
        assert 0 <= x <= 340
        assert 0 <= y <= 250.001
    assert Plane([(1.0, 1.0)], 10, 10).path([[(1.0, 1.0)]]).startswith("M")
