"""A free unit stands by elsewhere until it is called back; one that is out or not for the visitor is left alone."""

import pytest
from sqlalchemy import select

from data.covering import relief
from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.relief import Relief
from tests import cast

LON, LAT = cast.at(2.5, 0.5)
THERE = {"lon": LON, "lat": LAT, "grid": cast.GRIDS[2, 0]}


def home(visit):
    unit = cast.unit(visit, cast.SWEEPERS)
    return unit.home_lon, unit.home_lat


def test_it_stands_by_there_and_goes_back(write, read):
    with read() as visit:
        before = home(visit)
    with write(scope=cast.ALICE) as visit:
        relief.order(visit, cast.SWEEPERS, **THERE)
    with read() as visit:
        assert home(visit) == (LON, LAT)
        assert relief.spots(visit, [cast.SWEEPERS, cast.ENGINE]) == {cast.SWEEPERS: (LON, LAT)}
        assert [(one.grid, unit.id) for one, unit in relief.listed(visit, "9901")] == [(THERE["grid"], cast.SWEEPERS)]
    with write(scope=cast.ALICE) as visit:
        relief.call_back(visit, cast.SWEEPERS)
    with read() as visit:
        assert home(visit) == before
        assert relief.listed(visit, "9901") == []


def test_sent_on_it_still_goes_back_to_where_it_belongs(write, read):
    with read() as visit:
        before = home(visit)
    with write(scope=cast.ALICE) as visit:
        relief.order(visit, cast.SWEEPERS, **THERE)
        relief.order(visit, cast.SWEEPERS, lon=cast.at(3.5, 0.5)[0], lat=LAT, grid=cast.GRIDS[3, 0])
        assert len(relief.in_force(visit, [cast.SWEEPERS])) == 1
        relief.call_back(visit, cast.SWEEPERS)
    with read() as visit:
        assert home(visit) == before
        assert len(list(visit.session.scalars(select(Relief)))) == 2


def test_one_that_is_out_stays_on_its_case(write):
    with write() as visit:
        cast.unit(visit, cast.SWEEPERS).status = "on_scene"
    with write(scope=cast.ALICE) as visit, pytest.raises(Conflict) as refused:
        relief.order(visit, cast.SWEEPERS, **THERE)
    assert refused.value.code == "unit_engaged"


@pytest.mark.parametrize("spot", [(0.0, 0.0), (float("nan"), LAT), (LON, float("inf"))])
def test_a_place_outside_the_city_is_no_place(write, spot):
    with write(scope=cast.ALICE) as visit, pytest.raises(Invalid):
        relief.order(visit, cast.SWEEPERS, lon=spot[0], lat=spot[1], grid=THERE["grid"])


def test_one_that_was_told_nothing_cannot_be_called_back(write):
    with write(scope=cast.ALICE) as visit, pytest.raises(NotFound):
        relief.call_back(visit, cast.SWEEPERS)


@pytest.mark.parametrize("who", [cast.BO, cast.CHEN, cast.NOBODY])
def test_strangers_move_nobody(write, who):
    with write(scope=who) as visit, pytest.raises(NotAllowed):
        relief.order(visit, cast.SWEEPERS, **THERE)
