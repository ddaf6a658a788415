"""A wall comes in on the wire: a page with a code and no form, a secret that stays its own, a session at the end."""

import pytest

from dashboard.identity import COOKIE
from data.people import pairing
from tests import cast

JSON = {"Content-Type": "application/json"}


def asked(house) -> dict:
    return house.ask("POST", "/pairings", headers=JSON, content=b"{}").json()


def fetched(house, secret):
    return house.ask("POST", "/pairings/fetch", headers=JSON, json={"secret": secret})


def let_in(house, code: str) -> None:
    body = {"code": code, "name": "大厅", "area": ""}
    assert house.ask("POST", "/pages/walls/let_in", cast.ALICE, json=body).status_code == 200


def test_a_wall_that_is_not_signed_in_is_led_to_its_code_and_finds_no_form(house):
    answer = house.ask("GET", "/wall/hall-1?area=990101")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pair?next=%2Fwall%2Fhall-1%3Farea%3D990101")
    page = house.ask("GET", answer.headers["location"])
    assert page.status_code == 200
    assert "<form" not in page.text
    assert "<input" not in page.text
    assert 'data-next="/wall/hall-1?area=990101"' in page.text


@pytest.mark.parametrize("wanted", ["//evil.example/x", "https://evil.example", "/\\evil"])
def test_it_leads_to_no_other_server(house, wanted):
    assert 'data-next="/"' in house.ask("GET", "/pair", params={"next": wanted}).text


def test_it_fetches_its_session_once_it_was_let_in(house):
    wall = asked(house)
    assert fetched(house, wall["secret"]).json() == {"state": "waiting"}
    let_in(house, wall["code"])
    answer = fetched(house, wall["secret"])
    assert answer.json() == {"state": "paired"}
    assert "HttpOnly" in answer.headers["set-cookie"]
    cookie = answer.headers["set-cookie"].split(";")[0]
    assert cookie.startswith(COOKIE)
    assert house.ask("GET", "/wall/hall-1", headers={"Cookie": cookie}).status_code == 200
    assert house.ask("GET", "/desk/overview", headers={"Cookie": cookie}).status_code == 403
    assert fetched(house, wall["secret"]).status_code == 404


def test_the_code_alone_fetches_nothing(house):
    wall = asked(house)
    let_in(house, wall["code"])
    assert fetched(house, wall["code"]).status_code == 404
    assert "secret" not in house.ask("GET", "/pair").text


@pytest.mark.parametrize("body", [{}, {"secret": 5}, {"secret": "x" * 10_000}, [], "secret"])
def test_what_is_no_secret_is_refused_in_words(house, body):
    answer = house.ask("POST", "/pairings/fetch", headers=JSON, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_parameter")


def test_the_qr_code_is_square_and_leads_to_the_desk_s_page(house):
    rows = asked(house)["qr"]
    assert {len(row) for row in rows} == {len(rows)}
    assert set("".join(rows)) == {"0", "1"}


def test_a_full_waiting_room_answers_later(house, monkeypatch):
    monkeypatch.setattr(pairing, "MOST", 0)
    answer = house.ask("POST", "/pairings", headers=JSON, content=b"{}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "too_many_walls")
