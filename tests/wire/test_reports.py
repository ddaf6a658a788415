"""Reports by wire: what is nearby, a case for a report for ever, a voice for a case; hostile bodies are refused."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data import clock
from data.models.case import Case
from data.models.report import Supporter
from tests import cast

REPORTS, NEAR = "/api/v1/reports", "/api/v1/reports/nearby"
ROAD = "路口有暴露垃圾"
WEST, EAST = cast.at(0.5, 0.5), cast.at(3.5, 3.5)


def body(report_id="r-1", **more):
    return {"report_id": report_id, "text": ROAD, "lon": WEST[0], "lat": WEST[1], "category": "0101", **more}


def post(house, sent, who=cast.CHEN, path=REPORTS, **more):
    return house.ask("POST", path, who, json=sent, **more)


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


@pytest.fixture
def number(house) -> str:
    """Return the number of a case that Chen reported just now."""
    return post(house, body()).json()["case_no"]


def stored(house, thing) -> list:
    from data.scope import Scope

    with house.center.database.read(Scope.of_job("look")) as session:
        return list(session.scalars(select(thing)))


def test_a_report_is_a_case_and_sent_again_the_same_case(house):
    first = post(house, body(address="1号", accuracy_m=8.5, urgent=True, reporter={"name": "王小明"}))
    assert first.status_code == 200, first.text
    assert set(first.json()) == {"case_no"}
    again = post(house, body(text="another text"))
    assert again.json() == first.json()
    [case] = stored(house, Case)
    assert (case.channel, case.source, case.priority, case.address) == ("phone", "person:chen", 2, "1号")


def test_a_program_reports_as_such_or_for_a_hotline(house):
    key = house.key("cases.report")
    assert post(house, body("a"), None, key=key).status_code == 200
    assert post(house, body("b", channel="hotline", reporter={"name": "王小明", "phone": "19012341234"}), None,
                key=key).status_code == 200
    assert [case.channel for case in stored(house, Case)] == ["api", "hotline"]


def test_what_is_open_nearby_is_told_without_its_reporter(house, number):
    asked = {"lon": WEST[0], "lat": WEST[1] + 0.0001, "text": "路口\n有暴露垃圾 👨‍👩‍👧", "class": "0101"}
    answer = house.ask("GET", NEAR, cast.CHEN, params=asked)
    assert answer.status_code == 200, answer.text
    [item] = answer.json()["items"]
    assert set(item) == {"case_no", "text", "class_code", "distance_m", "minutes_ago", "supporters", "likeness",
                         "chance", "reasons"}
    assert (item["case_no"], item["minutes_ago"], item["supporters"]) == (number, 0, 0)
    assert item["distance_m"] == pytest.approx(11.1, abs=0.2)
    assert 0.5 < item["likeness"] <= 1


def test_nearby_shows_nobody_another_district(house):
    post(house, {**body(), "lon": EAST[0], "lat": EAST[1]}, cast.ALICE)
    asked = {"lon": EAST[0], "lat": EAST[1]}
    assert len(house.ask("GET", NEAR, cast.ALICE, params=asked).json()["items"]) == 1
    assert house.ask("GET", NEAR, cast.CHEN, params=asked).json()["items"] == []


def test_a_voice_is_counted_once_however_often_it_is_sent(house, number):
    path = f"/api/v1/cases/{number}/support"
    for _ in range(3):
        answer = post(house, {"report_id": "s-1", "text": "我也看到了"}, cast.ALICE, path)
        assert (answer.status_code, answer.json()) == (200, {"case_no": number, "supporters": 1})
    assert code_of(post(house, {"report_id": "s-2"}, cast.ALICE, path)) == (409, "supported_already")
    assert code_of(post(house, {"report_id": "s-3"}, cast.CHEN, path)) == (409, "supported_already")
    assert [row.text for row in stored(house, Supporter)] == ["我也看到了"]


def test_strangers_report_and_support_nothing(house, number):
    far = body("far", lon=EAST[0], lat=EAST[1])
    assert code_of(post(house, far)) == (403, "area_not_allowed")
    assert code_of(post(house, body("x"), cast.BO)) == (403, "not_allowed")
    assert code_of(house.ask("GET", NEAR, cast.BO, params={"lon": 1, "lat": 1})) == (403, "not_allowed")
    assert code_of(post(house, body("x"), None)) == (401, "not_signed_in")
    assert code_of(post(house, body("x"), None, key=house.key("events.write"))) == (403, "not_allowed")
    east = post(house, far, cast.ALICE).json()["case_no"]
    assert code_of(post(house, {"report_id": "x"}, path=f"/api/v1/cases/{east}/support")) == (404, "case_not_found")
    assert code_of(post(house, {"report_id": "x"}, cast.BO, f"/api/v1/cases/{number}/support")) == (403, "not_allowed")
    assert stored(house, Supporter) == []


@pytest.mark.parametrize(("change", "code"), [
    ({"report_id": None}, "missing_field"), ({"report_id": ""}, "bad_field"), ({"report_id": "x" * 129}, "bad_field"),
    ({"report_id": 5}, "bad_field"), ({"report_id": "a\0"}, "bad_field"), ({"text": None}, "missing_field"),
    ({"text": " "}, "no_text"), ({"text": "字" * 5_001}, "bad_field"), ({"text": "a\0b"}, "bad_field"),
    ({"text": ["x"]}, "bad_field"), ({"lon": None}, "missing_field"), ({"lon": "120"}, "bad_field"),
    ({"lon": 181}, "bad_field"), ({"lon": True}, "bad_field"), ({"lat": 91}, "bad_field"),
    ({"lat": 1e308}, "bad_field"), ({"lon": 0, "lat": 0}, "outside_every_area"), ({"accuracy_m": -1}, "bad_field"),
    ({"accuracy_m": 1e9}, "bad_field"), ({"address": "x" * 241}, "bad_field"), ({"category": "x" * 201}, "bad_field"),
    ({"urgent": "yes"}, "bad_field"), ({"urgent": 1}, "bad_field"), ({"channel": "video"}, "bad_field"),
    ({"channel": ["phone"]}, "bad_field"), ({"reporter": "王小明"}, "bad_field"),
    ({"reporter": {"name": 5}}, "bad_field"), ({"reporter": {"name": "x" * 81}}, "bad_field"),
    ({"reporter": {"id": "1"}}, "bad_field"), ({"reporter": {"name": "a\0"}}, "bad_field"),
    ({"pictures": "x"}, "bad_field"), ({"pictures": ["x"]}, "bad_field"), ({"pictures": ["A" * 64]}, "bad_field"),
    ({"pictures": ["0" * 64] * 10}, "bad_field"), ({"occurred_at": "yesterday"}, "bad_field"),
    ({"occurred_at": "2026-01-01T00:00:00"}, "bad_field"), ({"source": "me"}, "unknown_field"),
    ({"priority": 1}, "unknown_field"), ({"area": "9901"}, "unknown_field"),
])
def test_a_report_that_cannot_be_read_says_why_and_leaves_nothing(house, change, code):
    assert code_of(post(house, body(**change))) == (422, code)
    assert stored(house, Case) == []


def test_pictures_must_have_been_brought_in(house):
    assert code_of(post(house, body(pictures=["0" * 64]))) == (404, "picture_not_found")
    assert stored(house, Case) == []


def test_what_happened_before_it_could_be_sent_keeps_its_time(house):
    then = clock.now() - timedelta(hours=5)
    assert post(house, body(occurred_at=then.isoformat())).status_code == 200
    [case] = stored(house, Case)
    assert abs(case.occurred_at - then) < timedelta(seconds=1)
    assert code_of(post(house, body("b", occurred_at=(clock.now() + timedelta(hours=1)).isoformat()))) == (
        422, "in_the_future")


@pytest.mark.parametrize("asked", [
    {}, {"lon": 120}, {"lat": 30}, {"lon": "x", "lat": 30}, {"lon": "nan", "lat": 30}, {"lon": 120, "lat": 91},
    {"lon": 120, "lat": 30, "x": 1}, {"lon": 120, "lat": 30, "text": "x" * 501}, {"lon": 120, "lat": 30, "class": "\0"},
])
def test_a_question_that_cannot_be_read_is_refused(house, asked):
    assert house.ask("GET", NEAR, cast.CHEN, params=asked).status_code in (400, 422)


ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(
    st.text(max_size=3), max_size=2) | st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2)
FIELDS = ["report_id", "text", "lon", "lat", "accuracy_m", "address", "category", "urgent", "channel", "reporter",
          "pictures", "occurred_at", "x"]


def test_hostile_bodies_are_refused_or_taken_and_never_break(house, number):
    key = house.key("cases.report")

    @given(st.dictionaries(st.sampled_from(FIELDS), ANY, max_size=5), st.booleans())
    def fuzz(change, is_report):
        sent = {name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
                for name, value in change.items()}
        path = REPORTS if is_report else f"/api/v1/cases/{number}/support"
        answer = post(house, {**(body("f") if is_report else {"report_id": "f"}), **sent}, None, path, key=key)
        assert answer.status_code in (200, 400, 404, 409, 422, 429), answer.text
        if answer.status_code != 200:
            assert set(answer.json()["error"]) == {"code", "message", "request_id"}

    fuzz()
