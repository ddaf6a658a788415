"""Taking a report: what is open nearby is shown before anything is stored, and who reports stays masked."""

import pytest
from sqlalchemy import select

from dashboard.pages import report
from data.cases.intake import TEXT_LIMIT
from data.errors import CityError, Invalid, NotAllowed
from data.models.case import Case
from data.models.report import Supporter
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, props, with_hook, words

CARA = Scope(person="cara", name="Cara", areas=frozenset({""}), may=ROLES["caller"])
ROAD = "路口有暴露垃圾"
POINT = "120.005,30.0045"


def given(**changes):
    return {"report_id": "r-1", "text": ROAD, "place": POINT, "address": "", "class_code": "0101",
            "channel": "hotline", "name": "王小明", "phone": "19012341234", "urgent": False, **changes}


def stored(read, thing):
    with read() as visit:
        return list(visit.session.scalars(select(thing)))


@pytest.fixture
def number(write) -> str:
    """Return an open case at the point the form speaks of."""
    with write() as visit:
        return cast.open_case(visit, "there", (0.5, 0.5), text=ROAD, channel="hotline", reporter={"name": "李雷"})


def test_the_form_asks_for_what_a_report_needs(page):
    shown = page(report, scope=CARA)
    assert {props(one)["name"] for one in with_hook(shown, "name")} == {
        "report_id", "text", "place", "address", "class_code", "channel", "name", "phone", "urgent"}
    assert hooks(shown, "data-act") == ["check"], "looking nearby comes before everything else"
    assert hooks(shown, "data-beside") == ["near"]
    assert "Appearance › Garbage" in words(shown)
    ids = {props(one)["value"] for one in with_hook(shown, "value") if props(one).get("name") == "report_id"}
    again = {props(one)["value"] for one in with_hook(page(report), "value") if props(one).get("name") == "report_id"}
    assert ids.isdisjoint(again), "each form is a report of its own"


def test_what_is_open_nearby_is_offered_and_nothing_is_stored(press, read, number):
    came = press(report, "check", given(), scope=CARA)
    assert came.go == {}
    assert hooks(came.beside, "data-near") == [number]
    assert hooks(came.beside, "data-act") == ["support", "create"]
    told = words(came.beside)
    assert "0 m" in told
    assert "1 report" in told
    assert "probably the same, 99% (places near, same words, same class)" in told
    assert "李" not in told
    assert len(stored(read, Case)) == 1


def test_where_nothing_is_open_a_new_case_is_what_is_left(press):
    came = press(report, "check", given(), scope=CARA)
    assert "Nothing of the kind" in words(came.beside)
    assert hooks(came.beside, "data-act") == ["create"]


def test_a_place_by_name_is_compared_inside_it_and_said(press, number):
    came = press(report, "check", given(place=cast.COMMUNITY), scope=CARA)
    assert hooks(came.beside, "data-near") == [number]
    assert "placed by area only: District 01 › Street 001 › Community 001" in words(came.beside)
    assert f"where case {number} is" in words(press(report, "check", given(place=number), scope=CARA).beside)


def test_a_new_case_keeps_the_reporter_apart_and_is_shown_with_its_link(press, page, read):
    came = press(report, "create", given(urgent=True, address="1号"), scope=CARA)
    [case] = stored(read, Case)
    assert came.go == {"sent": case.case_no}
    assert case.case_no in came.text
    assert (case.channel, case.priority, case.address, case.placed) == ("hotline", 2, "1号", "point")
    with read() as visit:
        assert visit.session.get_one(Case, case.id).reporter == {"name": "王小明", "phone": "19012341234"}
    shown = page(report, scope=CARA, sent=case.case_no)
    assert hooks(shown, "data-case") == [case.case_no, case.case_no], "the link, and the list of one's own"
    assert "王" not in words(shown)
    assert "1901" not in words(shown)
    assert hooks(page(report, scope=cast.ALICE), "data-case") == []


def test_pressed_twice_it_is_one_case(press, read):
    assert press(report, "create", given()).go == press(report, "create", given()).go
    assert len(stored(read, Case)) == 1


def test_supporting_adds_the_caller_to_the_case(press, read, number):
    came = press(report, "support", given(case_no=number), scope=CARA)
    assert came.text == f"Case {number} supported, 2 reports in all"
    [row] = stored(read, Supporter)
    assert (row.channel, row.text) == ("hotline", ROAD)


@pytest.mark.parametrize(("act", "changes", "code"), [
    ("check", {"text": " "}, "no_text"), ("check", {"text": None}, "no_text"),
    ("check", {"place": ""}, "no_coordinate"), ("check", {"place": "月球"}, "place_not_found"),
    ("check", {"text": "x" * (TEXT_LIMIT + 1)}, "bad_field"), ("check", {"text": 5}, "bad_field"),
    ("check", {"class_code": ["0101"]}, "bad_field"), ("create", {"report_id": ""}, "bad_field"),
    ("create", {"report_id": None}, "bad_field"), ("create", {"channel": "video"}, "bad_field"),
    ("create", {"name": "x" * 81}, "bad_field"), ("create", {"phone": 1}, "bad_field"),
    ("create", {"text": "\0"}, "bad_field"), ("create", {"text": ""}, "no_text"),
    ("create", {"place": "0,0"}, "outside_every_area"), ("support", {"case_no": "nothing"}, "case_not_found"),
    ("support", {"case_no": None}, "case_not_found"),
])
def test_what_cannot_be_taken_down_is_refused_and_leaves_nothing(press, read, act, changes, code):
    with pytest.raises(CityError) as refused:
        press(report, act, given(**changes), scope=CARA)
    assert refused.value.code == code
    assert stored(read, Case) == []


@pytest.mark.parametrize("act", ["check", "create", "support"])
def test_a_press_that_brings_nothing_is_refused(press, act):
    with pytest.raises(CityError):
        press(report, act, {}, scope=CARA)


def test_strangers_take_nothing_down(press, number):
    for act in ("check", "create", "support"):
        with pytest.raises(NotAllowed):
            press(report, act, given(case_no=number), scope=cast.BO)
    far = Scope(person="eve", name="Eve", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["caller"])
    with pytest.raises(NotAllowed) as refused:
        press(report, "create", given(), scope=far)
    assert refused.value.code == "area_not_allowed"
    assert hooks(press(report, "check", given(), scope=far).beside, "data-near") == []
    with pytest.raises(Invalid):
        press(report, "check", given(place=number), scope=far)


def test_it_speaks_chinese(page, press, number):
    assert "先查附近" in words(page(report, scope=CARA, language="zh-CN"))
    assert "附议这件" in words(press(report, "check", given(), scope=CARA, language="zh-CN").beside)
