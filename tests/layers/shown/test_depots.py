"""The layer of depots: how each stands, and what is low first."""

import pytest

from layers.layer import Window
from layers.shown import depots
from tests import cast, stocks


@pytest.fixture
def _two(write):
    with write(scope=cast.ALICE) as visit:
        west, east = stocks.depot(visit), stocks.depot(visit, "东库", (3.5, 0.5))
        stocks.move(visit, "received", 9, depot=west)
        stocks.move(visit, "received", 5, kind="sandbag", depot=west)
        stocks.move(visit, "received", 9, depot=east)


@pytest.mark.usefixtures("_two")
def test_each_depot_says_how_it_stands_and_what_is_low_first(read):
    with read(scope=cast.ALICE) as visit:
        found = depots.features(visit, Window(area="9901"))
        assert dict(zip(found["name"], found["state"], strict=True)) == {"西库": "low", "东库": "enough"}
        assert found[found["name"] == "西库"]["stock"].item() == "沙袋 5 个 · 移动排水泵 9 台"
        assert len(depots.features(visit, Window(area="9901", bbox=(120.03, 30.0, 120.04, 30.01)))) == 1


def test_without_any_the_layer_is_empty(read):
    with read(scope=cast.ALICE) as visit:
        assert len(depots.features(visit, Window(area="9901"))) == 0
