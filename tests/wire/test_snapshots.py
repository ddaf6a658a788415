"""A screen kept over the wire: the same numbers for whoever may see them, whatever happens meanwhile."""

from dataclasses import replace

import pytest

from dashboard.doors.snapshots import as_seen
from tests import cast

ASKED = {"asked": {"area": cast.WEST_DISTRICT, "norm": "abs"}, "address": f"?v=1&area={cast.WEST_DISTRICT}",
         "lasts": "7d", "audience": "area"}


@pytest.fixture
def kept(house, write):
    with write() as visit:
        cast.open_case(visit)
    answer = house.ask("POST", "/snapshots", cast.ALICE, json=ASKED)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_shows_what_stood_then_whatever_came_meanwhile(house, write, kept):
    first = house.ask("GET", f"/snapshots/{kept['id']}", cast.ALICE).json()
    with write() as visit:
        cast.open_case(visit, "later")
    again = house.ask("GET", f"/snapshots/{kept['id']}", cast.BO).json()
    assert again["slots"]["desk-kpi"] == first["slots"]["desk-kpi"]
    assert len(again["frame"]["cases"]) == 1
    assert again["snapshot"]["by"] == "Alice"
    assert again["stamp"].startswith(cast.WEST_DISTRICT)
    assert f"snap={kept['id']}" in kept["address"]


def test_who_lacks_a_permission_is_not_shown_what_it_guards(house, kept, read):
    body = house.ask("GET", f"/snapshots/{kept['id']}", cast.BO).json()
    assert body["frame"]["units"]
    with read(scope=replace(cast.BO, may=cast.BO.may - {"units.view"})) as visit:
        shown = as_seen(visit, body)
    assert shown["frame"]["units"] == []
    assert "desk-units" not in shown["slots"]
    assert "desk-kpi" in shown["slots"]


def test_nobody_s_own_panels_are_kept(house, kept):
    assert "desk-decisions" not in house.ask("GET", f"/snapshots/{kept['id']}", cast.ALICE).json()["slots"]


def test_strangers_are_told_that_there_is_none(house, kept):
    path = f"/snapshots/{kept['id']}"
    assert house.ask("GET", path).status_code == 401
    assert house.ask("GET", path, cast.CHEN).status_code in (403, 404)
    assert house.ask("POST", f"{path}/withdraw", cast.BO, json={}).status_code == 404
    assert house.ask("GET", "/snapshots/nothing-here", cast.ALICE).status_code == 404
    assert house.ask("GET", "/snapshots", cast.BO).json() == {"snapshots": []}


def test_taken_away_it_is_gone(house, kept):
    assert [one["id"] for one in house.ask("GET", "/snapshots", cast.ALICE).json()["snapshots"]] == [kept["id"]]
    assert house.ask("POST", f"/snapshots/{kept['id']}/withdraw", cast.ALICE, json={}).status_code == 204
    assert house.ask("GET", f"/snapshots/{kept['id']}", cast.ALICE).status_code == 404


@pytest.mark.parametrize("wrong", [
    {"lasts": "9d"}, {"audience": "world"}, {"asked": []}, {"asked": {"box": "1,2,3,4"}}, {"asked": {"area": 5}},
    {"address": "/evil"}, {"address": "?\n"}, {"address": 7},
    {"asked": {"area": cast.WEST_DISTRICT, "t": "2999-01-01T00:00:00Z"}},
])
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(house, write, wrong):
    with write() as visit:
        cast.open_case(visit)
    assert house.ask("POST", "/snapshots", cast.ALICE, json={**ASKED, **wrong}).status_code == 422
    assert house.ask("GET", "/snapshots", cast.ALICE).json() == {"snapshots": []}
