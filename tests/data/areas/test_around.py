"""What a small box touches, found without an index of the whole city."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.areas.around import codes_around, index_around
from data.areas.locate import build_index
from data.models.area import Area
from tests import cast

SPOTS = st.floats(-0.5, 4.5) | st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0])


@pytest.fixture
def backend() -> str:
    """Ask one database: nothing here is the database's own."""
    return "sqlite"


def test_each_level_is_found_and_nothing_that_does_not_touch(read):
    with read() as visit:
        west, south = cast.at(0.4, 0.4)
        east, north = cast.at(0.6, 0.6)
        grid = cast.GRIDS[0, 0]
        assert codes_around(visit, (west, south, east, north)) == [grid[:6], grid[:9], grid[:12], grid]
        wide = codes_around(visit, (*cast.at(0.9, 0.9), *cast.at(1.1, 1.1)))
        assert [code for code in wide if len(code) == 15] == sorted(
            cast.GRIDS[square] for square in ((0, 0), (1, 0), (0, 1), (1, 1)))


def test_the_guard_does_not_bound_it(read):
    with read(scope=cast.CHEN) as visit:
        assert cast.GRIDS[3, 3] in codes_around(visit, (*cast.at(3.5, 3.5), *cast.at(3.5, 3.5)))
        assert visit.session.get(Area, cast.GRIDS[3, 3]) is None, "and it is bound again afterwards"


def test_a_point_is_located_as_by_the_whole_city_s_index(read):
    with read() as visit:
        whole = build_index(visit.session, 5)

        @given(SPOTS, SPOTS)
        def agree(column, row):
            lon, lat = cast.at(column, row)
            assert index_around(visit, lon, lat).locate(lon, lat) == whole.locate(lon, lat)

        agree()


def test_an_area_that_reaches_out_of_its_parent_is_found(write, read):
    with write() as visit:
        grid = visit.session.get_one(Area, cast.GRIDS[0, 0])
        grid.west -= 0.005
    with read() as visit:
        lon, lat = cast.at(-0.3, 0.5)
        assert codes_around(visit, (lon, lat, lon, lat)) == [cast.GRIDS[0, 0]]
