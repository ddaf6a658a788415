"""How urgent a text says it is: by words with reasons, never by a word that is denied; never less urgent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.triage.severity import severity


@pytest.mark.parametrize(("text", "priority", "reason"), [
    ("三楼住户家中起火,浓烟很大", 1, "fire"), ("老人晕倒在路边,急需急救", 1, "life"),
    ("围墙倒塌压住车辆", 1, "collapse"),
    ("孩子被松动的井盖绊倒受伤", 2, "hurt"), ("广告牌摇摇欲坠", 2, "danger"), ("全小区停水三天", 2, "many"),
    ("A child was trapped in the lift", 1, "life"), ("路灯不亮", None, ""), ("幼儿园门口路灯不亮", None, ""),
])
def test_words_say_how_urgent_and_why(text, priority, reason):
    found = severity(text)
    assert found.priority == priority
    assert (found.signs[0].reason if found.signs else "") == reason


@pytest.mark.parametrize("text", ["没有人受伤", "现场无人被困", "小区组织火灾演练,预防火灾", "并未起火"])
def test_what_is_denied_or_rehearsed_is_not_urgent(text):
    assert severity(text).priority is None


def test_denied_once_and_said_once_it_counts():
    assert severity("起初没有起火,后来仓库起火了").priority == 1


def test_who_is_concerned_adds_a_reason_to_what_is_dangerous():
    assert [sign.reason for sign in severity("校门口井盖缺失").signs] == ["danger", "weak"]


@given(st.text(max_size=200))
def test_whatever_is_said_there_is_an_answer(text):
    assert severity(text).priority in (None, 1, 2)


@pytest.mark.parametrize("text", ["", "😀", "a" * 10_000, "\0", "\ud800"])
def test_what_says_nothing_is_not_urgent(text):
    assert severity(text) == (None, ())
