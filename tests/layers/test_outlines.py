"""Outlines for paper: rings of every part and hole, water cut at the area's edge."""

import shapely

from layers import outlines
from tests import cast

HOLED = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])


def test_every_ring_of_every_part_is_there():
    both = shapely.MultiPolygon([HOLED, shapely.Polygon([(9, 9), (10, 9), (10, 10)])])
    assert [len(ring) for ring in outlines.rings(both)] == [5, 5, 4]
    assert outlines.rings(shapely.Point(1, 1)) == ()
    assert len(outlines.rings(shapely.GeometryCollection([HOLED, shapely.Point(0, 0)]))) == 2


def test_each_area_of_a_level_has_its_outline(read):
    with read() as visit:
        found = dict(outlines.outlines(visit, "9901", 2))
    assert sorted(found) == [cast.WEST_DISTRICT, cast.EAST_DISTRICT]
    xs = [x for x, _ in found[cast.WEST_DISTRICT][0]]
    assert (min(xs), max(xs)) == (120.0, 120.02)


def test_a_city_without_a_river_has_no_water(read):
    with read() as visit:
        assert outlines.water(visit, "9901") == ()
