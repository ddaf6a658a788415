"""Ways along the roads: the shortest one, from any point to any other, straight where there are no roads."""

import numpy as np
import pytest
import shapely

from data.travel.roads import measured, straight, tie
from data.units.distance import metres_between

A, B, C, D = (120.00, 30.00), (120.02, 30.00), (120.02, 30.02), (120.00, 30.02)


def lines(*ways, rank=3):
    return [(rank, shapely.LineString(way)) for way in ways]


def test_the_shorter_of_two_ways_is_taken():
    roads = tie(lines((A, B), (B, C), (A, D), (D, (120.01, 30.05), C)))
    route = roads.route(A, C)
    assert B in [tuple(point) for point in route.points.tolist()]
    assert route.length_m() == pytest.approx(metres_between(*A, *B) + metres_between(*B, *C), rel=5e-3)


def test_wide_roads_are_preferred_to_slightly_shorter_small_ones():
    wide = (120.013, 30.013)
    roads = tie(lines((A, B), (B, C), rank=4) + lines((A, (120.00, 30.021), C), rank=1))
    assert (120.00, 30.021) in [tuple(point) for point in roads.route(A, C).points.tolist()]
    assert wide not in [tuple(point) for point in roads.route(A, C).points.tolist()]


def test_without_roads_the_way_is_straight():
    route = tie([]).route(A, C)
    assert route.points.tolist() == [list(A), list(C)]
    assert route.length_m() == pytest.approx(metres_between(*A, *C), rel=5e-3)


def test_a_road_that_leads_nowhere_is_left_aside():
    roads = tie(lines((A, B), (B, C), ((121.0, 31.0), (121.0, 31.1))))
    route = roads.route((121.0, 31.0), C)
    assert route.points[-1].tolist() == list(C)
    assert [121.0, 31.1] not in route.points.tolist()


def test_the_position_goes_from_start_to_end_and_never_back():
    route = measured(np.array([A, B, C]), float(np.cos(np.radians(30))))
    assert route.at(0.0) == A
    assert route.at(1.0) == route.at(7.0) == C
    along = [metres_between(*A, *route.at(share)) for share in np.linspace(0, 0.45, 10)]
    assert along == sorted(along)


def test_a_way_of_no_length_stays_where_it_is():
    assert straight(A, A).at(0.5) == A
