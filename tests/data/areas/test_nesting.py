"""Children find the parent that holds most of them, and stand in reading order."""

import numpy as np
import pytest
import shapely

from data.areas.nesting import in_reading_order, largest_parents, overlapping

PARENTS = np.array([shapely.box(121, 31, 121.1, 31.1), shapely.box(121.1, 31, 121.2, 31.1)], dtype=object)


def boxes(*edges: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*one) for one in edges], dtype=object)


def test_the_parent_that_holds_most_wins_and_the_share_is_told():
    index, share = largest_parents(boxes((121.02, 31.02, 121.08, 31.08), (121.09, 31.02, 121.12, 31.03)), PARENTS)
    assert index.tolist() == [0, 1]
    assert share.tolist() == pytest.approx([1.0, 2 / 3], abs=1e-3)


def test_an_even_split_goes_to_the_first():
    index, share = largest_parents(boxes((121.09, 31.02, 121.11, 31.04)), PARENTS)
    assert (index[0], share[0]) == (0, pytest.approx(0.5, abs=1e-3))


def test_near_is_taken_in_and_far_is_not():
    index, share = largest_parents(boxes((120.99, 31.0, 120.995, 31.01), (120.9, 31.0, 120.95, 31.01)), PARENTS)
    assert index.tolist() == [0, -1]
    assert share.tolist() == [0.0, 0.0]


def test_nobody_to_go_to_is_no_error():
    index, _share = largest_parents(boxes((0, 0, 1, 1)), np.array([], dtype=object))
    assert index.tolist() == [-1]
    assert largest_parents(np.array([], dtype=object), PARENTS)[0].tolist() == []


def test_a_raster_is_read_like_a_page():
    page = boxes(*[(column, row, column + 1, row + 1) for row in range(3) for column in range(4)])
    middle = shapely.get_coordinates(shapely.centroid(page[in_reading_order(page)]))
    assert middle.tolist() == [[column + 0.5, row + 0.5] for row in (2, 1, 0) for column in range(4)]


def test_uneven_shapes_in_one_row_still_go_west_to_east():
    row = boxes((2, 0.1, 3, 1.0), (0, 0.0, 1, 1.1), (1, 0.2, 2, 0.9))
    assert in_reading_order(row).tolist() == [1, 2, 0]


def test_only_what_is_mostly_covered_overlaps():
    new = boxes((121.0, 31.0, 121.05, 31.05), (121.05, 31.05, 121.25, 31.25))
    assert overlapping(new, PARENTS, 0.5).tolist() == [0]
    assert overlapping(new, np.array([shapely.Polygon()], dtype=object), 0.5).tolist() == []
