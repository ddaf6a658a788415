"""The page of walls: the form that lets one in, and those there are."""

import pytest

from dashboard.pages import walls
from data.errors import CityError
from data.people import pairing
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast
from tests.dashboard.reading import hooks, words
from tests.data.profiles.test_kinds import ADMIN


@pytest.fixture
def code(write) -> str:
    with write() as visit:
        return pairing.ask(visit.session, visit.now).code


def test_a_wall_is_let_in_by_its_code_and_taken_off_again(page, press, code):
    assert "No wall was let in yet" in words(page(walls))
    came = press(walls, "let_in", {"code": code, "name": "Hall", "area": "9901"})
    assert came.text == "Hall was let in and goes on by itself"
    [wall] = hooks(page(walls), "data-wall")
    assert "the whole city not yet" in words(page(walls))
    assert press(walls, "take_off", {"person": wall}).text == "Hall was taken off"
    assert hooks(page(walls), "data-wall") == []


def test_the_code_of_a_qr_code_stands_in_the_form(page):
    assert "123456" in str(page(walls, code="123456").to_plotly_json())


@pytest.mark.parametrize("scope", [cast.BO, cast.CHEN])
def test_a_stranger_is_refused(press, code, scope):
    for act, given in (("let_in", {"code": code, "name": "x"}), ("take_off", {"person": "wall-1"})):
        with pytest.raises(CityError):
            press(walls, act, given, scope=scope)


def test_all_walls_are_muted_for_a_while_and_sound_again(page, press):
    assert hooks(page(walls), "data-muted") == ["false"]
    assert press(walls, "mute", {"muted": 1}).text == "All walls are muted for 30 minutes"
    assert hooks(page(walls), "data-muted") == ["true"]
    assert "Muted until 10:30" in words(page(walls))
    press(walls, "mute", {"muted": 0})
    assert hooks(page(walls), "data-muted") == ["false"]


def test_who_may_not_silence_walls_sees_no_button(page, press):
    assert hooks(page(walls, scope=ADMIN), "data-muted") == []
    with pytest.raises(CityError):
        press(walls, "mute", {"muted": 1}, scope=ADMIN)


LEADER = Scope(person="leader", name="Lea", areas=frozenset({WHOLE_CITY}), may=ROLES["city_leader"])


def test_a_scene_an_area_or_a_case_is_sent_and_taken_back(page, press, write, code):
    with write() as visit:
        number = cast.open_case(visit, "a")
    press(walls, "let_in", {"code": code, "name": "Hall", "area": "9901"})
    [wall] = hooks(page(walls), "data-wall")
    said = str(page(walls, case=number, area=cast.WEST_DISTRICT).to_plotly_json())
    assert all(one in said for one in (f"case:{number}", f"area:{cast.WEST_DISTRICT}", "scene:flood", wall))
    for what, read_as in (("scene:flood", "Scene: Flood control"), (f"area:{cast.WEST_DISTRICT}", "Area: "),
                          (f"case:{number}", f"Case: {number}")):
        came = press(walls, "send", {"targets": [wall, "profile:hall-1"], "what": what, "minutes": "30"})
        assert came.text.startswith("Sent to 2 walls until")
        told = words(page(walls))
        shown = told.split("Shown now")[1]
        assert (shown.count(read_as), shown.count("Dispatcher Alice")) == (2, 2)
    for order in hooks(page(walls), "data-order"):
        assert press(walls, "take_back", {"order": int(order)}).text == "Taken back"
    assert "Nothing was sent" in words(page(walls))


def test_the_city_s_leader_sends_and_does_not_pair(page, press):
    told = words(page(walls, scope=LEADER))
    assert "Send to walls" in told
    assert "Let a wall in" not in told
    assert press(walls, "send", {"targets": ["profile:hall-1"], "what": "scene:flood", "minutes": 5}, scope=LEADER)


@pytest.mark.parametrize(("given", "code"), [
    ({"targets": []}, "walls_needed"), ({"targets": "profile:hall-1"}, "walls_needed"),
    ({"targets": ["profile:hall-9"]}, "wall_not_paired"), ({"what": "scene:typhoon"}, "scene_not_found"),
    ({"what": "page:x"}, "bad_field"), ({"what": ""}, "bad_field"), ({"what": None}, "bad_field"),
    ({"minutes": "long"}, "bad_field"), ({"minutes": "9999"}, "bad_field"), ({"minutes": -5}, "bad_field"),
    ({"what": "area:990199"}, "area_not_found"), ({"what": "case:none"}, "case_not_found"),
])
def test_only_what_is_on_the_list_is_sent(press, given, code):
    with pytest.raises(CityError) as refused:
        press(walls, "send", {"targets": ["profile:hall-1"], "what": "scene:flood", "minutes": "15", **given})
    assert refused.value.code == code


@pytest.mark.parametrize("order", ["", "x", 99, -1, None, "9" * 40])
def test_what_is_not_shown_cannot_be_taken_back(press, order):
    with pytest.raises(CityError) as refused:
        press(walls, "take_back", {"order": order})
    assert refused.value.code == "order_not_found"


def test_a_stranger_sends_nothing(press):
    for scope in (cast.BO, cast.CHEN):
        for act in ("send", "take_back"):
            with pytest.raises(CityError):
                press(walls, act, {"targets": ["profile:hall-1"], "what": "scene:flood", "minutes": "5"}, scope=scope)
