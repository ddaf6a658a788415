"""A layer of the map, typed."""

from tests import cast


def test_a_layer_is_named_in_the_reader_s_language_or_by_its_key(say):
    found = say("图层 设施", language="zh-CN").choices
    assert [choice.effect for choice in found] == [{"do": "layer", "name": "places"}]
    assert say("layer place").choices[0].label == "Layer Places: on or off"


def test_without_a_name_all_of_them_are_offered_and_an_unknown_one_is_named(say):
    assert len(say("layer").choices) == 5
    assert "“clouds”" in say("layer clouds").fault
    assert "Places" in say("layer clouds").fault


def test_who_sees_no_areas_switches_none(say):
    assert say("layer places", scope=cast.NOBODY) is None
