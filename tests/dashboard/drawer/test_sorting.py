"""What the classifier proposes with its words and confidence, one press to confirm, and the rule that matched."""

import orjson
import pytest

from dashboard.drawer.sorting import sorting
from data.cases.states import State
from data.models.profile import Profile
from tests import cast, pile, taught
from tests.dashboard.reading import hooks, words

PROPOSAL = {"class": "0102", "confidence": 0.87, "words": ["坑洼", "<b>路面</b>"]}
ROUTE = {"version": 3, "rule": "R-17", "department": "roads", "unit_kind": ""}


def put(write, **more) -> str:
    with write() as visit:
        return pile.put(visit, state=State.REPORTED, **more).case_no


def test_a_proposal_is_shown_with_its_reasons_and_confirmed_with_one_press(part, write):
    shown = part(sorting, put(write, proposal=PROPOSAL))
    assert "Proposed class Broken road confidence 87%" in words(shown)
    assert "“坑洼” “<b>路面</b>”" in words(shown)
    assert hooks(shown, "data-press") == ["classify"]
    assert orjson.loads(hooks(shown, "data-given")[0]) == {"class_code": "0102"}


def test_it_says_which_version_of_the_model_proposed_it_and_how_often_that_one_is_right(part, write):
    with write() as visit:
        taught.version(visit, 3)
        taught.version(visit, 4, score={})
    shown = part(sorting, put(write, proposal={**PROPOSAL, "model": 3}))
    assert "by model 3 of 2026-03-18, 88% right in checks" in words(shown)
    assert hooks(shown, "data-model") == ["3"]
    assert "第 3 版模型（2026-03-18），检验正确率 88%" in words(
        part(sorting, put(write, proposal={**PROPOSAL, "model": 3}), language="zh-CN"))
    assert "by model 4 of 2026-03-18, not checked: too few cases" in words(
        part(sorting, put(write, proposal={**PROPOSAL, "model": 4})))


@pytest.mark.parametrize("model", [9, None, "3"])
def test_a_version_that_nobody_knows_is_not_spoken_of(part, write, model):
    assert hooks(part(sorting, put(write, proposal={**PROPOSAL, "model": model})), "data-model") == []


@pytest.mark.parametrize("scope", [cast.BO])
def test_who_may_not_classify_reads_it_and_has_no_button(part, write, scope):
    shown = part(sorting, put(write, proposal=PROPOSAL), scope=scope)
    assert "Broken road" in words(shown)
    assert hooks(shown, "data-press") == []


def test_a_proposal_of_a_class_that_is_no_more_cannot_be_confirmed(part, write):
    assert hooks(part(sorting, put(write, proposal={"class": "9999"})), "data-press") == []


@pytest.mark.parametrize("proposal", [{}, {"class": ""}, {"class": "0102", "words": None, "confidence": None},
                                      {"class": "0102", "confidence": "high"}])
def test_a_poor_proposal_breaks_nothing(part, write, proposal):
    part(sorting, put(write, proposal=proposal))


def test_the_rule_is_read_as_it_stood_then(part, write):
    with write() as visit:
        rule = {"id": "R-17", "department": "roads", "classes": ["0102"]}
        visit.session.add(Profile(kind="routing", name="city", version=3, body={"rules": [rule]}, made_by="Sys",
                                  made_at=visit.now))
    shown = part(sorting, put(write, route=ROUTE))
    assert "Routing rule R-17 · version 3 Cases of Broken road: Roads office answers." in words(shown)


def test_a_rule_whose_version_is_gone_still_says_who_answers(part, write):
    assert words(part(sorting, put(write, route=ROUTE))).endswith("→ Roads office")


def test_a_case_sorted_by_hand_says_nothing(part, write):
    assert part(sorting, put(write)) is None


def test_what_is_probably_the_same_stands_there_with_its_reasons_and_opens(part, write):
    with write() as visit:
        one = cast.open_case(visit, "one", (0.5, 0.5), text="路口有暴露垃圾堆积")
        other = cast.open_case(visit, "other", (0.52, 0.5), text="路口暴露垃圾好几天了")
        cast.open_case(visit, "elsewhere", (0.9, 0.5), text="路口有暴露垃圾堆积")
        cast.open_case(visit, "unlike", (0.51, 0.5), text="共享单车乱停放")
    shown = part(sorting, one)
    assert hooks(shown, "data-same") == [other]
    assert "places near, same words, same class" in words(shown)


def test_a_closed_case_is_suspected_of_nothing(part, write):
    with write() as visit:
        cast.open_case(visit, "one", (0.5, 0.5), text="路口有暴露垃圾堆积")
        spot = cast.at(0.5, 0.5)
        done = pile.put(visit, state=State.CLOSED, closed_at=visit.now, lon=spot[0], lat=spot[1],
                        text="路口有暴露垃圾堆积").case_no
    assert part(sorting, done) is None
