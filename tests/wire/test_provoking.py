"""The door for provoked faults is shut unless a test was asked for."""

from dataclasses import replace

from tests import cast
from tests.wire.stage import staged

FAULT = {"panel": "units", "mode": "error"}


def test_without_the_setting_there_is_no_such_door(house):
    answer = house.ask("POST", "/__test__/fault", cast.ALICE, json=FAULT)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_with_it_a_panel_fails_until_it_is_sound_again(settings, database, city):
    with staged(replace(settings, test=True), database) as stage:
        for said, state in ((FAULT, "error"), ({**FAULT, "mode": "empty"}, "zero"), ({**FAULT, "mode": "none"}, "")):
            assert stage.ask("POST", "/__test__/fault", cast.ALICE, json=said).status_code == 204
            units = stage.ask("GET", "/panels/desk", cast.ALICE).json()["slots"]["desk-units"]
            assert not state or units[1]["data-state"] == state
        for wrong in ([], {"mode": "burn"}, {**FAULT, "seconds": "long"}, {**FAULT, "seconds": -1}):
            assert stage.ask("POST", "/__test__/fault", cast.ALICE, json=wrong).status_code == 422


def test_a_panel_can_be_made_to_lack_an_area(settings, database, city):
    with staged(replace(settings, test=True), database) as stage:
        said = {"panel": "areas", "mode": "partial"}
        assert stage.ask("POST", "/__test__/fault", cast.ALICE, json=said).status_code == 204
        marks = stage.ask("GET", "/panels/desk", cast.ALICE).json()["slots"]["desk-areas"][1]
        assert (marks["data-state"], marks["data-coverage"]) == ("partial", "1/2")


def test_a_stranger_provokes_nothing(settings, database, city):
    with staged(replace(settings, test=True), database) as stage:
        assert stage.ask("POST", "/__test__/fault", json=FAULT).status_code == 401
        assert stage.ask("POST", "/__test__/fault", key=stage.key("cases.read"), json=FAULT).status_code == 403
