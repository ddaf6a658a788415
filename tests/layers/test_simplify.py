"""Thinning: neighbours keep one common edge, and nobody vanishes."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from layers.simplify import simplify_coverage, tolerance_for


def wavy_neighbours() -> gpd.GeoDataFrame:
    """Return two areas, five units wide each, with a wavy edge of 200 points between them."""
    edge = [(5 + 0.02 * np.sin(n), n / 20) for n in range(201)]
    west = shapely.Polygon([(0, 0), *edge, (0, 10)])
    east = shapely.Polygon([(10, 0), *edge, (10, 10)])
    return gpd.GeoDataFrame({"code": ["w", "e"]}, geometry=[west, east], crs="EPSG:4326")


def test_a_shared_edge_stays_shared():
    before = wavy_neighbours()
    after = simplify_coverage(before, 0.5)
    west, east = after.geometry
    assert shapely.get_num_coordinates(west) < shapely.get_num_coordinates(before.geometry[0]) / 4
    assert shapely.coverage_is_valid([west, east])
    assert west.intersection(east).area == 0
    assert shapely.union_all([west, east]).equals(shapely.box(0, 0, 10, 10))
    assert list(after["code"]) == ["w", "e"]


def test_an_area_too_small_to_see_keeps_its_shape():
    tiny = gpd.GeoDataFrame({"code": ["t"]}, geometry=[shapely.box(0, 0, 0.001, 0.001)], crs="EPSG:4326")
    assert simplify_coverage(tiny, 10.0).geometry[0].area > 0


def test_half_a_pixel_is_the_tolerance():
    assert tolerance_for(2_400.0) == 0.5
    assert tolerance_for(0.48, pixels=2_400) == pytest.approx(0.0001)


def quarters(corners: list[float], wiggle: float) -> gpd.GeoDataFrame:
    """Return a 3 x 3 coverage of the square 0..9 whose inner lines are bent at `corners`."""
    bends = np.interp(np.linspace(0, 9, 60), np.linspace(0, 9, len(corners)), corners) * wiggle

    def line(at: float, across: bool) -> shapely.LineString:
        spots = [(at + bend, along) for bend, along in zip(bends, np.linspace(-1, 10, 60), strict=True)]
        return shapely.LineString([(y, x) for x, y in spots] if across else spots)

    lines = [shapely.box(0, 0, 9, 9).exterior, *(line(at, across) for at in (3, 6) for across in (True, False))]
    faces = shapely.polygonize([shapely.node(shapely.MultiLineString(lines))])
    inside = [face for face in shapely.get_parts(faces) if shapely.box(0, 0, 9, 9).buffer(1e-9).covers(face)]
    return gpd.GeoDataFrame({"n": range(len(inside))}, geometry=inside, crs="EPSG:4326")


@given(st.lists(st.floats(-0.4, 0.4), min_size=4, max_size=9), st.floats(0.01, 3.0), st.sampled_from([0.1, 1.0]))
def test_no_gap_and_no_overlap_however_much_is_thinned(corners, tolerance, wiggle):
    before = quarters(corners, wiggle)
    assume(shapely.coverage_is_valid(before.geometry.to_numpy()))
    after = simplify_coverage(before, tolerance)
    shapes = after.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes), "neighbours share their edges still"
    assert list(after["n"]) == list(before["n"])


def test_it_leaves_the_frame_it_was_given_alone():
    before = wavy_neighbours()
    again = before.copy()
    simplify_coverage(before, 0.5)
    assert before.geometry.equals(again.geometry)


def test_areas_that_do_not_fit_together_are_thinned_all_the_same():
    """Real maps have slivers and overlaps; a screen shows them rather than nothing."""
    crooked = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[shapely.box(0, 0, 2, 2), shapely.box(1.9, 0, 4, 2)],
                               crs="EPSG:4326")
    after = simplify_coverage(crooked, 0.01)
    assert shapely.area(after.geometry.to_numpy()).tolist() == pytest.approx([4.0, 4.2], rel=0.1)
