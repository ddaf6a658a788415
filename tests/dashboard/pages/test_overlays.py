"""The page of block grids: laying one by lines or GeoJSON, cut grids named, sizes of base grids shown."""

import orjson
import pytest
import shapely

from dashboard.pages import overlays
from data.errors import CityError, NotAllowed
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, words

ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])
FORM = {"code": "police", "name": "警务网格", "name_en": "Beats", "department": "",
        "text": f"P1；一警区；Beat 1;{cast.COMMUNITY} 990101001002\n\nP2；二警区；Beat 2;990102"}


def geojson(west, south, east, north):
    shape = shapely.box(*cast.at(west, south), *cast.at(east, north))
    return orjson.dumps({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"code": "F", "name": "F"},
        "geometry": orjson.loads(shapely.to_geojson(shape))}]}).decode()


def test_an_overlay_is_laid_shown_and_taken_away(page, press):
    assert press(overlays, "lay", FORM, scope=ADMIN).text == "Beats was laid: 2 blocks"
    shown = page(overlays, scope=ADMIN)
    assert hooks(shown, "data-overlay") == ["police"]
    assert "2 blocks · 12 base grids" in words(shown)
    assert "Beat 1 (4)" in words(shown)
    press(overlays, "remove", {"overlay": "police"}, scope=ADMIN)
    assert "No block grid" in words(page(overlays, scope=ADMIN))


def test_geojson_that_follows_the_grids_is_laid_and_one_that_cuts_is_refused_by_name(press):
    assert press(overlays, "lay", {**FORM, "text": geojson(0, 0, 2, 2)}, scope=ADMIN).text.endswith("1 block")
    with pytest.raises(CityError) as refused:
        press(overlays, "lay", {**FORM, "text": geojson(0, 0, 1.5, 1)}, scope=ADMIN)
    assert refused.value.code == "overlay_cuts"
    assert cast.GRIDS[1, 0] in refused.value.values["cuts"][0]


POINT = '{"type": "Point", "coordinates": [1, 2]}'


@pytest.mark.parametrize("text", [
    "P1;x", "P1;;;9901", ";x;x;9901", "{", "{}", '{"features": 5}', '{"features": [5]}',
    '{"features": [{"properties": {"code": 1, "name": 2}, "geometry": null}]}',
    f'{{"features": [{{"properties": {{}}, "geometry": {POINT}}}]}}',
    f'{{"features": [{{"properties": {{"code": "a", "name": "b"}}, "geometry": {POINT}}}]}}',
])
def test_a_text_that_cannot_be_read_says_where(press, text):
    with pytest.raises(CityError) as refused:
        press(overlays, "lay", {**FORM, "text": text}, scope=ADMIN)
    assert refused.value.code in ("overlay_unreadable", "broken_block")


def test_the_sizes_of_base_grids_are_shown(page):
    said = words(page(overlays, scope=ADMIN))
    assert "right" in said
    assert "300 to 500 households" in said


def test_strangers_lay_nothing(press):
    with pytest.raises(NotAllowed):
        press(overlays, "lay", FORM, scope=cast.ALICE)
