"""Polygons are repaired, measured and labelled."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.areas.polygons import areas_m2, degrees_around, label_points, metres_around, repair


def shapes(*some: shapely.Geometry | None) -> np.ndarray:
    return np.array(some, dtype=object)


def test_a_bow_tie_becomes_two_triangles():
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    sound, repaired = repair(shapes(bow_tie, shapely.box(0, 0, 1, 1)))
    assert repaired.tolist() == [True, False]
    assert (sound[0].geom_type, sound[0].area) == ("MultiPolygon", 0.5)
    assert sound[1] == shapely.box(0, 0, 1, 1)


def test_spikes_and_stray_points_are_dropped():
    spike = shapely.Polygon([(0, 0), (1, 0), (1, 1), (1, 3), (1, 1), (0, 1)])
    line = shapely.LineString([(0, 0), (9, 9)])
    mixed = shapely.GeometryCollection([shapely.Point(5, 5), shapely.box(0, 0, 1, 1), line])
    sound, _repaired = repair(shapes(spike, mixed))
    assert [shape.area for shape in sound] == [1.0, 1.0]
    assert {shape.geom_type for shape in sound} <= {"Polygon", "MultiPolygon"}


def test_what_has_no_area_becomes_nothing():
    flat = shapely.Polygon([(0, 0), (1, 1), (0, 0)])
    sound, _repaired = repair(shapes(flat, shapely.Point(0, 0), None, shapely.Polygon()))
    assert sound.tolist() == [None] * 4


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(0.01, 0.5))
def test_areas_are_those_of_the_ellipsoid(lon, lat, size):
    box = shapely.box(lon, lat, lon + size, lat + size)
    exact, _perimeter = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(box, size / 50))
    assert areas_m2(shapes(shapely.segmentize(box, size / 50)))[0] == pytest.approx(abs(exact), rel=1e-5)


def test_metres_and_back_is_the_same_shape():
    some = shapes(shapely.box(121, 31, 121.2, 31.1))
    back = degrees_around(some)(metres_around(some)(some))
    assert back[0].hausdorff_distance(some[0]) < 2e-8


def test_a_label_stands_inside_even_where_the_middle_does_not():
    horseshoe = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 0, 2, 2.5))
    lon, lat = label_points(shapes(horseshoe))[0]
    assert horseshoe.contains(shapely.Point(lon, lat))
    assert np.isnan(label_points(shapes(shapely.Polygon(), None))).all()
