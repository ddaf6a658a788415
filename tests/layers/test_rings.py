"""Loose rings become polygons again: holes in their exteriors, islands on their own, wound as RFC 7946 asks."""

import shapely

from layers import outlines, rings


def square(low: float, high: float) -> list[tuple[float, float]]:
    return [(low, low), (low, high), (high, high), (high, low), (low, low)]


def test_a_hole_belongs_to_the_smallest_ring_around_it_and_an_island_in_it_is_land():
    found = rings.polygons([square(4, 5), square(0, 10), square(3, 6), square(20, 21)])
    assert [len(one) for one in found] == [2, 1, 1]
    lake = shapely.Polygon(found[0][0], found[0][1:])
    assert lake.area == 100 - 9
    assert {shapely.Polygon(one[0]).area for one in found[1:]} == {1}


def test_exteriors_turn_against_the_clock_and_holes_with_it():
    [[outer, inner]] = rings.polygons([square(0, 10), square(3, 6)[::-1]])
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(inner).is_ccw
    assert outer[0] == outer[-1]


def test_what_was_taken_apart_is_put_together_again():
    shape = shapely.MultiPolygon([shapely.Polygon(square(0, 10), [square(3, 6)]), shapely.Polygon(square(20, 30))])
    again = shapely.MultiPolygon([shapely.Polygon(one[0], one[1:]) for one in rings.polygons(outlines.rings(shape))])
    assert again.equals(shape)


def test_what_is_no_ring_is_left_out():
    assert rings.polygons([[(0, 0), (1, 1)], [(0, 0), (1, 1), (2, 2)], []]) == []
