"""The demo city's depots: filled, with weeks behind them, all called DEMO, and it goes on."""

import contextlib
from datetime import timedelta

import numpy as np

from data.demo import stock
from data.models.unit import Place
from data.stock import looking
from tests import cast


def test_depots_have_weeks_behind_them_and_the_ledger_adds_up(write, read):
    with write() as visit:
        for number, spot in enumerate(((0.5, 0.5), (3.5, 0.5))):
            lon, lat = cast.at(*spot)
            visit.session.add(Place(source="t", source_id=str(number), kind="shelter", name="x", name_en="x", lon=lon,
                                    lat=lat, area_code=cast.grid_code(int(spot[0]), int(spot[1]))))
        cast.open_case(visit, "fire", (0.5, 0.5), category="0201")

    @contextlib.contextmanager
    def at(ago: timedelta):
        with write(now=cast.NOW - ago) as visit:
            yield visit

    depots, moved = stock.begin_stock(at, np.random.default_rng(1))
    assert (depots, moved > 20) == (2, True)
    with read() as visit:
        levels = looking.levels(visit, "9901")
        assert {one.depot.name[:4] for one in levels} == {"DEMO"}
        acts = {one.act for one in looking.movements(visit, "9901", limit=500)}
        assert {"received", "issued", "returned", "moved", "counted"} <= acts
        assert looking.unsettled(visit, "9901") == {}
    for hours in range(3):
        with write(now=cast.NOW + timedelta(hours=hours)) as visit:
            stock.live(visit, np.random.default_rng(hours))
    with read() as visit:
        assert looking.unsettled(visit, "9901") == {}


def test_a_city_without_shelters_has_no_depots_and_nothing_breaks(write):
    @contextlib.contextmanager
    def at(ago: timedelta):
        with write(now=cast.NOW - ago) as visit:
            yield visit

    assert stock.begin_stock(at, np.random.default_rng(1)) == (0, 0)
    with write() as visit:
        stock.live(visit, np.random.default_rng(1))
