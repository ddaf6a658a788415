"""Coverage gaps on the wire: told in words, relieved by a press, refused to strangers."""

from data.scope import Scope
from data.visit import writing
from tests import cast

JOB = Scope.of_job("test")
LON, LAT = cast.at(1.5, 1.5)
THERE = {"unit": cast.ENGINE, "lon": LON, "lat": LAT, "grid": cast.GRIDS[1, 1]}


def send(house, unit):
    with writing(house.center.database, JOB, house.center.settings) as visit:
        cast.unit(visit, unit).status = "under_way"


def test_a_gap_is_told_in_the_visitor_s_words(house):
    assert house.ask("GET", "/coverage-gaps", cast.ALICE).json()["gaps"] == []
    send(house, cast.ENGINE)
    body = house.ask("GET", f"/coverage-gaps?area=9901&sent={cast.ENGINE}", cast.ALICE).json()
    (gap,) = body["gaps"]
    assert (gap["kind"], gap["is_short"], gap["grids"]) == ("fire", True, len(gap["points"]))
    assert "个网格" in gap["text"]
    (short,) = body["short"]
    assert short.startswith("消防 15 分钟覆盖")
    assert len(short) < len(gap["text"])


def test_a_unit_is_told_to_stand_elsewhere_and_called_back(house):
    said = house.ask("POST", "/coverage-gaps/relief", cast.ALICE, json=THERE)
    assert said.status_code == 200
    assert "待命" in said.json()["text"]
    (standing,) = house.ask("GET", "/coverage-gaps", cast.ALICE).json()["standing"]
    assert standing["unit"] == cast.ENGINE
    assert house.ask("POST", "/coverage-gaps/recall", cast.ALICE, json={"unit": cast.ENGINE}).status_code == 200
    assert house.ask("GET", "/coverage-gaps", cast.ALICE).json()["standing"] == []


def test_what_cannot_be_read_is_refused_by_name(house):
    for changed in ({"lon": "east"}, {"lat": True}, {"unit": ""}, {"grid": None}):
        answer = house.ask("POST", "/coverage-gaps/relief", cast.ALICE, json={**THERE, **changed})
        assert answer.status_code == 422, changed
    answer = house.ask("POST", "/coverage-gaps/relief", cast.ALICE, json={**THERE, "lon": 0.0})
    assert answer.json()["error"]["message"] == "该位置不在城市范围内"
    assert house.ask("GET", "/coverage-gaps?sent=" + ",".join(map(str, range(200))), cast.ALICE).status_code == 422


def test_a_stranger_is_refused(house):
    assert house.ask("POST", "/coverage-gaps/relief", cast.CHEN, json=THERE).status_code == 403
    assert house.ask("POST", "/coverage-gaps/recall", cast.BO, json={"unit": cast.ENGINE}).status_code == 403
    assert house.ask("GET", f"/coverage-gaps?area={cast.EAST_DISTRICT}", cast.BO).status_code in (403, 404)
    assert house.ask("GET", "/coverage-gaps").status_code == 401
