"""Units as points where they stand."""

from layers.shown.units import LAYER
from tests import cast


def ids(features) -> set[str]:
    return {one["properties"]["id"] for one in features}


def test_it_draws_each_unit_where_it_stands(draw):
    features = {one["properties"]["id"]: one for one in draw(LAYER, scope=cast.ALICE)}
    assert set(features) == {cast.SWEEPERS, cast.FAR_SWEEPERS, cast.REPAIR, cast.POLICE, cast.ENGINE, cast.OFFICER}
    assert features[cast.REPAIR]["geometry"]["coordinates"] == [120.015, 30.0135], "not where its base is"
    assert features[cast.POLICE]["properties"] == {
        "id": cast.POLICE, "name": "POL-1组", "name_en": "Team POL-1", "kind": "police", "status": "off_duty",
        "at": int(cast.NOW.timestamp()) - 60, "area": cast.WEST_DISTRICT}


def test_an_area_and_a_scope_narrow_it(draw):
    assert ids(draw(LAYER, scope=cast.ALICE, area=cast.EAST_DISTRICT)) == {cast.FAR_SWEEPERS}
    assert ids(draw(LAYER, scope=cast.BO)) == {cast.SWEEPERS, cast.REPAIR, cast.POLICE, cast.OFFICER}
    assert ids(draw(LAYER, scope=cast.NOBODY)) == set()
