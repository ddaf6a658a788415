"""The page of scenarios: reach by area, making one, a change and its undo, side by side, the next shift; strangers."""

import pytest
from sqlalchemy import update

from dashboard.pages import whatif
from data.errors import Invalid, NotAllowed, NotFound
from data.models.unit import Unit
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast
from tests.dashboard.reading import hooks, words
from tests.data.reach.test_foretold import EAST, foretell, happened

STRANGER = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["verifier"])
ENGINE = f"unit:fire:{cast.ENGINE}"


def made(press, name="north"):
    return press(whatif, "make", {"area": "9901", "name": name}).go["scenario"]


def moved(press, ident, version=2, square=(0, 0), **more):
    return press(whatif, "change", {"scenario": ident, "version": version, "do": "move", "target": ENGINE,
                                    "grid": cast.grid_code(*square), **more})


def test_what_is_covered_stands_there_by_area_and_what_nobody_knows_is_said(page):
    shown = page(whatif, what="unit.fire")
    assert hooks(shown, "data-share") == ["9901", "990101", "990102"]
    assert "no roads" in words(shown)
    assert "There is no scenario here yet" in words(shown)
    assert "还没有方案" in words(page(whatif, language="zh-CN"))
    assert hooks(page(whatif, what="nonsense"), "data-what") == ["medical"]


def test_a_change_shows_now_against_then_and_is_taken_back(page, press):
    ident = made(press)
    moved(press, ident)
    shown = page(whatif, scenario=ident)
    assert hooks(shown, "data-line") == ["unit.fire"]
    assert "→" in words(shown)
    assert hooks(shown, "data-change") == ["0"]
    press(whatif, "undo", {"scenario": ident, "version": 3, "number": 0})
    assert hooks(page(whatif, scenario=ident), "data-line") == []
    assert "drag a unit" in words(page(whatif, scenario=ident))


def test_two_stand_side_by_side(page, press):
    one, other = made(press), made(press, "south")
    moved(press, one)
    press(whatif, "change", {"scenario": other, "version": 2, "do": "remove", "target": ENGINE, "grid": ""})
    shown = page(whatif, beside=f"{one},{other}")
    assert sorted(hooks(shown, "data-beside")) == sorted([one, other])
    assert "nobody comes" in words(shown)


def test_the_next_shift_is_placed_with_reasons(page, press, write):
    lon, lat = cast.at(0.2, 3.8)
    with write() as visit:
        visit.session.execute(update(Unit).where(Unit.kind == "sanitation").values(home_lon=lon, home_lat=lat))
    came = press(whatif, "propose", {"area": "9901", "kind": "sanitation"})
    shown = page(whatif, scenario=came.go["scenario"])
    assert hooks(shown, "data-placement") == ["1"]
    assert "only it reaches" in words(shown)
    assert "people in 15 min" in words(shown)     # no such case was ever there, so people are weighed
    assert "expected cases" not in words(shown)
    assert words(shown).count("there is no history of these hours") == 1, "what is not known is said once"
    assert came.text.endswith("people within 15 minutes")
    with pytest.raises(Invalid):
        press(whatif, "propose", {"area": "9901", "kind": "ufo"})


@pytest.mark.parametrize(("given", "fault"), [
    ({"target": "unit:fire:UFO"}, NotFound), ({"grid": "nowhere"}, Invalid), ({"target": ""}, Invalid),
    ({"do": 7}, Invalid), ({"scenario": "none"}, NotFound)])
def test_forms_that_make_no_sense_are_refused(press, given, fault):
    ident = made(press)
    with pytest.raises(fault):
        moved(press, given.pop("scenario", ident), **given)


def test_a_stranger_sees_no_form_and_is_refused(page, press):
    ident = made(press)
    assert hooks(page(whatif, scope=STRANGER), "data-act") == ["show"]
    assert "look only" in words(page(whatif, scope=STRANGER, scenario=ident))
    for act, given in (("make", {"area": "9901", "name": "x"}), ("propose", {"area": "9901", "kind": "fire"}),
                       ("again", {"scenario": ident, "version": 2}), ("remove", {"scenario": ident, "version": 2}),
                       ("undo", {"scenario": ident, "version": 2, "number": 0})):
        with pytest.raises(NotAllowed):
            press(whatif, act, given, scope=STRANGER)
    assert "no such scenario" in words(page(whatif, scenario="none"))


def test_it_is_thrown_away(page, press):
    ident = made(press)
    assert press(whatif, "again", {"scenario": ident, "version": 2}).text == "Reckoned anew"
    press(whatif, "remove", {"scenario": ident, "version": 3})
    assert hooks(page(whatif), "data-scenario") == []


def test_it_says_whether_the_next_shift_is_reckoned_by_history_or_by_forecast(page, press, write):
    lon, lat = cast.at(0.2, 3.8)
    with write() as visit:
        visit.session.execute(update(Unit).where(Unit.kind == "sanitation").values(home_lon=lon, home_lat=lat))
    happened(write, (3.5, 0.5), (3.5, 0.5))
    assert hooks(page(whatif), "data-by") == ["history"]
    came = press(whatif, "propose", {"area": "9901", "kind": "sanitation"})
    assert "by history: cases of the same hours" in words(page(whatif, scenario=came.go["scenario"]))
    foretell(write, EAST)
    assert hooks(page(whatif), "data-by") == ["forecast"]
    assert "按已存的预测" in words(page(whatif, language="zh-CN"))
    came = press(whatif, "propose", {"area": "9901", "kind": "sanitation"})
    assert "by the shift's forecast" in words(page(whatif, scenario=came.go["scenario"]))
