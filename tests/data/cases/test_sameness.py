"""Are two reports about one matter? Words, place and class weigh together, and each answer has its reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cases.sameness import Pair, judge

LAMP, DARK = "望江路12号门口路灯不亮", "望江路12号路灯坏了好几天"
TEXTS = st.text(max_size=80) | st.text(alphabet="路灯不亮垃圾堆积望江路12号 lamp😀\ud800", max_size=60)


@given(TEXTS, TEXTS, st.none() | st.floats(0, 1e6), st.sampled_from([None, True, False]))
def test_whatever_is_said_the_chance_lies_between_nought_and_one_and_is_the_same_both_ways(one, other, far, kind):
    found = judge(Pair(one, other, far, kind))
    assert 0 <= found.chance <= 1
    assert found == judge(Pair(other, one, far, kind))


@given(TEXTS, TEXTS, st.floats(0, 2_000), st.floats(0, 2_000))
def test_farther_apart_is_never_likelier(one, other, near, far):
    near, far = sorted((near, far))
    assert judge(Pair(one, other, far)).chance <= judge(Pair(one, other, near)).chance


def test_other_words_for_the_same_at_one_place_are_probably_the_same():
    found = judge(Pair(LAMP, DARK, 60, True))
    assert found.is_probable
    assert found.reasons == ("place", "words", "class")


def test_where_both_addresses_say_what_the_texts_have_in_common_other_words_are_probable_nearby_only():
    assert [judge(Pair(LAMP, DARK, far, True, "望江路12号")).is_probable for far in (10, 30, 60)] == [True, True, False]


def test_the_same_words_half_a_kilometre_away_are_another_matter():
    found = judge(Pair("路灯不亮", "路灯不亮", 500, True))
    assert not found.is_probable
    assert "far" in found.reasons


def test_another_matter_at_the_same_address_is_not_the_same_for_its_address():
    assert not judge(Pair("望江路12号路灯不亮", "望江路12号垃圾堆积", 5, False, "望江路12号")).is_probable


def test_next_door_is_never_probable_however_alike_the_words():
    found = judge(Pair("望江路3号漏水", "望江路5号漏水", 20, True))
    assert not found.is_probable
    assert "other_door" in found.reasons


@pytest.mark.parametrize(("one", "other"), [("", ""), ("", "路灯"), ("😀", "🔥"), ("!!!", "???")])
def test_texts_that_say_nothing_are_no_duplicates_unless_they_are_the_same(one, other):
    assert judge(Pair(one, other, 300)).is_probable is False


def test_ten_thousand_characters_are_judged_by_their_beginning():
    assert judge(Pair(LAMP + "啊" * 10_000, LAMP, 10, True)).is_probable
