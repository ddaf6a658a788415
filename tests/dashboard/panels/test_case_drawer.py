"""The drawer: one case, who could go, what happened, and only the moves this person may make."""

from dataclasses import replace

import pytest

from dashboard.panels import case_drawer
from dashboard.panels.case_drawer import WORDS, act, show
from dashboard.wiring import words_for
from data.cases import workflow
from data.errors import Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from tests import cast
from tests.dashboard.reading import hooks, words


@pytest.fixture
def number(write) -> str:
    """Return the number of a case in Chen's community, with everything said about its reporter."""
    with write() as visit:
        return cast.open_case(visit, text="<b>垃圾</b>", reporter={"name": "张三", "phone": "13800000000"})


def opened(read, number, scope=cast.ALICE):
    with read(scope=scope) as visit:
        spoken = replace(visit, language="en")
        return show(spoken, words_for(spoken, WORDS), {"case": number})


def pressed(write, order, scope=cast.ALICE):
    with write(scope=scope) as visit:
        spoken = replace(visit, language="en")
        return act(spoken, words_for(spoken, WORDS), order)


def test_it_offers_who_could_go_and_what_may_be_done(read, number):
    drawer = opened(read, number)["content"]
    assert hooks(drawer, "data-pick") == [cast.SWEEPERS, cast.FAR_SWEEPERS, cast.OFFICER, cast.ENGINE]
    assert hooks(drawer, "aria-checked")[0] == "true"
    assert hooks(drawer, "data-action") == ["dispatch", "accept", "decline", "void", "acknowledge"]
    assert dict(zip(hooks(drawer, "data-action"), hooks(drawer, "data-needs"), strict=True))["void"] == "note"
    assert set(hooks(drawer, "data-version")) == {"1"}
    assert "about 4 min" in words(drawer)


def test_it_says_nothing_about_whoever_reported(read, number):
    told = words(opened(read, number)["content"])
    assert "<b>垃圾</b>" in told
    assert "张三" not in told
    assert "138" not in told


def test_a_stranger_sees_no_case_and_no_button_that_is_not_theirs(read, number, write):
    with write() as visit:
        far = cast.open_case(visit, "far", (3.5, 3.5))
    assert words(opened(read, far, cast.BO)["content"]) == "This case can no longer be seen"
    assert hooks(opened(read, number, cast.BO)["content"], "data-action") == []
    assert hooks(opened(read, number, cast.CHEN)["content"], "data-action") == ["accept", "decline", "void"]
    assert hooks(opened(read, number, cast.CHEN)["content"], "data-pick") == []


@pytest.mark.parametrize("focus", [None, {}, {"case": ""}, {"case": None}])
def test_an_empty_choice_closes_it(read, focus):
    with read() as visit:
        assert show(visit, words_for(visit, WORDS), focus) == {"content": None, "look": "drawer is-closed"}


def test_a_dispatch_goes_out_and_the_drawer_shows_who_is_out(read, write, number):
    order = {"verb": "dispatch", "case": number, "version": 1, "units": [cast.SWEEPERS], "id": "x"}
    answer = pressed(write, order)
    assert answer["notice"] == {"text": f"Team SAN-1 sent to case {number}", "tone": "done", "id": "x"}
    assert answer["focus"] == {"case": number, "again": "x"}
    drawer = opened(read, number)["content"]
    assert hooks(drawer, "data-status")[0] == "dispatched"
    assert cast.SWEEPERS not in hooks(drawer, "data-pick")
    assert "true" not in hooks(drawer, "aria-checked"), "somebody is out already: nobody is picked beforehand"
    assert hooks(drawer, "data-action")[0] == "dispatch"


def test_another_move_says_where_the_case_stands(write, number):
    answer = pressed(write, {"verb": "void", "case": number, "version": 1, "note": "重复"})
    assert number in answer["notice"]["text"]
    assert "oided" in answer["notice"]["text"]


@pytest.mark.parametrize("order", [None, {}])
def test_nothing_pressed_changes_nothing(write, order):
    assert pressed(write, order) == {}


@pytest.mark.parametrize(("change", "refusal"), [
    ({"version": "1"}, Invalid), ({"version": None}, Invalid), ({"units": "SAN-1"}, Invalid), ({"units": []}, Invalid),
    ({"version": 2}, Conflict), ({"verb": "finish"}, IllegalMove), ({"verb": {}}, IllegalMove),
    ({"case": "00000"}, NotFound), ({"units": ["nobody"]}, NotFound),
])
def test_an_order_that_makes_no_sense_is_refused_and_changes_nothing(write, read, number, change, refusal):
    order = {"verb": "dispatch", "case": number, "version": 1, "units": [cast.SWEEPERS], "note": "", **change}
    with pytest.raises(refusal):
        pressed(write, order)
    with read() as visit:
        assert workflow.find(visit, number).version == 1


def test_a_stranger_s_order_is_refused(write, number):
    order = {"verb": "dispatch", "case": number, "version": 1, "units": [cast.SWEEPERS]}
    for scope, refusal in ((cast.CHEN, NotAllowed), (cast.BO, NotAllowed), (cast.NOBODY, NotFound)):
        with pytest.raises(refusal):
            pressed(write, order, scope)


def test_it_lies_beside_the_map_closed(read):
    with read() as visit:
        closed = case_drawer.layout(words_for(visit, WORDS), None)
    assert closed.id == case_drawer.DRAWER
    assert closed.className == "drawer is-closed"
