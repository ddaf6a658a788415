"""The maps as GeoJSON read again: RFC 7946 to the letter, each area with its value, nothing else in it."""

import orjson
import pytest
import shapely

from dashboard.briefing.rendered import geo
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.rendered.test_slides import HOSTILE, hostile, with_sections


def opened(brief):
    return orjson.loads(geo.render(brief))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_area_is_a_feature_with_its_value_as_it_reads(language):
    brief = sample.weekly(language)
    [block] = [one.body for one in brief.sections() if one.body.block == "map"]
    told = [one["properties"] for one in opened(brief)["features"] if one["properties"]["drawn"] == "area"]
    assert [(one["code"], one["name"], one["value"], one["reads"], one["step"]) for one in told] == [
        (one.code, one.name, one.number.value, one.number.text, one.step) for one in block.shapes]
    assert [one["class"] for one in told] == [None if one.step is None else block.steps[one.step]
                                              for one in block.shapes]


def test_its_geometry_is_what_the_briefing_drew_wound_against_the_clock():
    brief = sample.weekly()
    [block] = [one.body for one in brief.sections() if one.body.block == "map"]
    features = opened(brief)["features"]
    shapes = [shapely.geometry.shape(one["geometry"]) for one in features]
    assert all(one.is_valid and one.exterior.is_ccw for one in shapes)
    assert all(one.exterior.coords[0] == one.exterior.coords[-1] for one in shapes)
    assert [one.area for one in shapes[:12]] == pytest.approx([shapely.Polygon(one.rings[0]).area
                                                               for one in block.shapes])
    assert features[-1]["properties"] == {"section": 4, "drawn": "water"}


def test_beside_the_features_it_says_what_it_is_of():
    brief = sample.weekly(is_draft=True)
    told = opened(brief)
    assert told["type"] == "FeatureCollection"
    assert "crs" not in told
    west, south, east, north = told["bbox"]
    assert west < east
    assert south < north
    assert told["briefing"]["id"] == brief.id
    assert told["briefing"]["digest"] == brief.digest()
    assert told["briefing"]["draft"] == "草稿 · 数据不完整"
    assert told["maps"][0]["approval"] == "审图号:GS(示例)0000"


def test_without_a_map_it_has_no_features():
    told = opened(with_sections(sample.weekly(), sample.top(sample.Told("en")).body))
    assert (told["features"], told["maps"]) == ([], [])
    assert "bbox" not in told


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_text_is_text(said):
    told = opened(hostile(said))
    assert told["features"][0]["properties"]["value"] == 3
    assert "\x00" not in told["features"][0]["properties"]["name"]


@pytest.mark.usefixtures("cases")
def test_a_real_map_is_whole(made):
    brief = made("daily")
    [block] = [one.body for one in brief.sections() if one.body.block == "map"]
    features = opened(brief)["features"]
    assert len(features) == len(block.shapes) + len(block.frames) + bool(block.water)
    assert all(shapely.geometry.shape(one["geometry"]).is_valid for one in features)
