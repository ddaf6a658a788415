"""Muting on the wire: a desk by whoever sits there, all walls by the duty leader; what cannot be read is refused."""

import pytest

from data.models.person import AuditRow
from data.scope import Scope
from tests import cast


def mute(house, who, where="walls", muted=True, **more):
    return house.ask("POST", "/sound", who, json={"where": where, "muted": muted, **more})


def noted(house) -> list[str]:
    with house.center.database.read(Scope.of_job("look")) as session:
        return [one.what for one in session.query(AuditRow) if one.what.startswith("sound")]


def test_walls_are_muted_by_the_duty_leader_and_the_page_says_until_when(house):
    assert mute(house, cast.ALICE).json()["until"] > 0
    assert "静音至" in house.ask("GET", "/pages/walls", cast.ALICE).text
    assert mute(house, cast.ALICE, muted=False).json() == {"until": 0}
    assert noted(house) == ["sound_muted", "sound_unmuted"]


def test_a_desk_is_muted_by_whoever_sits_there_and_it_is_on_record(house):
    assert mute(house, cast.BO, "desk").json()["until"] > 0
    assert noted(house) == ["sound_muted"]


@pytest.mark.parametrize("who", [cast.BO, cast.CHEN])
def test_a_stranger_mutes_no_wall(house, who):
    assert mute(house, who).status_code == 403
    assert noted(house) == []


@pytest.mark.parametrize("body", [
    {}, {"where": "moon", "muted": True}, {"where": "desk", "muted": 1},
    {"where": "desk", "muted": True, "volume": 11}])
def test_what_cannot_be_read_is_refused(house, body):
    assert house.ask("POST", "/sound", cast.ALICE, json=body).status_code == 422
    assert house.ask("POST", "/sound", cast.ALICE, json=[]).status_code == 422
    assert noted(house) == []
