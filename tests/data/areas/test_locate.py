"""Which square holds a point: one by one or all at once, the same answer."""

from math import inf, nan

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.areas.locate import GridIndex, build_index
from tests import cast

CODES = np.array([cast.GRIDS[square] for square in cast.GRIDS], dtype=object)
SHAPES = [shapely.box(*cast.at(column, row), *cast.at(column + 1, row + 1)) for column, row in cast.GRIDS]
INDEX = GridIndex(CODES, shapely.STRtree(SHAPES))

SOMEWHERE = st.tuples(st.floats(-1, 5), st.floats(-1, 5))
ON_LINES = st.tuples(st.integers(0, 4), st.integers(0, 4))


@given(st.lists(SOMEWHERE | ON_LINES, max_size=30))
def test_one_by_one_and_all_at_once_agree(spots):
    lon, lat = (np.array([cast.at(*spot)[axis] for spot in spots], dtype=float) for axis in (0, 1))
    together = list(INDEX.locate_many(lon, lat))
    assert together == [INDEX.locate(*point) for point in zip(lon, lat, strict=True)]
    for code, point in zip(together, shapely.points(lon, lat), strict=True):
        holders = [grid for grid, shape in zip(CODES, SHAPES, strict=True) if shape.intersects(point)]
        assert code == min(holders, default=None)


@pytest.mark.parametrize(("spot", "square"), [
    ((0.5, 0.5), (0, 0)), ((3.999, 3.999), (3, 3)), ((1.0, 0.5), (0, 0)), ((1.0, 1.0), (0, 0)), ((2.0, 2.0), (1, 1)),
    ((0.5, 2.0), (0, 1)), ((0.0, 0.0), (0, 0)), ((4.0, 4.0), (3, 3)),
])
def test_a_shared_edge_belongs_to_the_smallest_code(spot, square):
    assert INDEX.locate(*cast.at(*spot)) == cast.GRIDS[square]


@pytest.mark.parametrize("point", [(0.0, 0.0), (119.9999, 30.01), (120.01, 30.0361), (nan, 30.01), (120.01, nan),
                                   (inf, inf), (-inf, 30.01)])
def test_a_point_outside_or_nowhere_is_in_no_square(point):
    assert INDEX.locate(*point) is None


def test_the_index_is_built_from_the_finest_areas_in_scope(read):
    with read() as visit:
        assert list(build_index(visit.session, 5).codes) == sorted(cast.GRIDS.values())
        assert len(build_index(visit.session, 2).codes) == 2
    with read(scope=cast.CHEN) as visit:
        index = build_index(visit.session, 5)
    assert list(index.codes) == [cast.GRIDS[0, 0], cast.GRIDS[1, 0]]
    assert index.locate(*cast.at(3.5, 3.5)) is None
    with read(scope=cast.NOBODY) as visit:
        assert build_index(visit.session, 5).locate(*cast.at(0.5, 0.5)) is None
