"""Which area holds one point: the finest one the visitor may see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.areas.at_point import area_at
from tests import cast

SIDE = st.floats(0.01, 3.99)


@given(column=SIDE, row=SIDE)
def test_it_is_the_one_the_index_finds(read, column, row):
    lon, lat = cast.at(column, row)
    with read() as visit:
        assert area_at(visit, lon, lat).area_code == cast.index_of(visit).locate(lon, lat)


@pytest.mark.parametrize("spot", [(0.0, 0.0), (180.0, 90.0), (119.999, 30.001), (float("nan"), 30.0)])
def test_outside_the_city_there_is_none(read, spot):
    with read() as visit:
        assert area_at(visit, *spot) is None


def test_a_stranger_s_areas_hold_nothing(read):
    with read(scope=cast.CHEN) as visit:
        assert area_at(visit, *cast.at(3.5, 3.5)) is None
        assert area_at(visit, *cast.at(0.5, 0.5)).area_code == cast.GRIDS[0, 0]
