"""Websockets at the guard: who gets in, what they may send, and that nothing but /live exists."""

import pytest

from dashboard.identity import COOKIE
from dashboard.socket_limits import LARGEST_FRAME
from tests import cast


@pytest.fixture
def house(standing):
    """Ask the server that many tests share: nothing here changes the city."""
    return standing

ORIGIN = {"Origin": "http://127.0.0.1:8050"}


def cookie(house, who):
    return {"Cookie": f"{COOKIE}={house.token(who)}"}


def refused(messages):
    """Was the handshake refused before it was accepted?"""
    return [message["type"] for message in messages] == ["websocket.close"]


def test_a_person_of_this_page_gets_in(house):
    messages = house.knock("/live", headers={**cookie(house, cast.ALICE), **ORIGIN}, wanted=2)
    assert messages[0]["type"] == "websocket.accept"
    assert '"type":"hello"' in messages[1]["text"]


def test_a_key_gets_in_without_an_origin(house):
    messages = house.knock("/live", headers={"Authorization": f"Bearer {house.key('cases.read')}"})
    assert messages[0]["type"] == "websocket.accept"


@pytest.mark.parametrize("origin", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"},
                                    {"Origin": "https://127.0.0.1:8050"}, {"Origin": "http://127.0.0.1"}])
def test_another_sites_page_does_not_get_in_with_a_cookie(house, origin):
    assert refused(house.knock("/live", headers={**cookie(house, cast.ALICE), **origin}))


@pytest.mark.parametrize("headers", [{}, {"Cookie": f"{COOKIE}=nonsense"}, {"Authorization": "Bearer nonsense"}])
def test_nobody_does_not_get_in(house, headers):
    assert refused(house.knock("/live", headers={**headers, **ORIGIN}))


def test_a_key_without_the_permission_does_not_get_in(house):
    assert refused(house.knock("/live", headers={"Authorization": f"Bearer {house.key('events.write')}"}))


def test_a_name_that_was_pointed_here_does_not_get_in(house):
    evil = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert refused(house.knock("/live", headers={**cookie(house, cast.ALICE), **evil}))


@pytest.mark.parametrize("path", ["/_dash-ws-callback", "/", "/live/", "/desk/overview", "/api/v1/events", "/nowhere"])
def test_there_is_no_other_websocket(house, path):
    assert refused(house.knock(path, headers={**cookie(house, cast.ALICE), **ORIGIN}))


@pytest.mark.parametrize("frame", [{"text": "x" * (LARGEST_FRAME + 1)}, {"bytes": b"x" * (LARGEST_FRAME + 1)},
                                   {"text": "城" * (LARGEST_FRAME // 2)}])
def test_a_frame_that_is_too_large_ends_the_connection(house, frame):
    messages = house.knock("/live", headers={**cookie(house, cast.ALICE), **ORIGIN}, wanted=99,
                           frames=({"type": "websocket.receive", **frame},))
    assert messages[-1] == {"type": "websocket.close", "code": 1009}


@pytest.mark.parametrize("text", ["{", "[]", "1", "null", '{"type":1}', '{"type":"area"}',
                                  '{"type":"area","code":"\\u0000"}',
                                  "NaN", "[" * 5_000])
def test_a_frame_that_cannot_be_read_ends_only_this_connection(house, text):
    messages = house.knock("/live", headers={**cookie(house, cast.ALICE), **ORIGIN}, wanted=99,
                           frames=({"type": "websocket.receive", "text": text},))
    assert messages[-1]["type"] == "websocket.close"
    assert messages[-1]["code"] in (1003, 1007, 1008)
    assert house.ask("GET", "/healthz").status_code == 200
