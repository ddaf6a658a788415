"""Posting events: each is stored, known already, or rejected for a reason; once is for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import clock
from data.cases import intake
from data.cases.event import MOST_EVENTS, REASONS, read_event
from data.cases.intake import Report
from tests import cast

PATH = "/api/v1/events"


def event(event_id="e-1", spot=(0.5, 0.5), **changes):
    lon, lat = cast.at(*spot)
    sound = {"source": "hotline", "event_id": event_id, "occurred_at": "2026-03-18T09:50:00+08:00", "category": "0101",
             "text": "路口有垃圾", "lon": lon, "lat": lat}
    return {name: value for name, value in {**sound, **changes}.items() if value is not ...}


@pytest.fixture
def post(house):
    key = house.key("events.write", "cases.read")

    def send(*events, by=key, **more):
        return house.ask("POST", PATH, key=by, json=list(events), **more)

    return send


def test_a_sound_event_is_a_case(house, post):
    answer = post(event(severity="critical", address="中山路 1 号", reporter={"phone": "x"},
                        media=["https://m.example/1.jpg"]))
    assert answer.status_code == 200
    body = answer.json()
    assert (body["received"], body["duplicate"], body["rejected"]) == (1, [], [])
    case = house.ask("GET", f"/api/v1/cases/{body['stored'][0]['case_no']}", cast.ALICE).json()
    assert (case["status"], case["priority"], case["class_code"], case["address"]) == ("reported", 1, "0101",
                                                                                       "中山路 1 号")
    assert (case["area"], case["occurred_at"], case["channel"]) == (cast.grid_code(0, 0), "2026-03-18T01:50:00Z", "api")
    assert "reporter" not in case


def test_the_same_event_is_one_case_for_ever(post):
    first = post(event("a"), event("b"), event("a")).json()
    assert [row["event_id"] for row in first["stored"]] == ["a", "b"]
    assert first["duplicate"] == [{"event_id": "a", "case_no": first["stored"][0]["case_no"]}]
    again = post(event("b", text="another text"), event("a", spot=(3.5, 3.5))).json()
    assert again["stored"] == []
    assert {row["event_id"]: row["case_no"] for row in again["duplicate"]} == {
        row["event_id"]: row["case_no"] for row in first["stored"]}


def test_another_source_may_use_the_same_id(post):
    numbers = post(event("a"), event("a", source="sensor")).json()["stored"]
    assert len({row["case_no"] for row in numbers}) == 2


@pytest.mark.parametrize(("changes", "reason"), [
    ({"source": ...}, "no_id"), ({"source": ""}, "no_id"), ({"source": 5}, "no_id"), ({"event_id": None}, "no_id"),
    ({"event_id": "  "}, "no_id"), ({"event_id": "x" * 129}, "id_too_long"), ({"source": "x" * 65}, "id_too_long"),
    ({"occurred_at": ...}, "no_time"), ({"occurred_at": None}, "no_time"),
    ({"occurred_at": "2026-03-18T09:50:00"}, "unreadable_date"), ({"occurred_at": "yesterday"}, "unreadable_date"),
    ({"occurred_at": 1_700_000_000}, "unreadable_date"), ({"occurred_at": "0001-01-01T00:00:00+14:00"},
                                                          "unreadable_date"),
    ({"occurred_at": "2026-02-30T00:00:00Z"}, "unreadable_date"),
    ({"occurred_at": "2190-01-01T00:00:00Z"}, "in_the_future"),
    ({"category": ...}, "unreadable_row"), ({"category": ["0101"]}, "unreadable_row"),
    ({"category": "x" * 201}, "unreadable_row"),
    ({"text": ...}, "no_text"), ({"text": "  "}, "no_text"), ({"text": 5}, "no_text"),
    ({"text": "字" * 5_001}, "text_too_long"),
    ({"lon": ...}, "no_coordinate"), ({"lat": None}, "no_coordinate"), ({"lon": True}, "unreadable_coordinate"),
    ({"lon": "120.005"}, "unreadable_coordinate"), ({"lon": 1e308}, "unreadable_coordinate"),
    ({"lon": 10**18}, "unreadable_coordinate"), ({"lat": 91}, "unreadable_coordinate"),
    ({"lat": [30]}, "unreadable_coordinate"),
    ({"lon": 0, "lat": 0}, "outside_every_area"), ({"severity": 0}, "bad_severity"), ({"severity": 5}, "bad_severity"),
    ({"severity": 1.0}, "bad_severity"), ({"severity": True}, "bad_severity"), ({"severity": "huge"}, "bad_severity"),
    ({"severity": []}, "bad_severity"), ({"address": 5}, "unreadable_row"), ({"address": "x" * 241}, "unreadable_row"),
    ({"reporter": 5}, "unreadable_row"), ({"reporter": {"x": "y" * 5_000}}, "unreadable_row"),
    ({"media": "x"}, "unreadable_row"),
    ({"media": ["x"] * 21}, "unreadable_row"), ({"text": "a\0b"}, "unreadable_row"),
    ({"reporter": {"\0": 1}}, "unreadable_row"),
])
def test_a_bad_event_is_rejected_and_the_others_are_stored(post, changes, reason):
    answer = post(event("good-1"), event(**{"event_id": "bad", **changes}), event("good-2"))
    body = answer.json()
    assert answer.status_code == 200
    assert [row["event_id"] for row in body["stored"]] == ["good-1", "good-2"]
    assert [(row["index"], row["code"]) for row in body["rejected"]] == [(1, reason)]
    assert body["rejected"][0]["message"]
    assert len(body["stored"]) + len(body["duplicate"]) + len(body["rejected"]) == body["received"]


@pytest.mark.parametrize("bad", [None, 5, "x", [], [[]], True, 1.5])
def test_what_is_no_event_is_rejected(post, bad):
    body = post(bad, event()).json()
    assert body["rejected"] == [{"index": 0, "event_id": None, "code": "unreadable_row",
                                 "message": REASONS["unreadable_row"]}]
    assert len(body["stored"]) == 1


@pytest.mark.parametrize(("content", "status", "code"), [
    (b"", 400, "unreadable_json"), (b"{", 400, "unreadable_json"), (b"[NaN]", 400, "unreadable_json"),
    (b'["\xff"]', 400, "unreadable_json"), (b'["\\ud800"]', 400, "unreadable_json"),
    (b"[" * 50_000, 400, "unreadable_json"),
    (b"[" * 40 + b"]" * 40, 400, "too_deep"), (b"{}", 422, "not_a_list"), (b"null", 422, "not_a_list"),
    (b'"x"', 422, "not_a_list"), (b"[]", 422, "batch_size"), (b"[" + b"1," * MOST_EVENTS + b"1]", 422, "batch_size"),
])
def test_a_body_that_is_no_batch_is_refused(standing, content, status, code):
    answer = standing.ask("POST", PATH, key=standing.key("events.write"), content=content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_thousand_events_go_in_at_once(post):
    body = post(*(event(f"n-{i}") for i in range(MOST_EVENTS))).json()
    assert len({row["case_no"] for row in body["stored"]}) == MOST_EVENTS


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "😀👩‍👩‍👧‍👦", "‮abc‭ عربي \u200f", "字" * 5_000,
                                  "a\u0001b\tc\r\nd",
                                  "'; DROP TABLE cases; --", "{{7*7}}${7*7}", "\ud7ff\ue000"])
def test_any_text_comes_back_as_it_was_sent(house, post, text):
    number = post(event(text=text, address="<b>")).json()["stored"][0]["case_no"]
    answer = house.ask("GET", f"/api/v1/cases/{number}", cast.ALICE)
    assert answer.json()["text"] == text
    assert answer.headers["content-type"] == "application/json"


def test_a_key_of_one_district_stores_nothing_elsewhere(house, post):
    west = house.key("events.write", area=cast.WEST_DISTRICT)
    body = post(event("in"), event("out", spot=(2.5, 0.5)), by=west).json()
    assert [row["event_id"] for row in body["stored"]] == ["in"]
    assert [(row["event_id"], row["code"]) for row in body["rejected"]] == [("out", "area_not_allowed")]


def test_an_id_that_is_taken_elsewhere_is_not_told_apart(house, post):
    number = post(event("east", spot=(2.5, 0.5))).json()["stored"][0]["case_no"]
    answer = post(event("east"), by=house.key("events.write", area=cast.WEST_DISTRICT))
    assert [row["code"] for row in answer.json()["rejected"]] == ["area_not_allowed"]
    assert number not in answer.text


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_the_same_events_sent_at_once_are_one_case_each(house, post, backend):
    batch = [event(f"c-{i}") for i in range(20)]
    with ThreadPoolExecutor(8) as senders:
        answers = [future.result() for future in [senders.submit(post, *batch) for _ in range(8)]]
    assert [answer.status_code for answer in answers] == [200] * 8
    bodies = [answer.json() for answer in answers]
    assert sum(len(body["stored"]) for body in bodies) == 20
    assert sum(len(body["duplicate"]) for body in bodies) == 140
    numbers = {one["event_id"]: set() for one in batch}
    for body in bodies:
        for row in body["stored"] + body["duplicate"]:
            numbers[row["event_id"]].add(row["case_no"])
    assert all(len(found) == 1 for found in numbers.values())


def test_a_database_that_is_held_is_a_503_to_be_tried_again(house, post, monkeypatch):
    monkeypatch.setattr("data.storage.database.WRITE_WAIT_SECONDS", 0.1)
    house.center.index()
    with house.center.database.alone():
        answer = post(event())
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "database_busy")
    assert answer.headers["retry-after"]
    assert len(post(event()).json()["stored"]) == 1


def test_every_reason_has_its_sentence():
    told = set(REASONS) | {"unknown_area", "closed_before_opened"}
    assert told == set(intake.REASONS)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((
    "source", "event_id", "occurred_at", "category", "text", "lon", "lat", "address", "severity", "reporter",
    "media"), ANYTHING)))
def test_any_event_becomes_a_report_that_can_be_judged(value):
    report = read_event(value)
    assert isinstance(report, Report)
    assert intake.fault_of(report, clock.now(), live=True) in ("", *intake.REASONS)
