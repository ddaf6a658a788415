"""Distances over the ground."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from data.units.distance import metres_between
from tests import cast

GEOD = Geod(ellps="WGS84")
LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


@given(LON, LAT, LON, LAT)
def test_it_agrees_with_the_ellipsoid_within_six_parts_in_a_thousand(lon_a, lat_a, lon_b, lat_b):
    exact = GEOD.line_length([lon_a, lon_b], [lat_a, lat_b])
    assert metres_between(lon_a, lat_a, lon_b, lat_b) == pytest.approx(exact, rel=0.006, abs=0.01)


@given(LON, LAT, LON, LAT)
def test_it_is_the_same_there_and_back(lon_a, lat_a, lon_b, lat_b):
    there = metres_between(lon_a, lat_a, lon_b, lat_b)
    assert there == pytest.approx(metres_between(lon_b, lat_b, lon_a, lat_a))
    assert metres_between(lon_a, lat_a, lon_a, lat_a) == 0


def test_a_square_of_the_toy_city_measures_what_its_drawing_says():
    assert metres_between(*cast.at(0, 0), *cast.at(1, 0)) == pytest.approx(963, abs=3)
    assert metres_between(*cast.at(0, 0), *cast.at(0, 1)) == pytest.approx(1_000, abs=3)


def test_the_other_side_of_the_earth_is_half_way_round():
    assert metres_between(0, 0, 180, 0) == pytest.approx(20_015_115, rel=1e-4)
