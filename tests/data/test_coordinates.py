"""Coordinates: the offset systems against published vectors, and back again."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data import coordinates
from data.errors import Invalid
from data.units.distance import metres_between

IN_CHINA = st.tuples(st.floats(73.5, 134.5), st.floats(18.0, 53.5))


def one(convert, lon, lat):
    lons, lats = convert(np.array([lon]), np.array([lat]))
    return float(lons[0]), float(lats[0])


def test_wgs84_to_gcj02_meets_the_published_vector():
    lon, lat = one(coordinates.wgs84_to_gcj02, 120.596931, 31.280844)
    assert (lon, lat) == pytest.approx((120.60109991263093, 31.278648661601498), abs=1e-12)


def test_gcj02_to_wgs84_meets_the_published_vector():
    lon, lat = one(coordinates.gcj02_to_wgs84, 114.1251447, 22.59414209)
    assert (lon, lat) == pytest.approx((114.1200439905, 22.5968278070), abs=1e-9)
    assert metres_between(lon, lat, 114.12004399199218, 22.59682824722656) < 0.1


@pytest.mark.parametrize(("lon", "lat", "metres"), [
    (116.4074, 39.9042, 555), (121.4737, 31.2304, 481), (104.0665, 30.5728, 363), (114.0579, 22.5431, 606),
])
def test_the_offset_has_the_known_size_in_four_cities(lon, lat, metres):
    assert metres_between(lon, lat, *one(coordinates.wgs84_to_gcj02, lon, lat)) == pytest.approx(metres, abs=12)


@given(IN_CHINA)
def test_gcj02_and_back_is_the_same_point(point):
    there = one(coordinates.wgs84_to_gcj02, *point)
    assert one(coordinates.gcj02_to_wgs84, *there) == pytest.approx(point, abs=1e-9)


@given(IN_CHINA)
def test_bd09_and_back_is_the_same_point(point):
    there = one(coordinates.wgs84_to_bd09, *point)
    assert one(coordinates.bd09_to_wgs84, *there) == pytest.approx(point, abs=1e-9)


@given(st.floats(-180, 60), st.floats(-90, 90))
def test_nothing_is_shifted_outside_china(lon, lat):
    assert one(coordinates.wgs84_to_gcj02, lon, lat) == (lon, lat)
    assert one(coordinates.bd09_to_wgs84, lon, lat) == (lon, lat)


def test_bd09_lies_about_a_kilometre_from_wgs84():
    assert 800 < metres_between(116.4074, 39.9042, *one(coordinates.wgs84_to_bd09, 116.4074, 39.9042)) < 1_600


def test_every_vertex_of_a_shape_is_converted_and_holes_stay_holes():
    ring = shapely.box(114.0, 22.5, 114.1, 22.6)
    shape = shapely.Polygon(ring.exterior, [shapely.box(114.04, 22.54, 114.06, 22.56).exterior])
    moved = coordinates.shapes_to_wgs84(np.array([shape]), "gcj02")[0]
    first = one(coordinates.gcj02_to_wgs84, *shape.exterior.coords[0])
    assert moved.exterior.coords[0] == pytest.approx(first, abs=1e-12)
    assert len(moved.interiors) == 1
    assert moved.is_valid


def test_an_unknown_system_is_refused_by_name():
    with pytest.raises(Invalid) as refused:
        coordinates.to_wgs84("mars")
    assert refused.value.values["crs"] == "mars"
