"""Briefings, typed: the sheet is opened with its kind chosen; nothing is made by the line itself."""

import pytest

from tests import cast


@pytest.mark.parametrize(("line", "kinds"), [
    ("简报 日报", ["daily"]), ("简报日报", ["daily"]), ("brief weekly", ["weekly"]), ("briefing week", ["weekly"]),
    ("简报", ["daily", "drawn", "flash", "handover", "special", "weekly"]),
    ("简报 专报", ["special"]), ("简报 周", ["weekly"])])
def test_the_kind_is_chosen_in_either_language(say, line, kinds):
    assert [choice.effect for choice in say(line).choices] == [{"do": "brief", "kind": kind} for kind in kinds]


def test_a_kind_there_is_not_says_which_there_are(say):
    command = say("brief hourly")
    assert not command.choices
    assert "Daily" in command.fault
    assert "日报" in say("简报 时报", language="zh-CN").fault


@pytest.mark.parametrize("scope", [cast.CHEN, cast.NOBODY])
def test_who_may_make_none_speaks_no_such_verb(say, scope):
    assert say("brief daily", scope=scope) is None
