"""The page of warnings: lists, form, one with checklist and history; drafts for who may decide; strangers refused."""

import pytest

from dashboard.pages import warnings
from data.errors import Conflict, Invalid, NotAllowed
from tests import cast, gauges
from tests.dashboard.reading import hooks, words

GIVEN = {"kind": "flood", "level": "orange", "title": "Low roads", "text": "stay away", "areas": ["990101"],
         "until": "2026-03-18T13:00", "audience": ["officer", "moon"]}


def issued(press, **changes) -> str:
    return press(warnings, "issue", {**GIVEN, **changes}).go["warning"]


def test_an_empty_page_says_so_and_shows_the_rules_it_would_warn_by(page):
    said = words(page(warnings))
    for part in ("No warning is in force here", "There is nothing to score yet", "No sensor is connected",
                 "heavy rain of short duration", "Blue 20"):
        assert part in said


def test_it_is_issued_shown_with_its_plan_ticked_changed_and_lifted(page, press):
    number = issued(press)
    said = words(page(warnings))
    assert "Orange II · Flood" in said
    assert "0 / 6" in said
    one = page(warnings, warning=number)
    said = words(one)
    for part in ("Low roads", "stay away", "For: ", "Made by a person", "The plan suggests city stage 3",
                 "Open shelters, move people out of low places"):
        assert part in said
    assert "Joint command" not in said
    assert hooks(one, "data-case")  # the plan opened a case
    press(warnings, "tick", {"warning": number, "task": "pumps"})
    assert "✓ Alice 10:00" in words(page(warnings, warning=number))
    press(warnings, "update", {"warning": number, "version": 1, "level": "red", "text": "leave", "until": "",
                               "reason": "rising"})
    assert "Joint command" in words(page(warnings, warning=number))
    with pytest.raises(Conflict):
        press(warnings, "lift", {"warning": number, "version": 1, "reason": "over"})
    press(warnings, "lift", {"warning": number, "version": 2, "reason": "over", "false_alarm": True})
    said = words(page(warnings, warning=number))
    assert "Score: false alarm (over)" in said
    assert "No warning is in force here" in words(page(warnings))


def test_a_drawn_area_takes_the_place_of_the_boxes_and_a_bad_one_is_said(page, press):
    drawn = "poly:30.001,120.001;30.001,120.015;30.008,120.015"
    assert "drawn on the map, about" in words(page(warnings, ground=drawn))
    assert "drawn area" in words(page(warnings, warning=issued(press, shape=drawn, areas=[])))
    assert "Whole" not in words(page(warnings, ground="poly:1,1"))


def test_chinese_is_complete(page, press):
    number = issued(press)
    assert "橙色 Ⅱ级 · 内涝" in words(page(warnings, language="zh-CN"))
    assert "预案清单" in words(page(warnings, language="zh-CN", warning=number))


def test_who_may_not_issue_sees_no_form_and_is_refused(page, press):
    number = issued(press)
    said = words(page(warnings, scope=cast.BO, area=cast.WEST_DISTRICT))
    assert "Low roads" in said
    assert "Issue a warning" not in said
    one = page(warnings, scope=cast.BO, area=cast.WEST_DISTRICT, warning=number)
    assert "Lift" not in words(one)
    for act, given in (("issue", GIVEN), ("lift", {"warning": number, "version": 1, "reason": "x"}),
                       ("tick", {"warning": number, "task": "pumps"}), ("confirm", {"warning": number, "version": 1}),
                       ("refuse", {"warning": number, "version": 1, "reason": "x"}),
                       ("update", {"warning": number, "version": 1, "level": "red"})):
        with pytest.raises(NotAllowed):
            press(warnings, act, given, scope=cast.BO)


@pytest.mark.parametrize("changes", [{"areas": "all"}, {"until": "soon"}, {"title": 5}, {"level": None}, {"kind": []}])
def test_what_no_form_would_give_is_refused(press, changes):
    with pytest.raises(Invalid):
        press(warnings, "issue", {**GIVEN, **changes})


def test_a_warning_nobody_knows_and_files_at_fault_are_said(page, settings):
    gauges.write(settings.data_dir, "warning-rules", "bad", "kind: [")
    assert "bad.yaml" in words(page(warnings))
    assert "There is no such warning" in words(page(warnings, warning="W0"))
