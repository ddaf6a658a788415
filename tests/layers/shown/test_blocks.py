"""Block grids as outlines: those that hold a grid of the area, seen by whoever sees that grid."""

import pytest

from data.ledger import overlays
from data.ledger.overlays import NewBlock
from layers.shown.blocks import LAYER
from tests import cast


@pytest.fixture
def laid(write) -> None:
    with write() as visit:
        overlays.lay(visit, "x", "X", [NewBlock(code="W", name="西", areas=(cast.WEST_DISTRICT,)),
                                       NewBlock(code="E", name="东", areas=(cast.EAST_DISTRICT,))])


def codes(features) -> list[str]:
    return [one["properties"]["code"] for one in features]


@pytest.mark.usefixtures("laid")
def test_it_draws_the_blocks_of_the_area(draw):
    features = draw(LAYER, scope=cast.ALICE)
    assert codes(features) == ["E", "W"]
    assert set(features[0]["properties"]) == {"overlay", "code", "name", "name_en", "grids"}
    assert codes(draw(LAYER, scope=cast.ALICE, area=cast.WEST_DISTRICT)) == ["W"]


@pytest.mark.usefixtures("laid")
def test_a_stranger_sees_none(draw):
    assert codes(draw(LAYER, scope=cast.CHEN)) == ["W"]
    assert codes(draw(LAYER, scope=cast.NOBODY)) == []
