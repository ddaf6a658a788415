"""Thinning: neighbours keep one common edge, and nobody vanishes."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

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
