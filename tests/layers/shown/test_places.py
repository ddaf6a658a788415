"""Places as points, by kind and name, in an area and a box."""

import pytest

from data.models.unit import Place
from layers.shown.places import LAYER
from tests import cast


@pytest.fixture
def two_places(write) -> None:
    """Store a school in the south-west and a hospital in the north-east."""
    with write() as visit:
        for kind, column, row in (("school", 0, 0), ("hospital", 3, 3)):
            lon, lat = cast.at(column + 0.5, row + 0.5)
            visit.session.add(Place(source="s", source_id=kind, kind=kind, name=f"{kind}名", name_en=kind.title(),
                                    lon=lon, lat=lat, area_code=cast.GRIDS[column, row], attributes={"owner": "某人"}))


def kinds(features) -> list[str]:
    return [one["properties"]["kind"] for one in features]


@pytest.mark.usefixtures("two_places")
def test_it_draws_places_and_leaves_their_attributes_behind(draw):
    features = draw(LAYER, scope=cast.ALICE)
    assert kinds(features) == ["hospital", "school"]
    assert set(features[0]["properties"]) == {"id", "kind", "name", "name_en", "address", "area_code"}


@pytest.mark.usefixtures("two_places")
def test_an_area_a_box_and_a_scope_narrow_it(draw):
    assert kinds(draw(LAYER, scope=cast.ALICE, area=cast.WEST_DISTRICT)) == ["school"]
    assert kinds(draw(LAYER, scope=cast.ALICE, bbox=(*cast.at(3, 3), *cast.at(4, 4)))) == ["hospital"]
    assert kinds(draw(LAYER, scope=cast.CHEN)) == ["school"]
    assert kinds(draw(LAYER, scope=cast.NOBODY)) == []
