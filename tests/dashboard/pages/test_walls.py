"""The page of walls: the form that lets one in, and those there are."""

import pytest

from dashboard.pages import walls
from data.errors import CityError
from data.people import pairing
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
