"""A drawn shape: what its words mean, what it holds, and what is no shape."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Invalid
from data.units.distance import metres_between
from data.within.shape import read_shape

LAT, LON = 30.5, 114.25
NEAR = st.floats(-0.05, 0.05)


@given(NEAR, NEAR, st.integers(50, 5_000))
def test_a_circle_holds_what_lies_within_its_radius_and_nothing_beyond(east, north, metres):
    circle = read_shape(f"circle:{LAT},{LON},{metres}")
    off = metres_between(LON, LAT, LON + east, LAT + north)
    if off < metres * 0.995:
        assert circle.holds(LON + east, LAT + north)
    if off > metres * 1.005:
        assert not circle.holds(LON + east, LAT + north)


@pytest.mark.parametrize("said", [f"circle:{LAT},{LON},1000", f"line:{LAT},{LON};{LAT},{LON + 0.00001},1000"])
def test_its_size_is_that_of_the_ground(said):
    assert read_shape(said).km2 == pytest.approx(math.pi, rel=0.003)


def test_a_rectangle_may_be_drawn_from_any_corner():
    one, other = read_shape("box:30,114,30.01,114.01"), read_shape("box:30.01,114.01,30,114")
    assert one.box == other.box == (114, 30, 114.01, 30.01)
    assert one.km2 == pytest.approx(1.112 * 0.963, rel=0.01)


def test_a_polygon_holds_its_edge_and_not_what_its_dent_leaves_out():
    dented = read_shape("poly:0,0;0,0.02;0.02,0.02;0.01,0.01;0.02,0")
    assert list(dented.holds([0.0, 0.01, 0.005, 0.01], [0.0, 0.018, 0.005, 0.0])) == [True, False, True, True]


def test_a_way_reaches_to_both_sides_and_past_its_ends():
    way = read_shape("line:30,114;30,114.02,500")
    beside = 400 / 111_195
    assert way.holds([114.01, 114.01, 114.0 - beside], [30 + beside, 30 - beside, 30.0]).all()
    assert not way.holds(114.01, 30 + 2 * beside)


@pytest.mark.parametrize(("said", "why"), [
    ("", "unreadable"), ("star:1,2", "unreadable"), ("circle:1,2", "unreadable"), ("circle:1,2,x", "unreadable"),
    ("circle:1,2,5", "radius"), ("circle:1,2,99999", "radius"), ("circle:89,2,500", "off_the_map"),
    ("circle:1,179.9,500", "off_the_map"), ("box:1,1,1,1", "corners"), ("box:1,1,1,1.01", "crosses_itself"),
    ("poly:1,1;1,2", "corners"), ("poly:0,0;0.01,0.01;0,0.01;0.01,0", "crosses_itself"),
    ("poly:0,0;0,40;40,40", "too_large"), ("box:30,114,31,115", "too_large"), ("line:1,1,500", "corners"),
    ("poly:" + ";".join(f"{n / 1000:.3f},{n * n / 1e6:.6f}" for n in range(120)), "corners"),
    ("circle:1,2,500\n", "unreadable"),
    ("poly:1,1;1,1;1,1", "corners"),
])
def test_what_is_no_shape_is_told_by_what_is_wrong_with_it(said, why):
    with pytest.raises(Invalid) as refused:
        read_shape(said)
    assert (refused.value.code, refused.value.values["why"]) == ("bad_shape", why)


@given(st.text(max_size=60) | st.from_regex(r"(circle|box|poly|line):[-\d.,;]{0,40}", fullmatch=True))
def test_any_words_are_a_shape_or_refused(said):
    try:
        shape = read_shape(said)
    except Invalid:
        return
    west, south, east, north = shape.box
    assert west < east
    assert south < north
