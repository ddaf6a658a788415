"""The page of the city stage: what is in force, the form for who may, the criteria and their values, the history."""

from datetime import timedelta

import pytest

from dashboard.pages import stage
from data.errors import CityError, Conflict, Invalid
from data.profiles import kind
from tests import cast
from tests.dashboard.reading import hooks, words
from tests.data.profiles.test_kinds import ADMIN

GIVEN = {"stage": "3", "reason": "storm", "seen": 0, "until": ""}


def test_it_says_that_nobody_announced_anything_yet(page):
    said = words(page(stage))
    assert "Nobody has announced one yet" in said
    assert "None was announced yet" in said
    assert "P1 of the last 30 min that nobody acknowledged 12 0 ○ not met" in said


def test_it_is_announced_extended_and_ended(page, press):
    came = press(stage, "announce", {**GIVEN, "until": "2026-03-18T18:00"})
    assert came.text == "Stage 3 · Warning is announced"
    said = words(page(stage))
    assert "City stage 3 · Warning · yellow · since 10:00 · until 18:00" in said
    assert "Alice 10:00: storm" in said
    assert "the time is over" in words(page(stage, now=cast.NOW + timedelta(hours=9)))
    press(stage, "announce", {**GIVEN, "stage": "1", "reason": "over", "seen": 1})
    assert "City stage 1 · Peace" in words(page(stage))
    assert hooks(page(stage), "data-stage") == ["1"]


def test_criteria_that_are_met_are_proposed_and_said(page, press, write):
    with write() as visit:
        for number in range(12):
            cast.open_case(visit, f"f{number}", category="0201")
    assert hooks(page(stage), "data-proposed") == ["3"]
    assert "Stage 3 · Warning is proposed: 12 unacknowledged P1 in 30 min" in words(page(stage))
    press(stage, "announce", GIVEN)
    assert hooks(page(stage), "data-proposed") == []
    assert "12 unacknowledged P1 in 30 min" in words(page(stage))  # in the history: what was met then
    assert "could be eased" in words(page(stage, now=cast.NOW + timedelta(hours=3)))


def test_whoever_does_not_see_the_whole_city_sees_no_values_and_no_form(page):
    said = words(page(stage, scope=cast.BO, area=cast.WEST_DISTRICT))
    assert "you do not see the whole city" in said
    assert "not met" not in said
    assert "Announce" not in said


def test_the_second_of_two_is_told_what_the_first_announced(press):
    press(stage, "announce", GIVEN)
    with pytest.raises(Conflict):
        press(stage, "announce", {**GIVEN, "stage": "5"})


@pytest.mark.parametrize(("given", "code"), [
    ({"stage": "x"}, "bad_stage"), ({"stage": "９"}, "bad_stage"), ({"until": "never"}, "bad_moment"),
    ({"reason": ""}, "reason_needed"),
])
def test_what_cannot_be_read_is_refused(press, given, code):
    with pytest.raises(Invalid) as refused:
        press(stage, "announce", {**GIVEN, **given})
    assert refused.value.code == code


@pytest.mark.parametrize("scope", [cast.BO, cast.CHEN])
def test_a_stranger_is_refused(press, scope):
    with pytest.raises(CityError):
        press(stage, "announce", GIVEN, scope=scope)


@pytest.mark.parametrize("fault", [
    lambda body: body["stages"].pop(), lambda body: body["stages"].reverse(),
    lambda body: body["stages"][1].update(name=""), lambda body: body["stages"][1].update(name="x" * 17),
    lambda body: body["stages"][0].update(when=[{"measure": "alarms", "at_least": 1, "minutes": 1}]),
    lambda body: body["stages"][1].update(when=[5]), lambda body: body["stages"][1].update(fly=1),
    lambda body: body["stages"][1]["when"][0].update(measure="moon"),
    lambda body: body["stages"][1]["when"][0].update(minutes=1_441),
    lambda body: body["stages"][1]["when"][0].update(at_least=0),
    lambda body: body["stages"][1]["when"][0].update(minutes=True),
])
def test_stages_that_cannot_be_are_refused_with_their_place(write, fault):
    with pytest.raises(Invalid) as refused, write(scope=ADMIN) as visit:
        body, _ = kind.body_of(visit, "city_stages")
        fault(body)
        kind.change(visit, "city_stages", "city", body, seen=0)
    assert refused.value.code.startswith("profile_")


def test_a_city_s_own_names_and_criteria_hold_at_once(write, page):
    with write(scope=ADMIN) as visit:
        body, _ = kind.body_of(visit, "city_stages")
        body["stages"][0] |= {"name": "常态", "name_en": "Calm"}
        body["stages"][1]["when"] = [{"measure": "received", "at_least": 7, "minutes": 5}]
        kind.change(visit, "city_stages", "city", body, seen=0)
    said = words(page(stage))
    assert "City stage 1 · Calm" in said
    assert "All cases received within 5 min 7 0" in said
