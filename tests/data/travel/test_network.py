"""Measuring on the roads: the shortest way by length between any points on or beside them."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.travel.network import build
from data.travel.roads import tie
from data.travel.speeds import ROAD_FACTOR
from data.units.distance import metres_between

A, B, C, D = (120.00, 30.00), (120.02, 30.00), (120.02, 30.02), (120.00, 30.02)
SQUARE = ((A, B), (B, C), (C, D), (D, A))
AB, BC = metres_between(*A, *B), metres_between(*B, *C)


def network_of(*ways):
    return build(tie([(3, shapely.LineString(way)) for way in ways]))


def metres(network, origin, goal):
    return float(network.metres(np.array([origin]), np.array([goal]))[0, 0])


def length(way):
    return sum(metres_between(*one, *other) for one, other in pairwise(way))


def test_the_way_leads_round_the_block():
    network = network_of(*SQUARE)
    assert metres(network, A, C) == pytest.approx(AB + BC, rel=5e-3)
    assert metres(network, (120.01, 30.0), (120.02, 30.01)) == pytest.approx((AB + BC) / 2, rel=5e-3)


def test_two_points_on_one_road_need_no_junction():
    network = network_of(*SQUARE)
    assert metres(network, (120.004, 30.0), (120.012, 30.0)) == pytest.approx(0.4 * AB, rel=5e-3)


def test_the_path_to_the_road_counts_longer():
    network = network_of(*SQUARE)
    beside = (120.01, 29.999)
    assert metres(network, beside, (120.018, 30.0)) == pytest.approx(
        0.4 * AB + ROAD_FACTOR * metres_between(*beside, 120.01, 30.0), rel=5e-3)


def test_of_two_roads_between_the_same_junctions_the_shorter_one_is_taken():
    network = network_of((A, (120.01, 30.03), B), (A, B), (B, C))
    assert metres(network, A, C) == pytest.approx(AB + BC, rel=5e-3)
    assert (120.01, 30.03) not in network.way(A, C)


@pytest.mark.parametrize("goal", [(120.01, 30.05), (120.0102, 30.0101)],
                         ids=["far from every road", "nearer to each other than to a road"])
def test_roads_do_not_tell_everything(goal):
    network = network_of(*SQUARE)
    start = (120.01, 30.01)
    assert metres(network, start, goal) == np.inf
    assert network.way(start, goal) == [start, goal]


def test_only_the_largest_connected_piece_counts():
    network = network_of(*SQUARE, ((120.05, 30.0), (120.05, 30.001)))
    assert len(network.lines) == 4


def test_no_roads_are_no_network():
    assert build(tie([])) is None


SPOT = st.tuples(st.floats(119.995, 120.025), st.floats(29.995, 30.025))


@given(SPOT, SPOT)
def test_there_is_as_far_as_back_and_the_drawn_way_is_as_long_as_measured(one, other):
    network = network_of(*SQUARE, (A, C))
    there = metres(network, one, other)
    assert there == pytest.approx(metres(network, other, one), rel=1e-6)
    way = network.way(one, other)
    assert (way[0], way[-1]) == (one, other)
    if there == np.inf:
        assert len(way) == 2
    else:
        assert length(way) <= there * 1.01 + 1
        off = length(way[:2]) + length(way[-2:])
        assert there <= length(way) * 1.01 + (ROAD_FACTOR - 1) * off + 1
