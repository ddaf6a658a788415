"""Proposals over the wire: made, read in one's language, priced, accepted pick by pick; strangers are refused."""

from dataclasses import replace

import pytest

from data.algorithms import runs
from data.cases import workflow
from data.models.unit import Unit
from tests import cast

LOOKS = replace(cast.BO, may=cast.BO.may | {"units.view"})


@pytest.fixture
def waiting(house, write):
    """Return three cases that wait: garbage in the west and the east, a broken road that nobody can be sent to."""
    with write() as visit:
        return [cast.open_case(visit, "w", (0.5, 0.5)), cast.open_case(visit, "e", (3.5, 2.5)),
                cast.open_case(visit, "r", (1.5, 1.5), category="0102")]


def made(house, **body):
    answer = house.ask("POST", "/proposals", cast.ALICE, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_plan_says_who_goes_why_and_who_is_missing(house, waiting, read):
    plan = made(house, area="9901")
    west, east, road = waiting
    assert {one["case"]: one["unit"]["id"] for one in plan["picks"]} == {west: cast.SWEEPERS, east: cast.FAR_SWEEPERS}
    pick = next(one for one in plan["picks"] if one["case"] == west)
    assert all(one["text"] and one["key"] for one in pick["reasons"])
    assert (pick["state"], pick["model"], len(pick["way"])) == ("proposed", "speed", 2)
    assert (pick["lon"], pick["lat"]) == pytest.approx(cast.at(0.5, 0.5))
    assert pick["alternatives"][0]["displaces"] == east
    (missing,) = plan["shortfalls"]
    assert (missing["case"], missing["reason"]) == (road, "position_stale")
    assert "抢修" in missing["text"]
    assert (plan["cases"], plan["gap"], plan["travel"]["model"]) == (3, 0.0, "speed")
    assert {one["kind"] for one in plan["coverage"]} == {"fire", "police", "repair"}
    assert plan["unknown"][0]["key"] == "no_roads"
    assert plan["nearest_first_delay_min"] >= plan["delay_weighted_min"] > 0
    with read() as visit:
        (run,) = runs.last_runs(visit, "allocation")
        assert (run.rows, run.state) == (3 + 6, "done")


def test_it_is_read_again_as_it_stands_by_now(house, waiting):
    plan = made(house)
    assert house.ask("GET", f"/proposals/{plan['id']}", LOOKS).status_code == 404, "made for more than Bo's district"
    assert house.ask("GET", "/proposals?area=9901", cast.ALICE).json()["plan"]["id"] == plan["id"]
    assert house.ask("GET", f"/proposals?area={cast.WEST_DISTRICT}", LOOKS).json() == {"plan": None}
    again = house.ask("GET", f"/proposals/{plan['id']}", cast.ALICE).json()
    assert again["picks"] == plan["picks"]


def test_a_change_is_priced_and_one_that_cannot_be_is_refused_with_a_sentence(house, waiting):
    plan, west = made(house), waiting[0]
    asked = {"case": west, "unit": cast.FAR_SWEEPERS}
    priced = house.ask("POST", f"/proposals/{plan['id']}/price", cast.ALICE, json=asked).json()
    assert priced["price"] > 0
    assert (priced["displaces"], priced["displaced_unit"]["id"]) == (waiting[1], cast.SWEEPERS)
    assert priced["way"]
    assert priced["coverage"]
    assert priced["reasons"]
    refused = house.ask("POST", f"/proposals/{plan['id']}/price", cast.ALICE, json={"case": west, "unit": cast.REPAIR})
    assert refused.status_code == 409
    error = refused.json()["error"]
    assert (error["code"], "no_unit" in error["message"]) == ("unit_unfit", False)


def test_all_or_some_are_accepted_each_by_itself(house, waiting, write):
    plan, (west, east, _) = made(house), waiting
    with write(scope=cast.ALICE) as visit:
        other = cast.open_case(visit, "other", (3.6, 3.6))
        workflow.move(visit, other, "dispatch", version=1, units=(cast.FAR_SWEEPERS,))
    before = house.ask("GET", f"/proposals/{plan['id']}", cast.ALICE).json()
    assert {one["case"]: one["state"] for one in before["picks"]} == {west: "proposed", east: "gone"}
    answer = house.ask("POST", f"/proposals/{plan['id']}/accept", cast.ALICE, json={"picks": None}).json()
    assert (answer["done"], answer["refused"]) == (1, 1)
    told = {one["case"]: one for one in answer["items"]}
    assert told[west]["done"]
    assert told[west]["version"] == 2
    assert told[east]["code"] == "unit_engaged"
    assert {one["case"]: one["state"] for one in answer["plan"]["picks"]} == {west: "accepted", east: "refused"}
    with write(scope=cast.ALICE) as visit:
        assert workflow.find(visit, east).state == "reported"


def test_a_changed_pick_is_sent_as_it_was_changed(house, waiting):
    plan, west = made(house), waiting[0]
    body = {"picks": [{"case": west, "unit": cast.FAR_SWEEPERS}]}
    answer = house.ask("POST", f"/proposals/{plan['id']}/accept", cast.ALICE, json=body).json()
    assert answer["items"][0]["unit"] == cast.FAR_SWEEPERS
    again = house.ask("POST", f"/proposals/{plan['id']}/accept", cast.ALICE, json=body).json()
    assert (again["done"], again["items"][0]["code"]) == (0, "pick_accepted")
    assert next(one for one in again["plan"]["picks"] if one["case"] == west)["sent_unit"] == cast.FAR_SWEEPERS


def test_nobody_waits_or_nobody_can_go_is_an_answer_not_a_fault(house, write):
    empty = made(house)
    assert (empty["picks"], empty["shortfalls"], empty["cases"], empty["gap"]) == ([], [], 0, 0.0)
    with write() as visit:
        cast.open_case(visit, "x", category="never seen before")
        for unit in visit.session.query(Unit):
            unit.status = "offline"
    plan = made(house)
    assert [one["reason"] for one in plan["shortfalls"]] == ["offline"]
    assert {one["key"] for one in plan["unknown"]} >= {"class_without_kind"}


@pytest.mark.parametrize(("path", "body"), [
    ("/proposals", {"area": 5}), ("/proposals/x/price", {"case": "1"}),
    ("/proposals/x/price", {"case": "1", "unit": 2}),
    ("/proposals/x/accept", {"picks": []}), ("/proposals/x/accept", {"picks": [1]}),
    ("/proposals/x/accept", {"picks": [{"unit": "A"}]}),
    ("/proposals/x/accept", {"picks": [{"case": "1"}, {"case": "1"}]}),
])
def test_what_cannot_be_read_is_refused(house, path, body):
    assert house.ask("POST", path, cast.ALICE, json=body).status_code == 422


def test_strangers_are_refused(house, waiting):
    plan = made(house)
    path = f"/proposals/{plan['id']}"
    assert house.ask("GET", path).status_code == 401
    assert house.ask("POST", "/proposals", json={}).status_code == 401
    for body, at in (({}, "/proposals"), ({"picks": None}, f"{path}/accept"),
                     ({"case": waiting[0], "unit": cast.SWEEPERS}, f"{path}/price")):
        assert house.ask("POST", at, cast.CHEN, json=body).status_code == 403
        assert house.ask("POST", at, LOOKS, json=body).status_code == 403
    assert house.ask("GET", "/proposals?area=nowhere", cast.ALICE).status_code == 404
    assert house.ask("GET", "/proposals/none", cast.ALICE).status_code == 404
    assert house.ask("POST", "/proposals", cast.ALICE, json={"area": "990199"}).status_code == 404
