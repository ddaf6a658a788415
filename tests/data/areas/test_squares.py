"""Square grids: the size wanted, clipped, complete."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.areas.polygons import areas_m2
from data.areas.squares import lay_squares, read_size
from data.errors import Invalid


def test_a_size_may_be_metres_or_kilometres():
    assert [read_size(text) for text in ("500m", "500", " 0.5km ", "1.5 km")] == [500.0, 500.0, 500.0, 1500.0]


@given(st.integers(300, 5_000), st.floats(-60, 60), st.floats(0.02, 0.2), st.floats(0.2, 3.0))
def test_the_cells_cover_any_polygon_exactly_once(size_m, lat, radius, squash):
    blob = shapely.transform(shapely.Point(0, 0).buffer(radius), lambda at: at * [1, squash / 3] + [20, lat])
    polygons = np.array([blob], dtype=object)
    cells, owner = lay_squares(polygons, float(size_m))
    assert set(owner) == {0}
    assert areas_m2(cells).sum() == pytest.approx(areas_m2(polygons)[0], rel=1e-4)
    assert shapely.union_all(cells).symmetric_difference(blob).area < 1e-6 * blob.area + 1e-12
    assert (areas_m2(cells) < size_m ** 2 * 1.5).all()


def test_neighbours_share_one_raster_and_each_gets_its_own_pieces():
    polygons = np.array([shapely.box(121, 31, 121.1, 31.1), shapely.box(121.1, 31, 121.2, 31.1)], dtype=object)
    cells, owner = lay_squares(polygons, 1_000.0)
    for i in (0, 1):
        assert shapely.union_all(cells[owner == i]).symmetric_difference(polygons[i]).area < 1e-9


def test_an_endless_extent_is_refused():
    with pytest.raises(Invalid) as refused:
        lay_squares(np.array([shapely.box(100, 20, 110, 30)], dtype=object), 50.0)
    assert refused.value.code == "too_many_cells"
