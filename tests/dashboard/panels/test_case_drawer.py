"""The drawer: one case, who could go, what happened, and only the moves this person may make."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.panels import case_drawer
from dashboard.panels.case_drawer import WORDS, act, show
from dashboard.speech import LANGUAGES, shared_words
from dashboard.wiring import words_for
from data.cases import workflow
from data.demo.names import SOURCES
from data.errors import Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.unit import Unit
from tests import cast, pile
from tests.dashboard.reading import hooks, parts, with_hook, words


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
    drawer = opened(read, number)["tree"]
    assert hooks(drawer, "data-pick") == [cast.SWEEPERS, cast.FAR_SWEEPERS, cast.OFFICER, cast.ENGINE]
    assert hooks(drawer, "aria-checked")[0] == "true"
    assert hooks(drawer, "data-action")[:2] == ["dispatch", "accept"]
    assert {"decline", "classify", "merge", "acknowledge", "void", "remark"} <= set(hooks(drawer, "data-action"))
    assert dict(zip(hooks(drawer, "data-action"), hooks(drawer, "data-needs"), strict=True))["void"] == "note"
    assert set(hooks(drawer, "data-version")) == {"1"}
    assert "about 4 min" in words(drawer)


def test_it_says_nothing_about_whoever_reported(read, number):
    told = words(opened(read, number)["tree"])
    assert "<b>垃圾</b>" in told
    assert "张三" not in told
    assert "138" not in told


def test_a_stranger_sees_no_case_and_no_button_that_is_not_theirs(read, number, write):
    with write() as visit:
        far = cast.open_case(visit, "far", (3.5, 3.5))
    assert words(opened(read, far, cast.BO)["tree"]) == "This case can no longer be seen"
    assert hooks(opened(read, number, cast.BO)["tree"], "data-action") == ["supervise", "instruct"]
    assert hooks(opened(read, number, cast.CHEN)["tree"], "data-action") == [
        "accept", "decline", "classify", "support", "remark", "void"]
    assert hooks(opened(read, number, cast.CHEN)["tree"], "data-pick") == []


@pytest.mark.parametrize("focus", [None, {}, {"case": ""}, {"case": None}])
def test_an_empty_choice_closes_it(read, focus):
    with read() as visit:
        assert show(visit, words_for(visit, WORDS), focus) == {"tree": None, "look": "drawer is-closed"}


def test_a_dispatch_goes_out_and_the_drawer_shows_who_is_out(read, write, number):
    order = {"verb": "dispatch", "case": number, "version": 1, "units": [cast.SWEEPERS], "id": "x"}
    answer = pressed(write, order)
    assert answer["notice"] == {"text": f"Team SAN-1 sent to case {number}", "tone": "done", "id": "x"}
    assert answer["focus"] == {"case": number, "again": "x"}
    drawer = opened(read, number)["tree"]
    assert hooks(drawer, "data-status")[0] == "dispatched"
    assert cast.SWEEPERS not in hooks(drawer, "data-pick")
    assert "true" not in hooks(drawer, "aria-checked"), "somebody is out already: nobody is picked beforehand"
    assert hooks(drawer, "data-action")[:2] == ["withdraw", "sign"], "it is to be signed for, or called back"


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
    drawer = closed.children[0]
    assert (drawer.id, drawer.className) == (case_drawer.DRAWER, "drawer is-closed")


@pytest.mark.parametrize(("due", "ended", "look", "said"), [
    (None, False, "lamp none", "No deadline"), (timedelta(hours=3), False, "lamp green", "3 h 0 min left"),
    (timedelta(minutes=5), False, "lamp yellow", "Due soon 5 min left"),
    (timedelta(), False, "lamp yellow", "Due soon 0 min left"),
    (timedelta(hours=-26), False, "lamp red", "1 d 2 h overdue"), (timedelta(hours=-26), True, None, ""),
])
def test_the_lamp_says_how_the_deadline_stands(read, write, due, ended, look, said):
    with write() as visit:
        number = pile.put(visit, received_at=cast.NOW - timedelta(hours=1), closed_at=cast.NOW if ended else None,
                          due_at=None if due is None else cast.NOW + due).case_no
    lamps = [part for part in parts(opened(read, number)["tree"])
             if getattr(part, "className", None) and str(part.className).startswith("lamp")]
    assert [(lamp.className, words(lamp)) for lamp in lamps] == ([(look, said)] if look else [])


@pytest.mark.parametrize(("state", "scope", "actions"), [
    ("accepted", cast.ALICE, ["dispatch", "classify", "split", "supervise", "suspend", "merge", "escalate",
                              "acknowledge", "support", "answer", "remark", "void"]),
    ("accepted", cast.CHEN, ["classify", "support", "remark", "void"]),
    ("dispatched", cast.CHEN, ["sign", "start", "return", "ask_extension", "support", "remark"]),
    ("in_handling", cast.CHEN, ["finish", "ask_extension", "return", "support", "remark"]),
    ("handled", cast.CHEN, ["verify", "rework", "support", "remark"]), ("handled", cast.BO, ["supervise", "instruct"]),
    ("follow_up", cast.ALICE, ["call_back", "dissatisfied", "supervise", "support", "answer", "remark"]),
    ("to_evaluate", cast.BO, ["evaluate", "supervise", "instruct"]),
    ("evaluated", cast.CHEN, ["close", "support", "remark"]), ("closed", cast.ALICE, ["reopen", "answer", "remark"]),
    ("voided", cast.ALICE, ["answer", "remark"]), ("declined", cast.CHEN, ["remark"]),
    ("merged", cast.ALICE, ["unmerge", "answer", "remark"]),
])
def test_each_state_offers_what_leads_on_from_it(read, write, state, scope, actions):
    with write() as visit:
        number = pile.put(visit, state=state).case_no
    drawer = opened(read, number, scope)["tree"]
    assert hooks(drawer, "data-action")[:1] == actions[:1], "the one that leads on comes first"
    assert sorted(hooks(drawer, "data-action")) == sorted(actions), "and each stands there once"
    assert hooks(drawer, "data-state-of") == [state]


def test_what_was_acknowledged_is_not_asked_again(read, write, number):
    pressed(write, {"verb": "acknowledge", "case": number, "version": 1})
    assert "acknowledge" not in hooks(opened(read, number)["tree"], "data-action")


def test_an_officer_accepts_and_sends_nobody(read, write, number):
    answer = pressed(write, {"verb": "accept", "case": number, "version": 1, "id": 7}, cast.CHEN)
    assert answer["notice"] == {"text": f"Register: case {number} is now “To dispatch”", "tone": "done", "id": 7}
    with pytest.raises(NotAllowed):
        pressed(write, {"verb": "dispatch", "case": number, "version": 2, "units": [cast.OFFICER]}, cast.CHEN)


def test_who_was_just_sent_elsewhere_is_not_sent_twice(read, write, number):
    with write() as visit:
        other = cast.open_case(visit, "other")
    pressed(write, {"verb": "dispatch", "case": other, "version": 1, "units": [cast.SWEEPERS]})
    with pytest.raises(Conflict) as refused:
        pressed(write, {"verb": "dispatch", "case": number, "version": 1, "units": [cast.OFFICER, cast.SWEEPERS]})
    assert refused.value.code == "unit_engaged"
    with read() as visit:
        assert cast.unit(visit, cast.OFFICER).status == "available", "nobody was sent"


def test_several_are_sent_at_once_and_all_are_named(write, number):
    answer = pressed(write, {"verb": "dispatch", "case": number, "version": 1, "units": [cast.SWEEPERS, cast.OFFICER]})
    assert answer["notice"]["text"] in (f"Team GRD-1 + Team SAN-1 sent to case {number}",
                                        f"Team SAN-1 + Team GRD-1 sent to case {number}")


def test_it_says_where_in_the_persons_own_part_of_the_city(read, number):
    def place(scope):
        terms = [words(part) for part in parts(opened(read, number, scope)["tree"]) if type(part).__name__ == "Dd"]
        return terms[1].removesuffix(" within 500 m")

    assert place(cast.ALICE) == "District 01 › Street 001 › Community 001 › Grid 001"
    assert place(cast.BO) == "District 01 › Street 001 › Community 001 › Grid 001"
    assert place(cast.CHEN) == "Community 001 › Grid 001"


def test_a_case_known_only_by_its_area_says_so(read, write):
    with write() as visit:
        number = pile.put(visit, cast.COMMUNITY, address="某路").case_no
    assert "Community 001 某路 placed by area only" in words(opened(read, number)["tree"])


def test_the_timeline_runs_backward_with_names_and_reasons(read, write, number):
    assert "What happened 1 entry" in words(opened(read, number)["tree"])
    pressed(write, {"verb": "dispatch", "case": number, "version": 1, "units": [cast.SWEEPERS]})
    pressed(write, {"verb": "recall", "case": number, "version": 2})
    pressed(write, {"verb": "void", "case": number, "version": 3, "note": " 误报 "})
    drawer = opened(read, number)["tree"]
    lines = [words(part) for part in with_hook(drawer, "data-event")]
    assert lines == ["10:00 Void Alice · 误报", "10:00 Recall Alice · Team SAN-1", "10:00 Dispatch Alice · Team SAN-1",
                     "10:00 Report test"]
    assert "What happened 4 entries" in words(drawer)


def test_it_shows_the_newest_neighbours_and_counts_them_all(read, write, number):
    assert hooks(opened(read, number)["tree"], "data-case") == []
    with write() as visit:
        near = [pile.put(visit, received_at=cast.NOW - timedelta(minutes=n)).case_no for n in range(7)]
        pile.put(visit, pile.THERE)
        pile.put(visit, closed_at=cast.NOW)
    drawer = opened(read, number)["tree"]
    assert hooks(drawer, "data-case") == near[:5]
    assert "7 within 300 m" in words(drawer)


def test_nobody_fit_is_said(read, write, number):
    with write() as visit:
        for unit in visit.session.scalars(select(Unit)):
            unit.status = "off_duty"
    drawer = opened(read, number)["tree"]
    assert "Sanitation: off shift (2)" in words(drawer)
    assert hooks(drawer, "data-pick") == []


def test_every_channel_a_case_can_come_by_has_its_word():
    channels = {"hotline", "patrol", "phone", "sensor", "video", "import", "replay", "api", "desk", *SOURCES}
    for language in LANGUAGES:
        assert {f"channels.{channel}" for channel in channels} <= set(shared_words(language))


def test_a_case_that_is_looked_back_at_is_told_as_it_stood_and_nothing_can_be_pressed(read, write, number):
    move = {"verb": "accept", "case": number, "version": 1, "id": "1"}
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(hours=1)) as visit:
        act(visit, words_for(visit, WORDS), move)
        later = cast.open_case(visit, "later")

    def at(moment, number=number):
        with read(scope=cast.ALICE, now=cast.NOW + timedelta(hours=2)) as visit:
            spoken = replace(visit, language="en")
            return show(spoken, words_for(spoken, WORDS), {"case": number, "t": moment.isoformat()})["tree"]

    before, after = at(cast.NOW + timedelta(minutes=30)), at(cast.NOW + timedelta(minutes=90))
    assert (hooks(before, "data-state-of"), hooks(after, "data-state-of")) == (["reported"], ["accepted"])
    assert hooks(before, "data-event") == ["report"]
    assert hooks(before, "data-action") == hooks(before, "data-pick") == []
    assert hooks(before, "data-no-acts") == ["1"]
    assert "no such case yet" in words(at(cast.NOW + timedelta(minutes=30), later))
