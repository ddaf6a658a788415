"""Requests nobody should send: each is refused in the one error shape, none is a 5xx, none hangs."""

import json
import re
import socket
import threading

import pytest
import uvicorn
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dashboard.identity import COOKIE
from dashboard.policy import TABLE
from tests import cast


@pytest.fixture
def house(standing):
    """Ask the server that many tests share: nothing here changes the city."""
    return standing

PATHS = [re.sub(r"\{\w+\}|\*", "x", entry.path) for entry in TABLE if not entry.is_websocket()] + [
    "/api/v1/cases/26031800001", "/api/v1/areas/990101", "/api/v1/areas/990101/summary", "/layers/areas.geojson",
    "/layers/open_cases.geojson"]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X" * 100, ""]
NASTY = ["\0", "\ud7ff", "😀", "‮", "%00", "%ff", "..", "//", "\\", "'", '"', "<script>", "{}", "a" * 3_000, "\r\nX: y",
         "NaN",
         "-1", "1e999", str(2**70), "true", "[]", "null", " ", "\u2028"]
QUERY = st.lists(st.tuples(
    st.sampled_from(["area", "status", "since", "limit", "cursor", "bbox", "zoom", "level", "v", "at", "range", "next",
                     "language", "x"]),
    st.sampled_from(NASTY) | st.text(max_size=12)), max_size=4)
HEADERS = st.lists(st.tuples(
    st.sampled_from([b"content-type", b"accept", b"accept-encoding", b"idempotency-key", b"if-none-match", b"range",
                     b"referer",
                     b"x-forwarded-for", b"content-encoding", b"content-length", b"cookie", b"authorization", b"origin",
                     b"expect",
                     b"transfer-encoding", b"upgrade"]),
    st.binary(max_size=30) | st.sampled_from([b"application/json", b"gzip", b"0", b"", b"chunked", b"bytes=0-,0-,0-"])),
    max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(NASTY),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["verb", "version", "note", "units", "language", "next", "source", "event_id", "occurred_at", "text", "lon",
         "lat",
         "category", "output", "inputs", "reporter"]), inner, max_size=6), max_leaves=8)
BODY = st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()) | st.sampled_from(
    [b"[" * 3_000, b"{" * 3_000, b'{"a":' * 50 + b"1" + b"}" * 50, b"\xff\xfe", b"%" * 50, b"&" * 500])


def quoted(pairs):
    from urllib.parse import quote

    return "&".join(f"{name}={quote(value, safe='%', errors='replace')}" for name, value in pairs).encode()


def sound(status, headers, body):
    """Is this an answer that may be given to nonsense?"""
    assert 100 <= status < 500 or status == 503, (status, body)
    if status >= 400 and body:
        told = json.loads(body)
        assert set(told) == {"error"}
        assert set(told["error"]) == {"code", "message", "request_id"}
        assert headers["x-content-type-options"] == "nosniff"
    assert b"Traceback" not in body


@pytest.fixture
def asking(house):
    """Return a function that sends a request by hand as Alice, a key, or nobody."""
    key = house.key("events.write", "cases.read", "cases.move", "areas.view", "cases.view", "metrics.read",
                    "api.describe",
                    "cases.dispatch", "units.view")
    tokens = {"alice": b""}

    def ask(method, path, who, headers=(), **more):
        shown = (b"accept", b"*/*")
        if who == "alice":
            tokens["alice"] = tokens["alice"] or house.fresh_token(cast.ALICE).encode()
            shown = (b"cookie", COOKIE.encode() + b"=" + tokens["alice"])
        elif who == "key":
            shown = (b"authorization", b"Bearer " + key.encode())
        if path in ("/signin", "/signout"):
            tokens["alice"] = b""  # the session may be over after this
        lines = [(b"host", b"127.0.0.1:8050"), (b"origin", b"http://127.0.0.1:8050"), shown, *headers]
        return house.raw(method, path, headers=lines, **more)

    return ask


def test_nonsense_is_refused_and_never_an_error_of_ours(asking):
    @hypothesis_settings(max_examples=max(400, hypothesis_settings().max_examples))
    @given(method=st.sampled_from(METHODS), path=st.sampled_from(PATHS) | st.text(max_size=20).map("/".__add__),
           who=st.sampled_from(["alice", "key", "nobody"]), query=QUERY.map(quoted) | st.binary(max_size=20),
           headers=HEADERS,
           body=BODY)
    def fuzz(method, path, who, query, headers, body):
        sound(*asking(method, path, who, headers, query=query, chunks=(body,)))

    fuzz()


@pytest.mark.parametrize("path", PATHS)
def test_a_query_that_is_no_text_is_refused_at_every_door(asking, path):
    status, headers, body = asking("GET", path, "alice", query=b"area=\x80")
    sound(status, headers, body)
    assert 400 <= status < 500


@pytest.mark.parametrize("entry", [entry for entry in TABLE if "POST" in entry.methods], ids=lambda entry: entry.path)
def test_nonsense_in_a_body_is_refused(asking, entry):
    path = entry.path.replace("{case_no}", "26031800001")

    @given(body=BODY, who=st.sampled_from(["alice", "key"]))
    def fuzz(body, who):
        headers = [(b"content-type", b"application/json"), (b"idempotency-key", b"k")]
        sound(*asking("POST", path, who, headers, chunks=(body,)))

    fuzz()


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("template", ["/api/v1/cases/{}", "/api/v1/areas/{}", "/api/v1/areas/{}/summary",
                                      "/layers/{}.geojson",
                                      "/assets/{}", "/_dash-component-suites/{}/x.js",
                                      "/_dash-component-suites/dash/{}"])
def test_a_nasty_name_is_not_there(asking, template, nasty):
    status, headers, body = asking("GET", template.format(nasty), "alice")
    sound(status, headers, body)
    assert status == 404


@pytest.fixture
def port(house):
    """Yield the port on which a real uvicorn runs the server."""
    config = uvicorn.Config(house.guard, host="127.0.0.1", port=0, lifespan="off", log_config=None, server_header=False,
                            ws_max_size=65_536, timeout_keep_alive=2)
    server = uvicorn.Server(config)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        threading.Event().wait(0.05)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(20)
    listening.close()


def spoken(port, sent):
    """Return what the server says to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(sent)
        heard = b""
        while chunk := line.recv(65_536):
            heard += chunk
            if b"\r\n\r\n" in heard:
                break
        return heard


HOST = b"Host: 127.0.0.1\r\n"


@pytest.mark.parametrize("sent", [
    b"GET /healthz HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: evil\r\n\r\n", b"nonsense\r\n\r\n",
    b"\x16\x03\x01\x02\x00\r\n\r\n",
    b"GET /%00 HTTP/1.1\r\n" + HOST + b"\r\n", b"GET /%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /api/v1/cases/%ed%a0%80 HTTP/1.1\r\n" + HOST + b"\r\n", b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    b"POST /signin HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    b"POST /signin HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999\r\nOrigin: http://127.0.0.1\r\n\r\n",
    b"POST /signin HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST /signin HTTP/1.1\r\n" + HOST + b"Origin: http://127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\n\r\n",
    b"GET /healthz?" + b"a=1&" * 2_000 + b" HTTP/1.1\r\nHost: evil\r\n\r\n", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
])
def test_broken_http_is_refused_by_the_running_server(port, sent):
    heard = spoken(port, sent)
    status = int(heard.split(b" ", 2)[1])
    assert 300 <= status < 500, heard
    assert b"Traceback" not in heard
    assert spoken(port, b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n").startswith(b"HTTP/1.1 200")


def test_the_running_server_tells_nothing_about_itself(port):
    heard = spoken(port, b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n").lower()
    assert b"\r\nserver:" not in heard
    assert b"uvicorn" not in heard


@pytest.mark.parametrize(("lines", "status"), [
    (b"", b"403"), (b"Origin: http://127.0.0.1\r\n", b"403"), (b"Authorization: Bearer x\r\n", b"403"),
])
def test_the_running_server_refuses_a_websocket_before_it_is_one(port, lines, status):
    upgrade = (b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n")
    for path in (b"/live", b"/_dash-ws-callback", b"/nowhere"):
        heard = spoken(port, b"GET " + path + b" HTTP/1.1\r\n" + HOST + upgrade + lines + b"\r\n")
        assert heard.split(b" ", 2)[1] == status
