"""The profiles page: rules read as sentences, every version kept, nothing changed with a fault in it."""

import pytest

from dashboard.pages import profiles
from data.errors import Conflict, Invalid, NotAllowed
from data.profiles import kind
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, parts, words

ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])
RULES = """
[[rules]]
id = "night"
classes = ["0101"]
areas = ["990101"]
hours = ["18:00", "08:00"]
days = "working"
least_urgent = 2
department = "roads"
unit_kind = "repair"

[[rules]]
id = "rest"
department = "clean"
"""


def save(press, body=RULES, seen=0, scope=ADMIN, **more):
    given = {"kind": "routing", "of": "city", "body": body, "seen": seen, "note": "夜间", **more}
    return press(profiles, "save", given, scope=scope)


def test_rules_read_as_sentences_in_both_languages(page, press):
    assert save(press).text == "“Routing” version 1 is in force"
    english, chinese = page(profiles, scope=ADMIN), page(profiles, scope=ADMIN, language="zh-CN")
    assert hooks(english, "data-rule") == ["night", "rest"]
    assert ("Cases of Garbage in District 01 on working days from 18:00 to 08:00 of P2 and above: "
            "Roads office (Repair) answers.") in words(english)
    assert "在区01、工作日、每日 18:00—08:00、二级及以上的暴露垃圾类案件，由道路处（抢修）负责。" in words(chinese)
    assert "所有案件，由环卫处负责。" in words(chinese)


def test_every_kind_can_be_read_and_edited(page):
    for name in kind.discover():
        shown = page(profiles, scope=ADMIN, kind=name)
        assert any(getattr(part, "tag", "") == "textarea" for part in parts(shown)), name


def test_what_is_wrong_is_said_and_nothing_changes(page, press):
    with pytest.raises(Invalid) as refused:
        save(press, body=RULES.replace("0101", "7777"))
    assert refused.value.code == "rule_unknown_class"
    assert "never changed" in words(page(profiles, scope=ADMIN))


def test_an_earlier_version_comes_back_as_the_next(page, press):
    save(press)
    save(press, body="rules = []", seen=1)
    press(profiles, "go_back", {"kind": "routing", "of": "city", "to": 1, "seen": 2}, scope=ADMIN)
    assert "version 3 in force" in words(page(profiles, scope=ADMIN))


def test_whoever_saw_an_older_version_is_told(press):
    save(press)
    with pytest.raises(Conflict):
        save(press)
    with pytest.raises(Conflict):
        save(press, seen="x")


def test_strangers_change_nothing(press):
    with pytest.raises(NotAllowed):
        save(press, scope=cast.ALICE)
