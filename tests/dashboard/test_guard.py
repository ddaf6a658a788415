"""The parts of the door, each by itself: hosts, origins, rates, shapes, headers, and what is read from requests."""

import orjson
import pytest
from dash import ALL, MATCH, Input, Output, State
from hypothesis import given
from hypothesis import strategies as st

from dashboard import callback_shape, identity
from dashboard.measures import Measures
from dashboard.parsing import Asked, iso, read_json
from dashboard.policy import Entry, Policy, Who
from dashboard.rates import Buckets, Rate
from dashboard.refusals import MESSAGES, Refusal, error_body, refusal_of, sentence
from dashboard.response_headers import content_policy, finished
from dashboard.shelf import Shelf, Stored, accepts_gzip, pack
from dashboard.socket_limits import LARGEST_FRAME
from data.errors import Busy, CityError, Conflict, IllegalMove, Invalid, NotAllowed, NotFound, NotSignedIn
from data.json_values import holds_nul, read_moment
from data.settings import Settings


@pytest.mark.parametrize(("sent", "name"), [
    ("127.0.0.1", "127.0.0.1"), ("LocalHost:8050", "localhost"), ("[::1]:8050", "::1"), ("[::1]", "::1"),
    ("city.example:443", "city.example"), ("city.example:x", ""), ("", ""), ("a:1:2", ""),
])
def test_it_reads_the_name_of_a_host_header(sent, name):
    assert identity.name_of(sent) == name


def connection(**headers: str) -> dict:
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"scheme": "http", "path": "/", "query_string": b"", "headers": lines}


def test_it_answers_to_loopback_and_to_the_names_of_the_settings():
    hosts = identity.Hosts.of(Settings(hosts="city.example, https://Wall.example:8443"))
    for name in ("127.0.0.1:1", "localhost", "[::1]:8050", "city.example", "wall.example:8443"):
        hosts.require(connection(host=name))
    for name in ("evil.example", "127.0.0.1.evil.example", "city.example.", "0.0.0.0", ""):
        with pytest.raises(Refusal):
            hosts.require(connection(host=name))


def test_a_host_named_twice_is_refused():
    twice = {**connection(), "headers": [(b"host", b"localhost"), (b"host", b"localhost")]}
    with pytest.raises(Refusal):
        identity.Hosts.of(Settings()).require(twice)


@pytest.mark.parametrize(("host", "origin", "scheme", "fits"), [
    ("127.0.0.1:8050", "http://127.0.0.1:8050", "http", True),
    ("127.0.0.1:8050", "http://127.0.0.1:8050", "ws", True),
    ("127.0.0.1:8050", "https://127.0.0.1:8050", "http", False),
    ("127.0.0.1:8050", "http://127.0.0.1:8051", "http", False),
    ("127.0.0.1:8050", "http://localhost:8050", "http", False),
    ("127.0.0.1:8050", "http://evil.example", "http", False),
    ("127.0.0.1:8050", "null", "http", False),
    ("127.0.0.1:8050", "", "http", False),
    ("wall.example", "https://wall.example", "http", True),
    ("wall.example", "https://wall.example", "wss", True),
    ("wall.example", "http://wall.example", "https", False),
])
def test_an_origin_is_scheme_host_and_port(host, origin, scheme, fits):
    hosts = identity.Hosts.of(Settings(hosts="https://wall.example"))
    asked = {**connection(host=host, **({"origin": origin} if origin else {})), "scheme": scheme}
    if fits:
        hosts.require_origin(asked)
    else:
        with pytest.raises(Refusal) as refused:
            hosts.require_origin(asked)
        assert (refused.value.status, refused.value.code) == (403, "wrong_origin")


@pytest.mark.parametrize(("headers", "token", "is_key"), [
    ({"cookie": "a=b; yiping=t0k; c=d"}, "t0k", False),
    ({"cookie": "xyiping=no; yiping=t"}, "t", False),
    ({"authorization": "Bearer k"}, "k", True),
    ({"authorization": "bearer  k "}, "k", True),
    ({"authorization": "Basic eDp5", "cookie": "yiping=t"}, "", True),
    ({"authorization": "Bearer k", "cookie": "yiping=t"}, "k", True),
])
def test_a_key_counts_before_a_cookie(headers, token, is_key):
    shown = identity.credentials(connection(**headers))
    assert (shown.token, shown.is_key) == (token, is_key)


def test_nothing_shown_is_nobody():
    assert identity.credentials(connection()) is None
    assert identity.credentials(connection(cookie="yiping=; other=1")) is None


def test_buckets_fill_again_and_callers_do_not_share():
    now = [0.0]
    buckets = Buckets({"data": Rate(2, 3)}, clock=lambda: now[0])
    assert [buckets.wait_seconds("data", "a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.wait_seconds("data", "b") == 0
    assert buckets.wait_seconds("free", "a") == 0
    now[0] = 0.5
    assert buckets.wait_seconds("data", "a") == 0
    assert buckets.wait_seconds("data", "a") > 0
    now[0] = 1_000
    assert [buckets.wait_seconds("data", "a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_buckets_remember_a_bounded_number_of_callers():
    buckets = Buckets({"data": Rate(1, 1)}, clock=lambda: 0.0)
    for number in range(10_050):
        buckets.wait_seconds("data", str(number))
    assert len(buckets._levels) == 10_000


def test_a_template_stands_for_one_segment_and_a_star_for_the_rest():
    policy = Policy((Entry(path="/a/{x}.json", who=Who.ANYBODY), Entry(path="/s/*", who=Who.ANYBODY)))
    assert policy.entries("/a/1.json")
    assert policy.entries("/s/a/b.js")
    for path in ("/a/1xjson", "/a/1/2.json", "/a/.json/x", "/s/", "/s", "/A/1.json", "/a/1.json\n", "x/a/1.json"):
        assert not policy.entries(path), path


@pytest.mark.parametrize(("error", "status"), [
    (NotSignedIn(), 401), (NotAllowed(permission="x"), 403), (NotFound(), 404), (Invalid(), 422), (IllegalMove(), 409),
    (Conflict(), 409), (Busy(), 503), (CityError(), 500),
])
def test_every_error_of_the_city_has_its_status(error, status):
    assert refusal_of(error).status == status
    assert ("Retry-After" in refusal_of(error).headers) is (status == 503)


def test_an_error_body_has_one_shape():
    assert error_body("unit_not_found", "r1", {"unit": "U{0}"}) == {
        "error": {"code": "unit_not_found", "message": "There is no unit U{0}, or none you may see.",
                  "request_id": "r1"}}


def test_a_sentence_without_its_values_is_its_code():
    assert sentence("too_deep", {}) == "too_deep"
    assert sentence("never_heard_of", {}) == "never_heard_of"
    assert all(sentence(code, {}) for code in MESSAGES)


@pytest.mark.parametrize("body", [
    b"", b"{", b"NaN", b"[Infinity]", b"1e999", b'"\xff"', b'"\\ud800"', b"[" * 5_000, b"\xef\xbb\xbf[]", b"1" * 400,
    b"[" * 40 + b"]" * 40,
])
def test_json_that_is_none_is_refused_with_400(body):
    with pytest.raises(Refusal) as refused:
        read_json(body)
    assert refused.value.status == 400


def test_json_may_be_nested_32_deep():
    assert read_json(b"[" * 32 + b"]" * 32)
    assert read_json(b'{"a":' * 32 + b"1" + b"}" * 32)
    with pytest.raises(Refusal):
        read_json(b"[" * 34 + b"]" * 34)


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_refused(body):
    try:
        orjson.dumps(read_json(body))
    except Refusal as refused:
        statuses = refused.status
    else:
        statuses = 400
    assert statuses == 400


@pytest.mark.parametrize(("text", "read"), [
    ("2026-11-23T10:00:00+08:00", "2026-11-23T02:00:00Z"), ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
    ("20261123T100000+0800", "2026-11-23T02:00:00Z"), ("2026-11-23T10:00:00", None), ("2026-11-23", None),
    ("now", None),
    ("0001-01-01T00:00:00+14:00", None), ("9999-12-31T23:59:59-14:00", None), ("", None), (5, None), (True, None),
    (None, None), ("2026-13-01T00:00:00Z", None), ("x" * 10_000, None),
])
def test_a_moment_has_a_zone_or_is_none(text, read):
    assert iso(read_moment(text)) == read


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_none(text):
    moment = read_moment(text)
    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize(("value", "holds"), [
    ("a\0b", True), ({"a": ["x", {"b": "\0"}]}, True), ({"\0": 1}, True), (["ab", 1, None], False), (1.5, False),
])
def test_a_nul_is_found_wherever_it_hides(value, holds):
    assert holds_nul(value) is holds


@pytest.mark.parametrize("query", [
    b"limit=0", b"limit=501", b"limit=1e3", b"limit=-1", b"limit=99999999999999999999", b"limit=%D9%A3",
    b"limit=1&limit=2",
    b"other=1", b"since=yesterday", b"since=2026-01-01T00:00:00", b"bbox=1,2,3", b"bbox=1,2,3,nan", b"bbox=3,2,1,4",
    b"bbox=1,2,3,400", b"area=%ff", b"area=%00", b"area=" + b"9" * 300, "area=城".encode(), b"&".join([b"area=1"] * 60),
])
def test_a_parameter_that_cannot_be_read_is_refused_with_422(query):
    with pytest.raises(Refusal) as refused:
        asked = Asked(query, frozenset({"limit", "since", "bbox", "area"}))
        asked.whole("limit", 100, 1, 500)
        asked.moment("since")
        asked.box("bbox")
        asked.text("area", 32)
    assert refused.value.status == 422


def test_parameters_are_read():
    asked = Asked(b"limit=5&since=2026-11-23T10:00:00+08:00&bbox=1,2,3.5,4&area=&v=%E5%9F%8E", frozenset(
        {"limit", "since", "bbox", "area", "v", "none"}))
    assert asked.whole("limit", 100, 1, 500) == 5
    assert iso(asked.moment("since")) == "2026-11-23T02:00:00Z"
    assert asked.box("bbox") == (1.0, 2.0, 3.5, 4.0)
    assert (asked.text("area"), asked.text("v"), asked.text("none"), asked.box("none")) == ("", "城", "", None)


CALLBACKS = {
    "one.children": {"callback": len, "output": Output("one", "children"), "no_output": False,
                     "inputs": [Input("a", "value").to_dict()], "state": [State("b", "data").to_dict()]},
    "..two.x...three.y..": {"callback": len, "output": [Output("two", "x"), Output("three", "y", allow_duplicate=True)],
                            "inputs": [Input({"kind": "row", "no": ALL}, "n").to_dict()], "state": [],
                            "no_output": False},
    '{"kind":"row","no":["MATCH"]}.style': {
        "callback": len, "output": Output({"kind": "row", "no": MATCH}, "style"), "no_output": False,
        "inputs": [Input({"kind": "row", "no": MATCH}, "n").to_dict()], "state": []},
    "client.side": {"inputs": [], "state": [], "output": Output("client", "side")},
}


def one(**changes: object) -> dict:
    return {"output": "one.children", "outputs": {"id": "one", "property": "children"}, "changedPropIds": ["a.value"],
            "inputs": [{"id": "a", "property": "value", "value": 1}], "state": [{"id": "b", "property": "data"}],
            **changes}


def checked(body: dict) -> bytes:
    return callback_shape.checked(orjson.dumps(body), CALLBACKS)


def test_what_the_renderer_sends_goes_through():
    assert checked(one())
    assert checked({"output": "..two.x...three.y..", "changedPropIds": [], "state": [],
                    "outputs": [{"id": "two", "property": "x"}, {"id": "three", "property": "y"}],
                    "inputs": [[{"id": {"kind": "row", "no": 1}, "property": "n", "value": 2}]]})
    row = {"id": {"kind": "row", "no": "7"}, "property": "n"}
    assert checked({"output": '{"kind":"row","no":["MATCH"]}.style', "inputs": [row], "state": [], "changedPropIds": [],
                    "outputs": {**row, "property": "style"}})


@pytest.mark.parametrize("body", [
    {}, one(output=None), one(output=[]), one(output="none.children"), one(output="client.side"), one(inputs={}),
    one(inputs=[]), one(inputs=[1]), one(inputs=[{"id": "a"}]), one(inputs=[{"id": "a", "property": "pathname"}]),
    one(inputs=[[{"id": "a", "property": "value"}]]), one(inputs=[{"id": {"a": 1}, "property": "value"}]),
    one(state=None), one(state=[{"id": "b", "property": 5}]), one(outputs=None), one(outputs=[{"id": "one"}]),
    one(outputs={"id": "two", "property": "children"}), one(changedPropIds="a"), one(changedPropIds=[{}]),
    one(inputs=[{"id": "a", "property": "value"}] * 2),
])
def test_what_our_page_could_not_have_sent_is_refused_with_400(body):
    with pytest.raises(Refusal) as refused:
        checked(body)
    assert refused.value.status == 400


@given(st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
                        ["output", "outputs", "inputs", "state", "id", "property", "changedPropIds"]), inner,
                        max_size=5)))
def test_any_json_is_a_callback_request_or_refused(value):
    with pytest.raises(Refusal):
        callback_shape.checked(orjson.dumps(value), CALLBACKS)


def test_scripts_run_only_from_here_or_by_hash():
    policy = content_policy(["'sha256-abc'"])
    assert "script-src 'self' 'sha256-abc';" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert "img-src 'self' data: blob:;" in policy


@pytest.mark.parametrize(("tiles", "added"), [
    ("https://tile.example/{z}/{x}/{y}.png", " https://tile.example"),
    ("https://{s}.tile.example:8443/{z}/{x}/{y}.png?k=1", " https://*.tile.example:8443"),
    ("", ""), ("/local/{z}", ""), ("https://a; script-src *", ""), ("javascript:alert(1)", ""),
    ("https://{x}.example/", ""),
])
def test_only_the_tile_server_may_send_pictures(tiles, added):
    assert f"img-src 'self' data: blob:{added}; " in content_policy([], tiles)


def test_our_headers_replace_those_from_inside():
    found = finished([(b"server", b"x"), (b"Content-Security-Policy", b"none"), (b"content-type", b"text/html")],
                     policy="p", request_id="r", keep=b"no-store")
    assert [value for name, value in found if name.lower() == b"content-security-policy"] == [b"p"]
    assert not [name for name, _ in found if name == b"server"]
    assert (b"cache-control", b"no-store") in found


def test_a_shelf_is_bounded_and_gives_up_what_was_not_used():
    shelf = Shelf(most_bytes=100)
    bodies = {name: Stored(b"text/plain", name.encode() * 40, None, b"t") for name in "abc"}
    shelf.put("a", bodies["a"])
    shelf.put("b", bodies["b"])
    assert shelf.find("a")
    shelf.put("c", bodies["c"])
    assert [name for name in "abc" if shelf.find(name)] == ["a", "c"]
    shelf.put("big", Stored(b"text/plain", b"x" * 101, None, b"t"))
    assert shelf.find("big") is None


def test_only_what_becomes_smaller_is_packed():
    assert pack(b"text/css", b"a" * 1_000, "t").packed
    assert pack(b"image/png", b"a" * 1_000, "t").packed is None
    assert pack(b"text/css", b"a" * 100, "t").packed is None


@pytest.mark.parametrize(("sent", "takes"), [
    ("gzip, br", True), ("br;q=1, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.000", False),
    ("br", False), ("", False),
])
def test_gzip_is_sent_to_those_who_take_it(sent, takes):
    assert accepts_gzip({"headers": [(b"accept-encoding", sent.encode())]}) is takes
    assert not accepts_gzip({"headers": []})


def test_measures_read_as_prometheus_text():
    measures = Measures()
    measures.count("yiping_events_total", 3, outcome="stored")
    measures.count("yiping_events_total", outcome="stored")
    measures.gauge("yiping_live_clients", lambda: 2)
    text = measures.render()
    assert 'yiping_events_total{outcome="stored"} 4\n' in text
    assert "# TYPE yiping_live_clients gauge\nyiping_live_clients 2\n" in text
    assert measures.value("yiping_events_total", outcome="stored") == 4


def test_a_frame_may_hold_64_kib():
    assert LARGEST_FRAME == 65_536
