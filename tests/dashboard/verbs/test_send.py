"""Sending to walls, typed: a case, an area or a scene, the wall, how long; nothing is sent by it."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from data.people import driving, pairing
from data.scope import ROLES, Scope
from tests import cast

WES = Scope(person="wes", name="Wes", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])


@pytest.fixture
def wall(write):
    """Return wall(name, area): the id of a wall that was let in."""
    def let_in(name: str = "大厅1", area: str = "") -> str:
        with write() as visit:
            return pairing.let_in(visit, pairing.ask(visit.session, visit.now).code, name, area).id

    return let_in


def filled_in(choice) -> dict[str, str]:
    assert choice.effect["do"] == "page"
    link = urlsplit(choice.effect["href"])
    assert link.path == "/desk/walls"
    return {name: values[0] for name, values in parse_qs(link.query).items()}


def test_a_case_an_area_or_a_scene_goes_to_a_wall_by_name(say, wall, number, read):
    hall = wall()
    for line, asked in ((f"送 {number[-4:]} 大厅1", {"case": number}), (f"送 {number} 到 大厅1", {"case": number}),
                        ("送 区01 大厅1", {"area": cast.WEST_DISTRICT}),
                        (f"送大屏 {cast.WEST_DISTRICT} 大厅1", {"area": cast.WEST_DISTRICT}),
                        ("送 防汛 大厅1", {"scene": "flood"}), ("send flood control 大厅1", {"scene": "flood"})):
        command = say(line)
        assert [filled_in(choice) for choice in command.choices] == [{**asked, "to": hall}], line
        assert command.choices[0].label.endswith("→ 大厅1")
    with read() as visit:
        assert driving.in_force(visit) == []


def test_the_line_may_end_with_how_long(say, wall):
    hall = wall()
    choice = say("send flood 大厅1 2h").choices[0]
    assert filled_in(choice) == {"scene": "flood", "to": hall, "minutes": "120"}
    assert "2" in choice.note
    assert "“3d”" in say("send flood 大厅1 3d").fault


def test_without_a_wall_each_is_a_choice_and_a_profile_is_every_wall_of_it(say, wall):
    one, other = wall("大厅1"), wall("大厅2")
    assert [filled_in(choice)["to"] for choice in say("send flood").choices] == [one, other, "profile:hall-1"]
    assert [filled_in(choice)["to"] for choice in say("send flood hall-1").choices] == ["profile:hall-1"]
    assert [filled_in(choice)["to"] for choice in say("送 防汛 大厅").choices] == [one, other]


def test_a_wall_called_exactly_so_is_meant_before_those_that_begin_so(say, wall):
    one = wall("大厅1")
    wall("大厅12")
    assert [filled_in(choice)["to"] for choice in say("送 防汛 大厅1").choices] == [one]


def test_what_is_not_understood_is_named(say, wall, number):
    wall()
    assert "“大厅9”" in say("送 防汛 大厅9").fault
    assert "大厅1" in say("送 防汛 大厅9").fault
    assert "“nowhere”" in say("send nowhere 大厅1").fault
    assert "“nowhere”" in say("send nowhere").fault
    assert say("send").fault
    assert say(f"send {' '.join('x' * 30)} 大厅1").fault


def test_several_of_a_name_are_choices(say, wall):
    wall("大厅1")
    found = say("送 区0 大厅1").choices
    assert [choice.label for choice in found[:2]] == ["Send District 01 → 大厅1", "Send District 02 → 大厅1"]
    assert len({choice.note for choice in found}) == len(found)


def test_a_wall_that_may_not_look_there_says_so(say, wall):
    wall("西厅", cast.WEST_DISTRICT)
    assert say("送 区01 西厅").choices
    assert "西厅" in say("送 区02 西厅").fault


def test_whoever_sees_a_district_sends_to_walls_of_it_alone(say, wall):
    wall("大厅1")
    west = wall("西厅", cast.WEST_DISTRICT)
    assert [filled_in(choice)["to"] for choice in say("送 防汛", scope=WES).choices] == [west]
    assert say("送 区02 西厅", scope=WES).fault


def test_where_no_wall_can_be_sent_to_it_says_so(say):
    assert say("送 防汛", scope=WES).fault == "No wall can be sent to; let one in first"


def test_who_may_not_drive_walls_has_no_such_verb(say, wall, number):
    wall()
    assert say(f"送 {number} 大厅1", scope=cast.CHEN) is None
    assert say("送 防汛 大厅1", scope=replace(cast.ALICE, may=cast.ALICE.may - {"walls.drive"})) is None
